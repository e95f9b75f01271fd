"""Entries, their versions, and what differs between these."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from flask.testing import FlaskClient

from truth.model.canonical import digest_of


def _refs(client: FlaskClient, **query: Any) -> list[str]:
    return [item["ref"] for item in client.get("/v1/entries", query_string=query).json["items"]]


def test_entries_in_force_are_listed_in_the_order_of_their_refs(client: FlaskClient, place: Any) -> None:
    assert _refs(client) == [str(entry) for entry in place.store.at().documents]


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ({"kind": "company"}, ["company:profile"]),
        ({"owner": "legal", "kind": "policy", "q": "RÜCKGABE"}, ["policy:returns"]),
        ({"tag": "no-such-tag"}, []),
        ({"q": "profile"}, ["company:profile"]),
    ],
)
def test_filters_narrow_together(client: FlaskClient, query: dict[str, str], refs: list[str]) -> None:
    assert _refs(client, **query) == refs


def test_pages_follow_each_other_without_gap_or_repeat(client: FlaskClient, place: Any) -> None:
    seen, cursor = [], {}
    while cursor is not None:
        answer = client.get("/v1/entries", query_string={"limit": 2, **cursor}).json
        seen += [item["ref"] for item in answer["items"]]
        cursor = {"cursor": answer["next"]} if answer["next"] else None
    assert seen == [str(entry) for entry in place.store.at().documents]


@pytest.mark.parametrize(("name", "value"), [("kind", "polcy"), ("owner", "leagl")])
def test_an_unknown_filter_value_is_refused_with_the_nearest(
    client: FlaskClient, refused: Any, name: str, value: str
) -> None:
    problem = refused(client.get("/v1/entries", query_string={name: value}), 422, "invalid")
    assert "did you mean" in problem["detail"]
    assert problem["findings"][0]["pointer"] == f"/{name}"


def test_an_entrys_document_adds_up_to_its_digest(client: FlaskClient) -> None:
    answer = client.get("/v1/entries/policy/returns").json
    assert digest_of(answer["document"]) == answer["digest"]
    assert (answer["version"], answer["release"]) == (1, 1)


def test_the_bytes_of_a_document_are_its_canonical_ones(client: FlaskClient) -> None:
    response = client.get("/v1/entries/policy/returns")
    document = response.data.partition(b'"document":')[2].removesuffix(b"}\n")
    assert "sha256:" + hashlib.sha256(document).hexdigest() == response.json["digest"]


def test_an_unknown_entry_names_the_nearest(client: FlaskClient, refused: Any) -> None:
    problem = refused(client.get("/v1/entries/policy/retuns"), 404, "not-found")
    assert "policy:returns" in problem["detail"]


def test_a_retired_entry_is_gone(place: Any, refused: Any) -> None:
    place.clock.advance(minutes=1)
    place.release({"policy:refunds": {"replaced_by": "policy:returns"}})
    place.clock.advance(minutes=1)
    place.release({"policy:refunds": None})
    problem = refused(place.client().get("/v1/entries/policy/refunds"), 410, "retired")
    assert problem["replaced_by"] == "policy:returns"
    assert place.client().get("/v1/entries/policy/refunds?release=2").json["version"] == 2


def test_versions_are_listed_latest_first_and_stay_readable(place: Any) -> None:
    _two_versions(place)
    client = place.client()
    listed = client.get("/v1/entries/policy/returns/versions?limit=1").json
    assert [item["version"] for item in listed["items"]] == [2]
    older = client.get("/v1/entries/policy/returns/versions", query_string={"cursor": listed["next"]}).json
    assert [item["version"] for item in older["items"]] == [1]
    assert older["next"] is None
    first = client.get("/v1/entries/policy/returns/versions/1").json
    assert first["document"]["values"]["window"]["value"] == "P30D"


def test_versions_recorded_later_are_not_known_at_a_moment(place: Any, refused: Any) -> None:
    before = place.clock().isoformat()
    _two_versions(place)
    client = place.client()
    listed = client.get("/v1/entries/policy/returns/versions", query_string={"at": before}).json
    assert [item["version"] for item in listed["items"]] == [1]
    refused(client.get("/v1/entries/policy/returns/versions/2", query_string={"known_at": before}), 404, "not-found")


def test_two_versions_differ_in_documents_and_in_what_people_read(place: Any) -> None:
    _two_versions(place)
    answer = place.client().get("/v1/entries/policy/returns/diff").json
    (change,) = answer["entries"]
    assert change["places"] == [{"pointer": "/values/window/value", "before": "P30D", "after": "P45D"}]
    read = [text for text in answer["texts"] if text["locale"] == "en" and "45 days" in (text["after"] or "")]
    assert any("30 days" in text["before"] for text in read)


def test_the_first_version_is_compared_with_nothing(client: FlaskClient) -> None:
    answer = client.get("/v1/entries/policy/returns/diff?to=1").json
    assert answer["before"] is None
    assert answer["entries"][0]["change"] == "added"


def test_an_unknown_kind_has_no_versions(client: FlaskClient, refused: Any) -> None:
    assert "policy" in refused(client.get("/v1/entries/polcy/returns/versions"), 404, "not-found")["detail"]


def _two_versions(place: Any) -> None:
    place.clock.advance(minutes=1)
    place.release({"policy:returns": {"values": {"window": {"value": "P45D"}}}})
