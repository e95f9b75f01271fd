"""How long an answer may be kept, and how it is asked for again."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

TEXT = "/v1/text/policy/returns/clauses/window"
P45D = {"policy:returns": {"values": {"window": {"value": "P45D"}}}}
KEPT = ("ETag", "Cache-Control", "Truth-Position", "Truth-Release", "Truth-Digest")


def _max_age(client: FlaskClient, **query: str) -> int:
    header = client.get(TEXT, query_string=query).headers["Cache-Control"]
    return int(header.partition("max-age=")[2])


def test_the_etag_is_strong_and_digests_the_exact_bytes(client: FlaskClient) -> None:
    response = client.get(TEXT)
    assert response.headers["ETag"] == f'"{hashlib.sha256(response.data).hexdigest()}"'


@pytest.mark.parametrize("path", [TEXT, "/v1/release", "/v1/snapshot", "/v1/entries", "/v1/releases", "/v1/schemas"])
def test_a_reader_who_has_it_gets_304_with_the_same_headers(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Type" not in again.headers
    assert [again.headers.get(name) for name in KEPT] == [first.headers.get(name) for name in KEPT]


def test_head_answers_what_get_would_without_the_body(client: FlaskClient) -> None:
    head, get = client.head(TEXT), client.get(TEXT)
    assert head.data == b""
    assert {**head.headers, "X-Request-ID": ""} == {**get.headers, "X-Request-ID": ""}  # each request has its own


def test_no_answer_is_kept_past_the_next_change(place: Any) -> None:
    place.release(P45D, effective_at=place.clock() + timedelta(seconds=12.5))
    assert _max_age(place.client()) == 12
    place.clock.advance(seconds=12.4)
    assert _max_age(place.client()) == 0
    place.clock.advance(seconds=0.1)
    assert _max_age(place.client()) == 30


def test_the_past_is_kept_long_once_what_followed_it_is_past_too(place: Any) -> None:
    before = place.clock().isoformat()
    assert _max_age(place.client(), at=before) == 30
    place.clock.advance(minutes=1)
    place.release(P45D)
    assert _max_age(place.client(), at=before) == 86_400
    assert _max_age(place.client(), release="1") == 86_400


def test_a_scheduled_answer_is_not_kept_past_its_own_instant(place: Any) -> None:
    soon = place.clock() + timedelta(seconds=5)
    assert _max_age(place.client(), at=soon.isoformat()) == 5


def test_shared_caches_keep_only_what_anyone_may_read(place: Any) -> None:
    assert place.client().get(TEXT).headers["Cache-Control"].startswith("private")
    assert place.client(public_reads=True).get(TEXT).headers["Cache-Control"].startswith("public")


def test_the_setting_bounds_how_long(place: Any) -> None:
    assert _max_age(place.client(max_age=0)) == 0


def test_answers_to_many_texts_are_not_kept(client: FlaskClient) -> None:
    response = client.post("/v1/texts", json={"texts": [{"ref": "policy:returns/title"}]})
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Truth-Position"] == "1.0"
