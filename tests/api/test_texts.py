"""Texts: one by address, many by body."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

LABEL = "/v1/text/status/fulfilment/shipped/label"
WINDOW = "/v1/text/policy/returns/clauses/window"


def test_a_text_is_answered_in_the_locale_asked_for(client: FlaskClient) -> None:
    answer = client.get(LABEL, query_string={"locale": "de"}).json
    assert answer == {
        "ref": "status:fulfilment/shipped/label",
        "text": "Versandt",
        "locale": "de",
        "channel": None,
        "format": "text",
        "position": "1.0",
        "release": 1,
        "digest": answer["digest"],
        "arguments": {},
    }


def test_an_sms_comes_with_its_segment_count(client: FlaskClient) -> None:
    answer = client.get(WINDOW, query_string={"locale": "fr", "channel": "sms"}).json
    assert "30 jours" in answer["text"]
    assert answer["format"] == "sms"
    assert set(answer["segments"]) == {"encoding", "characters", "segments"}


def test_bound_arguments_say_where_they_come_from(client: FlaskClient) -> None:
    arguments = client.get(WINDOW, query_string={"locale": "en"}).json["arguments"]
    assert arguments["window"]["value"] == "P30D"
    assert arguments["window"]["ref"] == "policy:returns/values/window"
    assert arguments["window"]["display"] == "30 days"


def test_arguments_are_supplied_as_with_name(client: FlaskClient) -> None:
    query = {"locale": "en", "with.eta": "2026-12-03"}
    answer = client.get("/v1/text/status/fulfilment/shipped/when", query_string=query).json
    assert "December 3" in answer["text"] or "3 December" in answer["text"]
    assert answer["arguments"]["eta"] == {
        "type": "date",
        "value": "2026-12-03",
        "display": answer["arguments"]["eta"]["display"],
        "ref": None,
    }


def test_json_carries_the_pattern_with_its_arguments_open(client: FlaskClient) -> None:
    answer = client.get(WINDOW, query_string={"as": "json", "locale": "en"}).json
    assert "{window}" in answer["pattern"]


def test_html_is_a_fragment(client: FlaskClient) -> None:
    assert "<p>" in client.get(WINDOW, query_string={"as": "html"}).json["text"]


def test_many_texts_are_answered_in_the_order_asked_for(client: FlaskClient) -> None:
    body = {"locale": "de", "texts": [_wanted("label"), {**_wanted("label"), "locale": "fr"}, _wanted("when")]}
    answer = client.post("/v1/texts", json=body).json
    assert [text["locale"] for text in answer["texts"]] == ["de", "fr", "de"]
    assert answer["texts"][0]["text"] == "Versandt"
    assert (answer["position"], answer["release"]) == ("1.0", 1)


def test_arguments_in_a_body_are_per_text(client: FlaskClient) -> None:
    body = {"texts": [{**_wanted("when"), "with": {"eta": "2026-12-03"}}, _wanted("when")]}
    first, second = client.post("/v1/texts", json=body).json["texts"]
    assert first["arguments"]["eta"]["value"] == "2026-12-03"
    assert "eta" not in second["arguments"]


def test_one_bad_text_stops_them_all_and_each_says_why(client: FlaskClient, refused: Any) -> None:
    body = {"texts": [_wanted("lable"), _wanted("label"), {"ref": "nonsense"}]}
    problem = refused(client.post("/v1/texts", json=body), 422, "invalid")
    assert [finding["pointer"] for finding in problem["findings"]] == ["/texts/0", "/texts/2"]
    assert "texts[0]" in problem["findings"][0]["message"]
    assert "status:fulfilment/shipped/label" in problem["findings"][0]["message"]


def test_a_retired_status_is_gone_and_names_its_successor(client: FlaskClient, refused: Any) -> None:
    problem = refused(client.get("/v1/text/status/fulfilment/enroute/label"), 410, "retired")
    assert problem["replaced_by"] == "status:fulfilment/in_transit/label"


def test_a_retired_text_among_many_names_its_successor_as_the_fix(client: FlaskClient, refused: Any) -> None:
    body = {"texts": [{"ref": "status:fulfilment/enroute/label"}]}
    (finding,) = refused(client.post("/v1/texts", json=body), 422, "invalid")["findings"]
    assert finding["fix"] == "use status:fulfilment/in_transit/label"


@pytest.mark.parametrize("count", [0, 1001])
def test_one_to_a_thousand_texts_at_once(client: FlaskClient, refused: Any, count: int) -> None:
    refused(client.post("/v1/texts", json={"texts": [_wanted("label")] * count}), 422, "invalid")


def test_a_thousand_texts_are_answered(client: FlaskClient) -> None:
    answer = client.post("/v1/texts", json={"texts": [_wanted("label")] * 1000}).json
    assert len(answer["texts"]) == 1000


def test_a_body_of_more_than_a_mebibyte_is_refused_before_it_is_read(client: FlaskClient, refused: Any) -> None:
    response = client.post("/v1/texts", data=b" " * (1024 * 1024 + 1), content_type="application/json")
    refused(response, 413, "too-large")


def test_whole_numbers_in_a_body_are_read_exactly(client: FlaskClient, refused: Any) -> None:
    huge = '{"texts": [{"ref": "status:fulfilment/shipped/when", "with": {"eta": 123456789012345678901234567890}}]}'
    problem = refused(client.post("/v1/texts", data=huge, content_type="application/json"), 422, "invalid")
    assert "1.2345" not in problem["detail"]


def _wanted(field: str) -> dict[str, str]:
    return {"ref": f"status:fulfilment/shipped/{field}"}
