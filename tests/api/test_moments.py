"""Every read takes a moment, and says which one answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

TEXT = "/v1/text/policy/returns/clauses/window"
P45D = {"policy:returns": {"values": {"window": {"value": "P45D"}}}}
READS = [
    "/v1/release",
    "/v1/snapshot",
    "/v1/entries",
    "/v1/entries/policy/returns",
    "/v1/entries/policy/returns/versions",
    "/v1/entries/policy/returns/versions/1",
    "/v1/entries/policy/returns/diff",
    "/v1/releases",
    "/v1/releases/1",
    "/v1/releases/1/diff",
    TEXT,
    "/v1/values/policy/returns/values/window",
]


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("query", [{}, {"at": "2026-03-02T10:00:30+01:00"}, {"release": "1"}], ids=str)
def test_every_read_takes_a_moment_and_says_which_release_answered(
    sample_place: Any, path: str, query: dict[str, str]
) -> None:
    response = sample_place.client().get(path, query_string=query)
    assert response.status_code == 200, response.text
    assert response.headers["Truth-Position"] == "1.0"
    assert response.headers["Truth-Release"] == "1"
    assert response.headers["Truth-Digest"].startswith("sha256:")
    assert response.get_etag()[1] is False


def test_the_old_answer_can_still_be_asked_for(place: Any) -> None:
    before = place.clock()
    place.clock.advance(minutes=1)
    place.release(P45D)
    client = place.client()
    assert "45 days" in client.get(TEXT).json["text"]
    assert "30 days" in client.get(TEXT, query_string={"at": before.isoformat()}).json["text"]
    assert "30 days" in client.get(TEXT, query_string={"release": 1}).json["text"]


def test_what_is_scheduled_is_answered_and_marked(place: Any) -> None:
    monday = place.clock() + timedelta(days=7)
    place.release(P45D, effective_at=monday)
    client = place.client()
    then = client.get(TEXT, query_string={"at": monday.isoformat()})
    assert "45 days" in then.json["text"]
    assert then.headers["Truth-Scheduled"] == "true"
    now = client.get(TEXT)
    assert "30 days" in now.json["text"]
    assert "Truth-Scheduled" not in now.headers
    assert client.get(TEXT, query_string={"release": 2}).headers["Truth-Scheduled"] == "true"


def test_what_was_not_known_yet_is_not_answered(place: Any) -> None:
    before, monday = place.clock(), place.clock() + timedelta(days=7)
    place.clock.advance(minutes=1)
    place.release(P45D, effective_at=monday)
    query = {"at": monday.isoformat(), "known_at": before.isoformat()}
    assert "30 days" in place.client().get(TEXT, query_string=query).json["text"]


def test_before_the_first_release_is_an_error_never_the_first_version(sample_place: Any, refused: Any) -> None:
    early = {"at": "2020-01-01T00:00:00Z"}
    refused(sample_place.client().get(TEXT, query_string=early), 404, "before-first-release")


def test_a_registry_without_a_release_says_so(empty_place: Any, refused: Any) -> None:
    refused(empty_place.client().get("/v1/release"), 404, "before-first-release")


def test_history_is_readable_before_anything_takes_effect(empty_place: Any) -> None:
    response = empty_place.client().get("/v1/releases")
    assert response.json == {"items": [], "next": None}
    assert "Truth-Position" not in response.headers


def test_a_release_and_an_instant_together_are_refused(sample_place: Any, refused: Any) -> None:
    query = {"release": 1, "at": "2026-03-02T09:00:30Z"}
    refused(sample_place.client().get(TEXT, query_string=query), 422, "invalid")


def test_readers_see_what_they_have_just_written(place: Any) -> None:
    place.during = lambda: place.release(P45D) if len(place.pauses) == 3 else None
    response = place.client().get(TEXT, headers={"Truth-Min-Position": "2.0"})
    assert "45 days" in response.json["text"]
    assert len(place.pauses) == 3


def test_history_too_has_what_its_reader_has_just_written(place: Any) -> None:
    place.during = lambda: place.release(P45D)
    answer = place.client().get("/v1/releases", headers={"Truth-Min-Position": "2.0"}).json
    assert [one["release"] for one in answer["items"]] == [2, 1]


def test_a_position_not_reached_in_two_seconds_is_503_with_retry_after(place: Any, refused: Any) -> None:
    response = place.client().get(TEXT, headers={"Truth-Min-Position": "2.0"})
    refused(response, 503, "unavailable")
    assert int(response.headers["Retry-After"]) >= 1
    assert 1.9 <= sum(place.pauses) <= 2.1


def test_a_malformed_position_is_refused(sample_place: Any, refused: Any) -> None:
    refused(sample_place.client().get(TEXT, headers={"Truth-Min-Position": "soon"}), 422, "invalid")
