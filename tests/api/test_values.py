"""Values: typed constants with their display."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(("locale", "display"), [("en", "30 days"), ("de", "30 Tage"), ("fr", "30\u00a0jours")])
def test_a_value_is_typed_and_written_in_a_locale(client: FlaskClient, locale: str, display: str) -> None:
    answer = client.get("/v1/values/policy/returns/values/window", query_string={"locale": locale}).json
    assert answer == {
        "ref": "policy:returns/values/window",
        "type": "duration",
        "value": "P30D",
        "display": display,
        "locale": locale,
        "position": "1.0",
        "release": 1,
        "digest": answer["digest"],
    }


def test_an_amount_is_shown_in_the_currency_asked_for(client: FlaskClient) -> None:
    answer = client.get("/v1/values/policy/returns/values/return_fee", query_string={"currency": "GBP"}).json
    assert answer["value"] == {"EUR": "0.00", "GBP": "0.00"}
    assert "£" in answer["display"]


def test_a_text_is_not_a_value(client: FlaskClient, refused: Any) -> None:
    problem = refused(client.get("/v1/values/policy/returns/clauses/window"), 404, "not-found")
    assert "is not a value" in problem["detail"]
