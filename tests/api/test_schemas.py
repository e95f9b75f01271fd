"""The shapes of documents, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator


@pytest.mark.parametrize("name", ["policy", "policy.schema.json"])
def test_a_schema_is_self_contained(client: FlaskClient, name: str) -> None:
    response = client.get(f"/v1/schemas/{name}")
    assert response.content_type == "application/schema+json"
    schema = response.json
    Draft202012Validator.check_schema(schema)
    document = client.get("/v1/entries/policy/returns").json["document"]
    Draft202012Validator(schema).validate(document)


def test_there_is_one_for_each_kind(client: FlaskClient, root: Path) -> None:
    items = client.get("/v1/schemas").json["items"]
    files = sorted(root.glob("schemas/*.schema.json"))
    of_documents = [file for file in files if "x-file" not in json.loads(file.read_text())]
    names = [file.name.removesuffix(".schema.json") for file in of_documents]
    assert [item["kind"] for item in items] == [name for name in names if name != "common"]
    assert all(client.get(item["href"]).status_code == 200 for item in items)


def test_they_answer_before_the_first_release(empty_place: Any) -> None:
    assert empty_place.client().get("/v1/schemas/status").status_code == 200
