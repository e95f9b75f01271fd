"""A quote in words: labels, reasons, next steps, and the example baskets of the sample content."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.model.errors import Invalid
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.quote import Asked, quote_basket

CONTENT = Path(__file__).parents[3] / "content"
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
TOWELS = [{"id": "1", "sku": "TOWEL-01", "quantity": 2}, {"id": "2", "sku": "SAMPLE-01", "quantity": 1}]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(snapshot_of(read_folder(CONTENT, KINDS).documents.values()))


def quote(catalogue: Catalogue, locale: str = "en", **basket: Any) -> Any:
    given = {"currency": "EUR", "zone": "DE", "channel": "web", **basket}
    return quote_basket(catalogue, given, NOW, Asked(locale))


def test_what_makes_a_charge_free_is_said(catalogue: Catalogue) -> None:
    said = quote(catalogue, lines=TOWELS, codes=["WELCOME5"])
    assert [step["text"] for step in said["next_steps"]] == ["Delivery is free with €4.10 more."]


@pytest.mark.parametrize(
    ("locale", "says"),
    [
        ("en", "Delivery is free with €4.10 more."),
        ("de", "Versand: noch 4,10\u00a0€, dann kostenlos."),
        ("fr", "Livraison\u00a0: sans frais avec 4,10\u00a0€ de plus."),
    ],
)
def test_a_label_stands_in_our_sentences_as_it_is_whatever_its_gender(
    catalogue: Catalogue, locale: str, says: str
) -> None:
    said = quote(catalogue, locale, lines=TOWELS, codes=["WELCOME5"])
    assert [step["text"] for step in said["next_steps"]] == [says]


@pytest.mark.parametrize(
    ("quantity", "says"),
    [(4, "Delivery is free already."), (1, "From €25.00 of goods, delivery is on us for members.")],
)
def test_nobody_is_told_how_to_get_what_is_free_already(catalogue: Catalogue, quantity: int, says: str) -> None:
    said = quote(catalogue, lines=[{"id": "1", "sku": "TEE-01", "quantity": quantity}])
    reasons = {one["rule"]: one["reason"] for one in said["not_applied"]}
    assert reasons["price:member-delivery"] == says


def test_what_does_not_apply_has_the_name_customers_know_it_by(catalogue: Catalogue) -> None:
    labels = {one["rule"]: one["label"] for one in quote(catalogue, "de", lines=TOWELS)["not_applied"]}
    assert labels["price:gift-wrap"] == "Geschenkverpackung"


def test_a_discount_that_a_charge_outweighs_says_so(catalogue: Catalogue) -> None:
    bought = {"TEE-01": 2, "FLAKES-KG": "0.250", "SAMPLE-01": 4}
    said = quote(catalogue, lines=[{"id": sku, "sku": sku, "quantity": count} for sku, count in bought.items()])
    assert (said["totals"]["discount"], said["totals"]["charges"]) == ("1.90", "4.95")
    assert said["next_steps"][1] == {
        "code": "outweighed",
        "text": "Your discount takes the goods below €50.00, so Delivery (€4.95) is added.",
    }


@pytest.mark.parametrize(
    ("locale", "says"),
    [("en", "3 more soaps"), ("de", "Noch 3 Seifen"), ("fr", "Encore 3 savons")],
)
def test_a_reason_is_in_customer_words(catalogue: Catalogue, locale: str, says: str) -> None:
    said = quote(catalogue, locale, lines=[{"id": "1", "sku": "SOAP-01", "quantity": 1}])
    reasons = {one["rule"]: one["reason"] for one in said["not_applied"]}
    assert says in reasons["price:soap-four-for-three"]


def test_every_reason_is_said_in_every_locale_without_a_brace(catalogue: Catalogue) -> None:
    for locale in ("en", "de", "fr"):
        said = quote(catalogue, locale, lines=TOWELS)
        assert said["not_applied"]
        assert not [one for one in said["not_applied"] if "{" in one["reason"] or not one["reason"].strip()]


def test_a_locale_nobody_has_is_an_error(catalogue: Catalogue) -> None:
    with pytest.raises(Invalid, match="no texts in 'nl'"):
        quote(catalogue, "nl", lines=TOWELS)


def test_an_unknown_adjustment_cannot_be_switched_off(catalogue: Catalogue) -> None:
    given = {"currency": "EUR", "zone": "DE", "channel": "web", "lines": TOWELS}
    with pytest.raises(Invalid, match="did you mean 'welcome-5'"):
        quote_basket(catalogue, given, NOW, Asked(off=frozenset(("welcome-6",))))
