"""Decisions over HTTP: one question, many, and the table."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

ADDRESS = "/v1/policies/returns/decisions/return"
NDJSON = "application/x-ndjson"
OPENED = {"condition": "opened", "delivered_on": "2026-11-23", "tags": []}
ON = "on=2026-11-25"


def test_a_question_is_answered_in_the_words_of_the_query(client: FlaskClient) -> None:
    response = client.post(f"{ADDRESS}?locale=de&channel=email&{ON}", json=OPENED)
    said: Any = response.json
    assert (response.status_code, said["answer"], said["until"]) == (200, "accept", "2026-12-23")
    assert said["label"] == "Ja, Rückgabe möglich bis 23. Dezember 2026."
    assert (said["clause"]["ref"], said["format"]) == ("policy:returns/clauses/window", "html")
    assert (said["release"], said["position"]) == (1, response.headers["Truth-Position"])
    assert response.headers["Cache-Control"] == "no-store"


def test_the_question_may_say_how_it_is_asked(client: FlaskClient) -> None:
    body = {"input": OPENED, "on": "2027-01-01", "locale": "fr", "with": {"case_number": "C-004211"}}
    said: Any = client.post(ADDRESS, json=body).json
    assert (said["answer"], said["locale"], said["owner"]["title"]) == ("ask", "fr", "Opérations")
    assert "C-004211" in said["help"]["text"]


def test_arguments_of_texts_may_come_in_the_query(client: FlaskClient) -> None:
    said: Any = client.post(f"{ADDRESS}?{ON}&with.case_number=C-004211", json=OPENED).json
    assert "C-004211" in said["help"]["text"]


def test_a_no_is_an_answer_like_any_other(client: FlaskClient) -> None:
    response = client.post(f"{ADDRESS}?{ON}", json={**OPENED, "tags": ["final-sale"]})
    said: Any = response.json
    assert (response.status_code, said["answer"], said["rule"]["id"]) == (200, "refuse", "final_sale")


def test_everything_wrong_with_a_question_is_a_finding(client: FlaskClient, refused: Callable[..., Any]) -> None:
    problem = refused(client.post(ADDRESS, json={"conditon": "opened", "delivered_on": 3, "tags": []}), 422, "invalid")
    assert [(one["rule"], one["pointer"]) for one in problem["findings"]] == [
        ("decision/unknown-input", "/conditon"),
        ("decision/missing-input", "/condition"),
        ("decision/wrong-input", "/delivered_on"),
    ]


@pytest.mark.parametrize(
    ("address", "status", "slug"),
    [
        ("/v1/policies/returns/decisions/retrun", 404, "not-found"),
        ("/v1/policies/retruns/decisions/return", 404, "not-found"),
        (f"{ADDRESS}?on=2026-02-30", 422, "invalid"),
        (f"{ADDRESS}?locale=xx-nope", 422, "invalid"),
        (f"{ADDRESS}?channel=emial", 422, "invalid"),
        (f"{ADDRESS}?as=htm", 422, "invalid"),
        (f"{ADDRESS}?lcale=de", 422, "invalid"),
    ],
)
def test_what_is_wrong_with_the_address_is_a_problem(
    client: FlaskClient, refused: Callable[..., Any], address: str, status: int, slug: str
) -> None:
    refused(client.post(address, json=OPENED), status, slug)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b'{"tags": [], "tags": []}', b"[" * 100_000])
def test_a_body_that_asks_nothing_is_refused(client: FlaskClient, refused: Callable[..., Any], body: bytes) -> None:
    refused(client.post(ADDRESS, data=body, content_type="application/json"), 422, "invalid")


def test_another_type_of_body_is_refused(client: FlaskClient) -> None:
    assert client.post(ADDRESS, data="condition=opened").status_code == 415


def test_many_questions_are_answered_line_by_line(client: FlaskClient) -> None:
    asked = [json.dumps(OPENED), "{", "", json.dumps({"input": OPENED, "locale": "de"})]
    response = client.post(f"{ADDRESS}?{ON}", data="\n".join(asked), content_type=NDJSON)
    said = [json.loads(line) for line in response.text.splitlines()]
    assert (response.status_code, response.content_type) == (200, NDJSON)
    assert [(one["line"], one.get("answer"), one["release"]) for one in said] == [
        (1, "accept", 1),
        (2, None, 1),
        (4, "accept", 1),
    ]
    assert said[1]["findings"][0]["rule"] == "decision/unreadable-line"
    assert said[2]["clause"]["heading"] == "Rückgabefrist"


def test_the_table_is_said_as_sentences_in_the_reader_s_locale(client: FlaskClient) -> None:
    response = client.get(f"{ADDRESS}?locale=de")
    said: Any = response.json
    assert said["title"] == "Kann dieser Artikel zurück?"
    sentence = "Merkmale des Artikels enthalten „vom Umtausch ausgeschlossen“ → Nein"
    assert said["rules"][1]["sentence"].startswith(sentence)
    again = client.get(f"{ADDRESS}?locale=de", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_answer_is_that_of_the_moment_asked_for(place: Any) -> None:
    client = place.client()
    wider = {"policy:returns": {"values": {"window": {"value": "P90D"}}}}
    late = {**OPENED, "delivered_on": "2026-10-01"}
    before = client.get("/v1/release").json["effective_at"]
    place.release(wider)
    assert client.post(f"{ADDRESS}?{ON}", json=late).json["answer"] == "accept"
    assert client.post(f"{ADDRESS}?{ON}&release=1", json=late).json["answer"] == "ask"
    said = client.post(ADDRESS, query_string={"at": before}, json={**OPENED, "delivered_on": "2026-01-02"}).json
    assert said["at"] == before
