"""Releases: what was published, and what it changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

P45D = {"policy:returns": {"values": {"window": {"value": "P45D"}}}}


def _three(place: Any) -> None:
    for days in (45, 60):
        place.clock.advance(minutes=1)
        place.release({"policy:returns": {"values": {"window": {"value": f"P{days}D"}}}})


def test_releases_are_paged_latest_first(place: Any) -> None:
    _three(place)
    client = place.client()
    first = client.get("/v1/releases?limit=2").json
    assert [item["release"] for item in first["items"]] == [3, 2]
    rest = client.get("/v1/releases", query_string={"cursor": first["next"]}).json
    assert ([item["release"] for item in rest["items"]], rest["next"]) == ([1], None)


def test_before_leaves_out_later_ones(place: Any) -> None:
    _three(place)
    items = place.client().get("/v1/releases?before=3").json["items"]
    assert [item["release"] for item in items] == [2, 1]


def test_releases_recorded_later_are_not_known_at_a_moment(place: Any, refused: Any) -> None:
    before = place.clock().isoformat()
    _three(place)
    client = place.client()
    assert [one["release"] for one in client.get("/v1/releases", query_string={"at": before}).json["items"]] == [1]
    refused(client.get("/v1/releases/3", query_string={"known_at": before}), 404, "not-found")


def test_a_release_says_who_made_it_why_and_what_it_changed(place: Any) -> None:
    answer = place.client().get("/v1/releases/1").json
    assert (answer["who"], answer["by"], answer["note"], answer["state"]) == (
        "ada",
        "local",
        "The first one.",
        "in_effect",
    )
    assert {item["ref"] for item in answer["items"]} >= {"policy:returns", "status:fulfilment"}


def test_a_scheduled_release_is_scheduled_until_it_takes_effect(place: Any) -> None:
    place.release(P45D, effective_at=place.clock() + timedelta(days=1))
    client = place.client()
    assert client.get("/v1/releases/2").json["state"] == "scheduled"
    place.clock.advance(days=1)
    assert client.get("/v1/releases/2").json["state"] == "in_effect"


def test_a_withdrawn_release_says_so_from_then_on(place: Any, refused: Any) -> None:
    place.release(P45D, effective_at=place.clock() + timedelta(days=1))
    before = place.clock.advance(minutes=1)
    place.clock.advance(minutes=1)
    place.store.withdraw(2, who="ada")
    client = place.client()
    assert client.get("/v1/releases/2").json["state"] == "withdrawn"
    assert client.get("/v1/releases/2", query_string={"known_at": before.isoformat()}).json["state"] == "scheduled"
    refused(client.get("/v1/release?release=2"), 404, "not-found")


def test_a_release_is_compared_with_what_was_just_before(place: Any) -> None:
    _three(place)
    answer = place.client().get("/v1/releases/3/diff").json
    assert (answer["before"]["release"], answer["after"]["release"]) == (2, 3)
    assert answer["entries"][0]["places"] == [{"pointer": "/values/window/value", "before": "P45D", "after": "P60D"}]
    assert any("60 days" in (text["after"] or "") for text in answer["texts"])


def test_a_release_is_compared_with_any_other(place: Any) -> None:
    _three(place)
    answer = place.client().get("/v1/releases/3/diff?from=1").json
    assert answer["entries"][0]["places"] == [{"pointer": "/values/window/value", "before": "P30D", "after": "P60D"}]


def test_the_first_release_is_compared_with_nothing(place: Any) -> None:
    answer = place.client().get("/v1/releases/1/diff").json
    assert answer["before"] is None
    assert {change["change"] for change in answer["entries"]} == {"added"}


def test_an_unknown_release_says_which_there_are(place: Any, refused: Any) -> None:
    assert "1" in refused(place.client().get("/v1/releases/7"), 404, "not-found")["detail"]
