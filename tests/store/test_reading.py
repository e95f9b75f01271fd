"""What stood, what stands, what will stand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from truth.model.errors import BeforeFirstRelease, NotFound
from truth.model.ref import Ref
from truth.model.snapshot import Position

RETURNS = Ref.parse("policy:returns")
SHIPPING = Ref.parse("policy:shipping")


def test_before_the_first_release_there_is_no_answer(store, clock):
    with pytest.raises(BeforeFirstRelease):
        store.at()
    base, snapshot = store.base()
    assert (base.head, base.voided, base.last, snapshot) == (0, 0, 0, None)


def test_a_first_release_that_is_scheduled_is_not_there_yet(store, publish, clock):
    publish({"policy:returns": {"days": 30}}, minutes=10)
    with pytest.raises(BeforeFirstRelease):
        store.at()
    clock.advance(10)
    assert store.at().documents[RETURNS].body == {"days": 30}


def test_an_instant_in_the_past_reads_what_stood_then(store, publish, clock):
    first = publish({"policy:returns": {"days": 30}})
    clock.advance(5)
    publish({"policy:returns": {"days": 45}})
    assert store.at(first.effective_at + timedelta(minutes=4)).documents[RETURNS].body == {"days": 30}
    assert store.at().documents[RETURNS].body == {"days": 45}
    with pytest.raises(BeforeFirstRelease):
        store.at(first.effective_at - timedelta(microseconds=1))


def test_a_release_reads_as_it_took_effect(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    clock.advance(1)
    publish({"policy:returns": {"days": 45}})
    assert store.at_release(1).documents[RETURNS].body == {"days": 30}
    assert store.at_release(2).pointer.release == 2
    with pytest.raises(NotFound, match="there are releases 1 to 2"):
        store.at_release(3)


def test_a_withdrawn_release_has_no_snapshot(store, publish):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    store.withdraw(2, who="Ada")
    with pytest.raises(NotFound, match="release 2 never takes effect: it is withdrawn"):
        store.at_release(2)


def test_the_future_is_the_scheduled_state_and_says_so(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    scheduled = publish({"policy:returns": {"days": 45}}, minutes=10)
    ahead = store.at(scheduled.effective_at)
    assert ahead.documents[RETURNS].body == {"days": 45}
    assert ahead.pointer.scheduled
    assert not store.at().pointer.scheduled
    clock.advance(10)
    assert not store.at(scheduled.effective_at).pointer.scheduled


def test_known_at_reads_the_plans_of_that_day(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    before = clock.advance(1)
    clock.advance(1)
    scheduled = publish({"policy:returns": {"days": 45}}, minutes=10)
    planned = clock.advance(1)
    clock.advance(1)
    store.withdraw(2, who="Ada")
    day = scheduled.effective_at
    assert store.at(day, known_at=before).documents[RETURNS].body == {"days": 30}
    assert store.at(day, known_at=planned).documents[RETURNS].body == {"days": 45}
    assert store.at(day).documents[RETURNS].body == {"days": 30}


def test_known_at_later_than_now_knows_no_more_than_now(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    scheduled = publish({"policy:returns": {"days": 45}}, minutes=10)
    ahead = store.at(scheduled.effective_at, known_at=scheduled.effective_at + timedelta(days=1))
    assert ahead.pointer.scheduled


def test_a_retired_entry_keeps_its_successor(store, publish):
    publish({"policy:returns": {"replaced_by": "policy:shipping"}, "policy:shipping": {}})
    publish({"policy:returns": None})
    standing = store.at().retired[RETURNS]
    assert (standing.document, standing.release, standing.replaced_by) == (None, 2, "policy:shipping")


def test_a_document_outside_its_window_is_not_in_force(store, publish, clock):
    publish({"policy:returns": {"window": {"from": "2026-03-01T09:05:00Z", "until": "2026-03-01T09:10:00Z"}}})
    seen = []
    for _ in range(3):
        seen.append((RETURNS in store.at().documents, str(store.at().pointer.position)))
        clock.advance(5)
    assert seen == [(False, "1.0"), (True, "1.1"), (False, "1.2")]


def test_while_nothing_changes_the_snapshot_of_now_is_one_object(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    held = store.at()
    clock.advance(9)
    assert store.at() is held
    clock.advance(1)
    assert store.at().documents[RETURNS].body == {"days": 45}


def test_another_process_publishing_is_seen_at_once(store, publish, open_store, url):
    publish({"policy:returns": {"days": 30}})
    other = open_store(url)
    assert other.at().pointer.release == 1
    publish({"policy:returns": {"days": 45}})
    assert other.at().documents[RETURNS].body == {"days": 45}


def test_a_snapshot_of_the_past_is_remembered(store, publish, clock):
    first = publish({"policy:returns": {"days": 30}})
    clock.advance(1)
    publish({"policy:returns": {"days": 45}})
    then = store.at(first.effective_at)
    assert store.at_release(1) is then
    publish({"policy:shipping": {}})
    assert store.at(first.effective_at).documents[RETURNS] is then.documents[RETURNS]


def test_a_clock_stepping_back_unsays_nothing(store, publish, clock, open_store, url):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    clock.advance(11)
    assert store.at().documents[RETURNS].body == {"days": 45}
    position = store.at().pointer.position
    publish({"policy:shipping": {}})
    clock.advance(-60)
    assert store.at().pointer.position == Position(position.releases + 1)
    later = publish({"policy:shipping": {"fee": 1}})
    assert [release.number for release in store.releases()] == [4, 3, 2, 1]
    assert later.recorded_at > store.release(3).recorded_at
    assert open_store(url).at().documents[SHIPPING].body == {"fee": 1}


def test_what_took_effect_once_cannot_be_withdrawn_by_turning_the_clock_back(store, publish, clock):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}}, minutes=10)
    clock.advance(10)
    assert store.at().pointer.release == 2
    clock.advance(-5)
    assert store.at().pointer.release == 2
    with pytest.raises(Exception, match="took effect"):
        store.withdraw(2, who="Ada")


def test_now_never_comes_before_the_last_release(store, publish, clock):
    release = publish({"policy:returns": {"days": 30}})
    clock.advance(-60)
    assert store.now() >= release.recorded_at
