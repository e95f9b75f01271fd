"""Vocabularies as types and pictures over HTTP: the text itself, ready to be saved to a file."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

CODE = "/v1/statuses/fulfilment/code"


@pytest.mark.parametrize("language", ["typescript", "python", "json-schema", "kotlin", "swift"])
def test_types_are_answered_as_text_with_the_release_in_their_head(client: FlaskClient, language: str) -> None:
    response = client.get(CODE, query_string={"as": language})
    assert (response.status_code, response.content_type) == (200, "text/plain; charset=utf-8")
    assert "status:fulfilment, release 1, sha256:" in response.text
    assert response.headers["Truth-Release"] == "1"


def test_the_same_release_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get(CODE, query_string={"as": "swift"})
    again = client.get(CODE, query_string={"as": "swift"}, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_schema_of_a_vocabulary_is_a_schema(client: FlaskClient) -> None:
    response = client.get("/v1/statuses/fulfilment/schema", query_string={"locale": "de"})
    assert response.content_type == "application/schema+json"
    schema: Any = response.json
    assert {"title": "Versandt", "const": "shipped"}.items() <= schema["$defs"]["status"]["oneOf"][7].items()


@pytest.mark.parametrize("notation", ["mermaid", "dot", "scxml"])
def test_pictures_are_answered_as_text_that_no_browser_runs(client: FlaskClient, notation: str) -> None:
    response = client.get("/v1/statuses/fulfilment/diagram", query_string={"as": notation, "locale": "fr"})
    assert (response.status_code, response.content_type) == (200, "text/plain; charset=utf-8")
    assert "Expédiée" in response.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (CODE, 422),
        (f"{CODE}?as=cobol", 422),
        (f"{CODE}?as=swift&locale=it", 422),
        (f"{CODE}?as=swift&channel=smoke", 422),
        ("/v1/statuses/fulfilement/code?as=swift", 404),
        ("/v1/statuses/fulfilment/diagram?as=png", 422),
    ],
)
def test_what_cannot_be_written_is_a_problem_that_says_why(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
