"""The pointer, and waiting for it to change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

P45D = {"policy:returns": {"values": {"window": {"value": "P45D"}}}}


def test_the_pointer_says_which_release_is_in_effect_and_until_when(place: Any) -> None:
    monday = place.clock() + timedelta(days=7)
    place.release(P45D, effective_at=monday)
    assert place.client().get("/v1/release").json == {
        "position": "1.0",
        "release": 1,
        "digest": place.store.at().digest,
        "effective_at": "2026-03-02T09:00:00Z",
        "next_change": "2026-03-09T09:01:00Z",
    }


def test_a_reader_waits_until_the_pointer_changes(place: Any) -> None:
    client = place.client()
    known = client.get("/v1/release").headers["ETag"]
    place.during = lambda: place.release(P45D) if len(place.pauses) == 5 else None
    response = client.get("/v1/release?wait=25", headers={"If-None-Match": known})
    assert (response.status_code, response.json["release"]) == (200, 2)
    assert len(place.pauses) == 5


def test_a_scheduled_release_ends_the_wait_when_it_takes_effect(place: Any) -> None:
    place.release(P45D, effective_at=place.clock() + timedelta(seconds=3))
    client = place.client()
    known = client.get("/v1/release").headers["ETag"]
    place.during = lambda: place.clock.advance(seconds=place.pauses[-1])
    response = client.get("/v1/release?wait=25", headers={"If-None-Match": known})
    assert response.json["release"] == 2
    assert 2.9 <= sum(place.pauses) <= 3.3


def test_a_wait_that_is_over_is_304(place: Any) -> None:
    client = place.client()
    known = client.get("/v1/release").headers["ETag"]
    response = client.get("/v1/release?wait=2", headers={"If-None-Match": known})
    assert response.status_code == 304
    assert sum(place.pauses) == 2


def test_a_reader_who_knows_nothing_does_not_wait(place: Any) -> None:
    assert place.client().get("/v1/release?wait=25").status_code == 200
    assert place.pauses == []


def test_only_so_many_are_held_at_once(place: Any) -> None:
    client = place.client()
    known = client.get("/v1/release").headers["ETag"]
    waiting = client.application.extensions["truth"].waiting
    while waiting.acquire(blocking=False):
        pass
    assert client.get("/v1/release?wait=25", headers={"If-None-Match": known}).status_code == 304
    assert place.pauses == []


def test_waiting_on_a_moment_that_cannot_change_is_refused(place: Any, refused: Any) -> None:
    refused(place.client().get("/v1/release?wait=5&release=1"), 422, "invalid")
