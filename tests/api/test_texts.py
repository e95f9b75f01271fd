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


CLAUSES = "/v1/text/policy/returns/clauses"


def test_a_list_of_clauses_comes_in_the_order_asked_for(client: FlaskClient) -> None:
    html = client.get(CLAUSES, query_string={"only": "help,window", "as": "html", "locale": "de"}).json["text"]
    assert [piece.partition('"')[0] for piece in html.split('<section id="')[1:]] == ["help", "window"]


def test_a_whole_policy_may_begin_with_its_contents_each_a_link_to_its_clause(client: FlaskClient) -> None:
    html = client.get(CLAUSES, query_string={"as": "html", "locale": "fr", "contents": "true"}).json["text"]
    assert html.startswith('<nav aria-label="Sommaire">\n<ol>\n<li><a href="#window">Délai de retour</a></li>')
    assert html.count("<li><a href=") == html.count("<section id=") + html.count('<li><a href="https')
    plain = client.get(CLAUSES, query_string={"as": "text", "locale": "de", "contents": "true"}).json["text"]
    assert plain.startswith("Inhalt\n\n1. Rückgabefrist\n")


def test_the_links_of_a_whole_policy_are_numbered_through(client: FlaskClient) -> None:
    text = client.get(CLAUSES, query_string={"as": "text", "only": "window,how,help"}).json["text"]
    words = " ".join(text.split())
    assert "Write to us [1]." in words
    assert "your orders [2]" in words
    assert "our help pages [1]" in words
    assert text.endswith("\n\n[1] https://natural.example/help\n[2] https://natural.example/orders")


def test_json_takes_every_clause_apart(client: FlaskClient) -> None:
    answer = client.get(CLAUSES, query_string={"as": "json", "only": "window", "locale": "de"}).json
    (clause,) = answer["clauses"]
    assert (clause["id"], clause["ref"]) == ("window", "policy:returns/clauses/window")
    assert (clause["heading"], clause["pattern"]) == ("Rückgabefrist", clause["pattern"])
    assert "{window}" in clause["pattern"]
    strong = {"type": "strong", "children": [{"type": "text", "text": "30 Tage"}]}
    assert strong in clause["tree"][0]["children"]
    alone = client.get(f"{CLAUSES}/window", query_string={"as": "json", "locale": "de"}).json
    assert alone["tree"] == clause["tree"]
    assert "tree" not in client.get(f"{CLAUSES}/window", query_string={"locale": "de"}).json


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ({"only": "windw"}, 404, "did you mean policy:returns/clauses/window"),
        ({"only": "window,window"}, 422, "named twice"),
        ({"only": ""}, 422, "is no clause's id"),
        ({"only": "a/b"}, 422, "is no clause's id"),
        ({"contents": "yes"}, 422, "must be true or false"),
        ({"contents": "true", "as": "sms"}, 422, "a table of contents is for html, markdown, text"),
    ],
    ids=str,
)
def test_clauses_that_cannot_be_listed_are_refused(
    client: FlaskClient, query: dict[str, str], status: int, says: str
) -> None:
    response = client.get(CLAUSES, query_string=query)
    assert response.status_code == status
    assert says in response.json["detail"]


def test_only_a_section_of_clauses_can_be_listed(client: FlaskClient, refused: Any) -> None:
    problem = refused(client.get(WINDOW, query_string={"only": "window"}), 422, "invalid")
    assert "is no section of clauses" in problem["detail"]


def test_clauses_are_listed_in_a_body_too(client: FlaskClient) -> None:
    body = {"texts": [{"ref": "policy:returns/clauses", "only": ["help", "window"], "contents": True, "as": "html"}]}
    (answer,) = client.post("/v1/texts", json=body).json["texts"]
    assert answer["text"].startswith("<nav")
    assert answer["text"].index('id="help"') < answer["text"].index('id="window"')
