"""Pages for people, and the same for programs."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_a_browser_is_welcomed_with_a_page_and_a_program_with_json(client: FlaskClient) -> None:
    assert client.get("/", headers=BROWSER).mimetype == "text/html"
    assert client.get("/", headers={"Accept": "*/*"}).mimetype == "application/json"
    assert client.get("/").json["links"]["documentation"] == "/docs"
    assert client.get("/").headers["Vary"] == "Accept"


def test_the_welcome_works_before_the_first_release(empty_place: Any) -> None:
    client = empty_place.client()
    assert client.get("/").json["release"] is None
    assert client.get("/", headers=BROWSER).status_code == 200


@pytest.mark.parametrize("path", ["/", "/docs", "/problems/retired"])
def test_a_page_may_use_its_own_style_and_nothing_else(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=BROWSER)
    style = re.search(r"<style>(.*?)</style>", response.text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = response.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "script-src" not in policy
    assert 'name="viewport"' in response.text


def test_the_documentation_shows_every_route(client: FlaskClient) -> None:
    text = client.get("/docs").text
    for path in client.get("/openapi.json").json["paths"]:
        assert path in text
