"""Vocabularies, moves, translations, what a customer reads, and histories over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

NDJSON = "application/x-ndjson"
MOVES = "/v1/statuses/fulfilment/transitions"
HISTORIES = "/v1/statuses/fulfilment/histories"
EVENTS = [
    {"order": "A", "status": "placed", "at": "2026-03-02T09:00:00Z"},
    {"order": "A", "status": "packed", "at": "2026-03-02T10:00:00Z"},
]


def lines(*events: Any) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in events)


def test_a_vocabulary_says_its_statuses_in_the_reader_s_words_and_what_follows_each(client: FlaskClient) -> None:
    said: Any = client.get("/v1/statuses/fulfilment?locale=de").json
    shipped = next(one for one in said["statuses"] if one["code"] == "shipped")
    assert (said["ref"], said["mode"], said["initial"]) == ("status:fulfilment", "strict", ["placed"])
    assert (shipped["label"], shipped["phase"], shipped["audience"]) == ("Versandt", "open", "customer")
    assert {"event": "depart", "to": "in_transit", "actors": ["carrier"], "reasons": []} in said["next"]["shipped"]


def test_a_move_that_is_not_allowed_is_answered_with_why_and_what_is_possible(client: FlaskClient) -> None:
    response = client.post(MOVES, json={"from": "delivered", "to": "shipped"})
    said: Any = response.json
    assert (response.status_code, said["allowed"], said["next"]) == (200, False, [])
    assert "'delivered' is an end" in said["why"]
    assert response.headers["Truth-Release"] == "1"


def test_a_move_that_is_allowed_may_name_event_actor_and_reason(client: FlaskClient) -> None:
    move = {"from": "placed", "to": "cancelled", "event": "cancel", "actor": "customer", "reason": "customer_request"}
    assert client.post(MOVES, json=move).json["allowed"] is True  # type: ignore[index]


@pytest.mark.parametrize(
    ("body", "status", "slug", "says"),
    [
        ({"from": "placed", "to": "shiped"}, 404, "not-found", "did you mean 'shipped'?"),
        ({"from": "placed", "to": "shipped", "actor": "shopp"}, 404, "not-found", "did you mean 'shop'?"),
        ({"from": "placed"}, 422, "invalid", "/to: is missing"),
        ({"from": "placed", "to": 3}, 422, "invalid", "/to"),
        ({"from": "placed", "to": "shipped", "evnet": "x"}, 422, "invalid", "did you mean 'event'?"),
    ],
)
def test_an_unknown_name_is_a_problem(
    client: FlaskClient, refused: Any, body: Any, status: int, slug: str, says: str
) -> None:
    assert says in refused(client.post(MOVES, json=body), status, slug)["detail"]


def test_an_unknown_vocabulary_is_a_problem(client: FlaskClient, refused: Any) -> None:
    refused(client.get("/v1/statuses/fulfillment"), 404, "not-found")
    refused(client.get("/v1/statuses/order"), 404, "not-found")


def test_a_code_is_translated_and_an_unknown_one_is_never_a_status(client: FlaskClient, refused: Any) -> None:
    path = "/v1/statuses/translate?system=shopify.order_display_fulfillment&code="
    (one,) = client.get(path + "PARTIALLY_FULFILLED").json["translations"]  # type: ignore[index]
    assert (one["status"], one["match"], bool(one["loses"])) == ("shipped", "broad", True)
    (one,) = client.get(path + "SHIPPED").json["translations"]  # type: ignore[index]
    assert (one["says"], one["raw"], one["status"], one["known"]) == ("unknown", "SHIPPED", None, False)
    refused(client.get("/v1/statuses/translate?system=shopify&code=X"), 404, "not-found")
    refused(client.get("/v1/statuses/translate?system=shopify"), 422, "invalid")


def test_what_a_customer_reads_comes_in_one_answer(client: FlaskClient, refused: Any) -> None:
    body = {"statuses": {"payment": "paid", "fulfilment": "packed"}, "locale": "de", "channel": "sms"}
    said: Any = client.post("/v1/statuses/display", json=body).json
    assert (said["shown"], said["real"]) == ("status:fulfilment/processing", "status:fulfilment/packed")
    assert list(said["texts"]) == ["label", "happened", "next", "when", "cost", "help", "recovery"]
    assert said["texts"]["label"]["segments"]["segments"] == 1
    one = client.post("/v1/statuses/display", json={"statuses": {"payment": "paid"}})
    assert "fulfilment" in refused(one, 422, "invalid")["detail"]
    two = client.post("/v1/statuses/display", json={"statuses": {"payment": "payd", "fulfilment": "packed"}})
    assert "did you mean 'paid'?" in refused(two, 404, "not-found")["detail"]


def test_a_history_is_answered_with_a_finding_a_line(client: FlaskClient) -> None:
    response = client.post(HISTORIES, data=lines(*EVENTS), content_type=NDJSON)
    (one,) = [json.loads(line) for line in response.data.splitlines()]
    assert (response.status_code, response.mimetype) == (200, NDJSON)
    assert (one["rule"], one["line"], one["subject"]) == ("drift/illegal-transition", 2, "status:fulfilment")


def test_a_history_that_is_right_is_answered_with_nothing(client: FlaskClient) -> None:
    assert client.post(HISTORIES, data=lines(EVENTS[0]), content_type=NDJSON).data == b""
    assert client.post(HISTORIES, data=b"", content_type=NDJSON).data == b""


def test_a_history_is_streamed(client: FlaskClient) -> None:
    response = client.post(HISTORIES, data=lines(*EVENTS * 2000), content_type=NDJSON, buffered=False)
    assert response.is_streamed
    assert response.data.count(b"\n") == 3999


def test_a_history_may_be_a_table_or_a_list_with_fields_of_other_names(client: FlaskClient) -> None:
    table = b"id,state\n1,placed\n1,packed\n"
    response = client.post(f"{HISTORIES}?order_field=id&status_field=state", data=table, content_type="text/csv")
    assert json.loads(response.data)["line"] == 3
    assert client.post(HISTORIES, json=EVENTS).data.count(b"drift/illegal-transition") == 1


def test_a_history_that_cannot_be_begun_is_a_problem(client: FlaskClient, refused: Any) -> None:
    refused(client.post(HISTORIES, data=b"a,b\n", content_type="text/csv"), 422, "invalid")
    refused(client.post(HISTORIES, data=b"", content_type="text/plain"), 415, "unsupported-media-type")
    refused(client.post(f"{HISTORIES}?system=x", data=b"", content_type=NDJSON), 404, "not-found")
    refused(client.post(f"{HISTORIES}?fields=x", data=b"", content_type=NDJSON), 422, "invalid")


def test_bytes_that_are_no_events_are_findings_and_the_rest_is_checked(client: FlaskClient) -> None:
    data = lines(EVENTS[0]) + b"\xff\n" + lines(EVENTS[1]) + b'{"order": '
    response = client.post(HISTORIES, data=data, content_type=NDJSON)
    found = [json.loads(line) for line in response.data.splitlines()]
    assert [one["line"] for one in found] == [2, 3, 4]
