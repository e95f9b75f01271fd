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
        "number": 30,
        "unit": "day",
        "display": display,
        "displays": {"en": "30 days", "de": "30 Tage", "fr": "30\u00a0jours"},
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


@pytest.mark.parametrize(
    ("ref", "counts", "english", "german"),
    [
        ("policy/returns/values/refund_time", (5, "business_day"), "5 business days", "5 Arbeitstage"),
        ("policy/warranty/values/period", (2, "year"), "2 years", "2 Jahre"),
        ("policy/returns/values/return_fee", ("0.00", "EUR"), "€0.00", "0,00\u00a0€"),
        (
            "company/profile/values/help_url",
            (None, None),
            "https://natural.example/help",
            "https://natural.example/help",
        ),
        ("policy/privacy-contact/values/privacy_email", (None, None), *["privacy@natural.example"] * 2),
        ("company/profile/values/support_phone", (None, None), *["+49 30 5550 100"] * 2),
    ],
    ids=lambda one: one if isinstance(one, str) else None,
)
def test_a_value_says_what_it_counts_and_reads_in_every_locale(
    client: FlaskClient, ref: str, counts: tuple[object, object], english: str, german: str
) -> None:
    answer = client.get(f"/v1/values/{ref}").json
    assert (answer["number"], answer["unit"]) == counts
    assert (answer["displays"]["en"], answer["displays"]["de"]) == (english, german)
