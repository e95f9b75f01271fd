"""Which scheduled releases lose their base."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from truth.store.staleness import Touch, stale_after

touches = st.builds(
    Touch,
    number=st.integers(1, 12),
    effective_at=st.integers(0, 5),
    entries=st.frozensets(st.integers(0, 4), min_size=1, max_size=3),
)
pending_releases = st.lists(touches, max_size=8, unique_by=lambda touch: touch.number)


def _shares_with_one_before(release: Touch, moved: list[Touch]) -> bool:
    return any(one.order < release.order and one.entries & release.entries for one in moved)


@given(touches, pending_releases)
def test_exactly_those_on_a_moved_base_are_stale(cause, pending):
    stale = stale_after(cause, pending)
    moved = [cause, *(release for release in pending if release.number in stale)]
    for release in pending:
        assert (release.number in stale) == _shares_with_one_before(release, moved)


def test_what_takes_effect_earlier_is_not_touched():
    assert stale_after(Touch(3, 20, frozenset({1})), [Touch(2, 10, frozenset({1}))]) == {}


def test_at_the_same_instant_the_later_recorded_is_stale():
    same_instant = [Touch(2, 10, frozenset({1})), Touch(4, 10, frozenset({1}))]
    assert stale_after(Touch(3, 10, frozenset({1})), same_instant) == {4: {1}}


def test_a_stale_release_takes_those_planned_on_it_along():
    pending = [Touch(2, 10, frozenset({1, 2})), Touch(3, 20, frozenset({2, 3})), Touch(4, 30, frozenset({3}))]
    assert list(stale_after(Touch(5, 5, frozenset({1})), pending)) == [2, 3, 4]


def test_a_stale_release_names_what_changes_underneath_it():
    pending = [Touch(3, 20, frozenset({2, 3})), Touch(2, 10, frozenset({1, 2, 9}))]
    assert stale_after(Touch(5, 5, frozenset({1, 8})), pending) == {2: {1}, 3: {2}}


def test_nothing_pending_is_nothing_stale():
    assert stale_after(Touch(1, 0, frozenset({1})), []) == {}
