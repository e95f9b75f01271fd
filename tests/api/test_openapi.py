"""The documentation comes of the routes, and holds."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from truth.api.documentation import UNKNOWN, operations

FOR_PEOPLE = {"/metrics", "/", "/docs", "/openapi.json", "/problems/<slug>"}
DIGEST = "{digest}"


@pytest.fixture
def spec(client: FlaskClient) -> dict[str, Any]:
    return client.get("/openapi.json").json  # type: ignore[return-value]


def test_the_document_is_valid_openapi_3_1(spec: dict[str, Any]) -> None:
    assert spec["openapi"] == "3.1.0"
    validate(spec)


def test_every_route_is_documented(spec: dict[str, Any], client: FlaskClient) -> None:
    rules = [rule for rule in client.application.url_map.iter_rules() if rule.rule not in FOR_PEOPLE]
    documented = {(path, method.upper()) for path, item in spec["paths"].items() for method in item}
    for rule in rules:
        path = rule.rule.replace("<number:", "<").replace("<path:", "<").replace("<", "{").replace(">", "}")
        assert any((path, method) in documented for method in ("GET", "POST")), path


def test_every_operation_is_described_and_says_what_errors_look_like(spec: dict[str, Any]) -> None:
    for path, item in spec["paths"].items():
        for method in set(item) - {"parameters"}:
            told = item[method]
            assert told["summary"], path
            assert told["responses"]["default"] == {"$ref": "#/components/responses/DEFAULT_ERROR"}
            assert {"200", "201"} & set(told["responses"])
    assert "application/problem+json" in spec["components"]["responses"]["DEFAULT_ERROR"]["content"]


def test_every_parameter_says_what_it_is_for(spec: dict[str, Any]) -> None:
    for item in spec["paths"].values():
        for told in item.get("get", {}).get("parameters", []):
            if told.get("in") == "query":
                assert told.get("description") or told["schema"].get("description"), told


def test_documents_are_described_by_their_own_schemas(spec: dict[str, Any], client: FlaskClient) -> None:
    kinds = [one["$ref"].rsplit("/", 1)[1] for one in spec["components"]["schemas"]["Document"]["anyOf"]]
    assert kinds == [one["kind"] for one in client.get("/v1/schemas").json["items"]]
    entry = spec["components"]["schemas"]["Entry"]["properties"]["document"]
    assert entry["$ref"] == "#/components/schemas/Document"


def test_nothing_is_loaded_from_elsewhere(client: FlaskClient) -> None:
    for path in ("/docs", "/", "/problems/retired"):
        text = client.get(path, headers={"Accept": "text/html"}).text
        assert "://" not in text.replace("http://www.w3.org", "")
        assert "<script" not in text


def _operations(app: Flask) -> list[tuple[str, str, Any]]:
    spec = json.loads(app.test_client().get("/openapi.json").data)
    return [
        (path, method, told)
        for path, item in spec["paths"].items()
        for method, told in item.items()
        if method != "parameters"
    ]


def test_every_example_is_answered_as_documented(place: Any, spec: dict[str, Any]) -> None:
    client, headers = place.client(), place.key("admin")
    known = {DIGEST: client.get("/v1/release").json["digest"], "{id}": place.key_ring().store.given_out()[0].id}
    names = {"{vocabulary}": "fulfilment", "{policy}": "returns", "{decision}": "return"}
    for path, method, told in _operations(client.application):
        if path == "/v1/apply":
            continue  # an example that could be published would be as long as the sample; see the test of writes
        example = told["x-example"]
        asked = (
            {"path": _filled(path, names), "json": example} if method == "post" else {"path": _filled(example, known)}
        )
        response = client.open(**asked, method=method.upper(), headers=headers)
        status = next(status for status in ("200", "201") if status in told["responses"])
        assert response.status_code == int(status), (path, response.text)
        content = told["responses"][status]["content"][response.mimetype]["schema"]
        schema = {**content, "components": spec["components"]}
        problems = [error.message for error in Draft202012Validator(schema).iter_errors(told_by(response))]
        assert not problems, (path, problems[:2])


def test_every_example_names_what_it_asks_for(spec: dict[str, Any]) -> None:
    for group in operations(spec):
        for one in group.operations:
            names = set(re.findall(r"\{(\w+)\}", one.example))
            assert names <= set(UNKNOWN), (one.path, one.example)


def told_by(response: Any) -> Any:
    """What a response says: JSON, or text as it is."""
    return response.json if response.is_json else response.text


def _filled(address: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        address = address.replace(name, value)
    return address


def test_a_problem_is_as_documented(client: FlaskClient, spec: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/Problem", "components": spec["components"]}
    Draft202012Validator(schema).validate(client.get("/v1/release?x=1").json)


def test_the_document_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/openapi.json")
    assert client.get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
