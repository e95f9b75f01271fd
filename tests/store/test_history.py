"""Looking back: releases, versions, and names nobody knows."""

from __future__ import annotations

import pytest

from truth.model.errors import NotFound
from truth.model.ref import Ref

RETURNS = Ref.parse("policy:returns")


def test_releases_come_latest_first_a_page_at_a_time(store, publish):
    made = [publish({"policy:returns": {"days": days}}) for days in range(5)]
    assert store.releases(limit=2) == [made[4], made[3]]
    assert store.releases(before=4, limit=2) == [made[2], made[1]]
    assert store.releases(before=1) == []
    assert store.releases(before=10**30) == list(reversed(made))


def test_there_are_no_releases_before_the_first(store):
    assert store.releases() == []
    assert store.head() == (0, 0)
    with pytest.raises(NotFound, match="there is no release 1; nothing has been released yet"):
        store.release(1)


@pytest.mark.parametrize("number", [0, -1, 2, 10**30, -(10**30)])
def test_a_release_that_never_was_is_not_found(store, publish, number):
    publish({"policy:returns": {}})
    with pytest.raises(NotFound, match="there are releases 1 to 1"):
        store.release(number)
    with pytest.raises(NotFound, match="there are releases 1 to 1"):
        store.at_release(number)


def test_versions_come_latest_first_a_page_at_a_time(store, publish):
    made = [publish({"policy:returns": {"days": days}}) for days in range(4)]
    versions = store.versions(RETURNS)
    assert [version.number for version in versions] == [4, 3, 2, 1]
    assert [version.recorded_at for version in reversed(versions)] == [release.recorded_at for release in made]
    assert [version.document.body for version in store.versions(RETURNS / "values", before=3, limit=1)] == [{"days": 1}]


def test_one_version_is_what_it_was(store, publish):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": {"days": 45}})
    version = store.version(RETURNS, 1)
    assert (version.number, version.document.entry, version.document.body) == (1, RETURNS, {"days": 30})
    for number in (0, 3, 10**30):
        with pytest.raises(NotFound, match=f"policy:returns has no version {number}; there are versions 1 to 2"):
            store.version(RETURNS, number)


def test_an_entry_that_never_was_is_not_found_and_the_nearest_is_named(store, publish):
    publish({"policy:returns": {}, "status:fulfilment": {}})
    with pytest.raises(NotFound, match="there never was an entry policy:retruns; did you mean 'policy:returns'"):
        store.versions(Ref.parse("policy:retruns"))
    with pytest.raises(NotFound, match="did you mean 'status:fulfilment'"):
        store.version(Ref.parse("status:fulfillment"), 1)


def test_the_versions_of_a_retired_entry_are_still_there(store, publish):
    publish({"policy:returns": {"days": 30}})
    publish({"policy:returns": None})
    assert [version.number for version in store.versions(RETURNS)] == [1]


def test_only_what_was_voided_is_in_voided(store, publish):
    publish({"policy:returns": {}})
    publish({"policy:returns": {"days": 1}}, minutes=5)
    void = store.withdraw(2, who="Ada")
    assert store.voided([1, 2, 3]) == {2: void}
    assert store.voided([]) == {}
