"""What is refused, and in which words: one error shape for everything."""

from __future__ import annotations

import inspect
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from truth.api.problems import KINDS
from truth.model import errors
from truth.model.errors import TruthError, Unavailable

CASES = json.loads(Path(__file__).parents[1].joinpath("cases", "api", "refusals.json").read_text(encoding="utf-8"))
CLASSES = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, TruthError)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_a_refusal_says_what_where_and_what_to_do(client: FlaskClient, refused: Any, case: dict[str, Any]) -> None:
    body = (
        {"data": case["body"], "content_type": case.get("content_type", "application/json")} if "body" in case else {}
    )
    response = client.open(case["path"], method=case.get("method", "GET"), **body)
    problem = refused(response, case["status"], case["type"])
    assert case["says"] in problem["detail"]
    if "pointer" in case:
        assert case["pointer"] in [finding["pointer"] for finding in problem["findings"]]


def test_head_refuses_with_the_same_headers(client: FlaskClient) -> None:
    head, get = (ask("/v1/release?x=1", headers={"X-Request-ID": "one"}) for ask in (client.head, client.get))
    assert (head.status_code, head.data) == (422, b"")
    assert head.headers == get.headers


def test_a_method_that_is_not_possible_names_those_that_are(client: FlaskClient) -> None:
    assert set(client.post("/v1/release").allow) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("error", [one for one in CLASSES if one is not TruthError], ids=lambda one: one.__name__)
def test_every_error_of_ours_is_a_documented_problem(client: FlaskClient, error: type[TruthError]) -> None:
    page = client.get(f"/problems/{error.slug}").json
    assert page["type"] == f"/problems/{error.slug}"
    assert 400 <= page["status"] < 600
    assert page["meaning"]


@pytest.mark.parametrize("slug", sorted(KINDS))
def test_the_page_of_a_problem_is_readable(client: FlaskClient, slug: str) -> None:
    response = client.get(f"/problems/{slug}", headers={"Accept": "text/html"})
    assert response.mimetype == "text/html"
    assert KINDS[slug].title in response.text


def test_a_source_away_is_503_with_retry_after(place: Any, refused: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise Unavailable("the database does not answer; try again in a moment")

    client = place.client()
    monkeypatch.setattr(place.store, "at", away)
    for path in ("/v1/release", "/readyz", "/v1/text/status/fulfilment/shipped/label"):
        response = client.get(path)
        refused(response, 503, "unavailable")
        assert response.headers["Retry-After"]
    assert client.get("/healthz").status_code == 200


def test_a_mistake_of_ours_is_logged_and_says_nothing_inside(
    place: Any, refused: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("password=hunter2")

    client = place.client()
    monkeypatch.setattr(place.store, "at", broken)
    with caplog.at_level(logging.ERROR, "truth.api"):
        problem = refused(client.get("/v1/release"), 500, "internal")
    assert "hunter2" not in json.dumps(problem)
    assert "hunter2" in caplog.text
