"""Reasons are said in the customer's language: ours, the company's own, or those of another language of the company."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import truth
from tests.architecture.test_rules import laid_over
from truth.conditions.sentences import LANGUAGES
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.kinds.price.reasons import WHY, arguments
from truth.kinds.price.rules import check
from truth.kinds.price.rules.examples import TEE, percent_off, price_list, shop, totals
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.quote import Asked, quote_basket

ROOT = Path(__file__).parents[4]
STARTER = read_folder(Path(truth.__file__).parent / "files" / "starter", KINDS).documents
NOW = datetime(2026, 3, 3, tzinfo=UTC)
BASKET = {"currency": "EUR", "zone": "DE", "channel": "web", "lines": [{"id": "1", "sku": "TEE-01", "quantity": 1}]}
LABEL = {"pl": "Dziś taniej", "de": "Heute weniger"}
OFFERS: Mapping[str, Any] = {
    "coded": percent_off(codes=["TEN"], label=LABEL),
    "rich": percent_off(when={"input": "goods", "op": "gte", "value": {"EUR": "50.00"}}, label=LABEL),
    "abroad": percent_off(when={"input": "zone", "op": "ne", "value": "DE"}, label=LABEL),
}


def catalogue(locales: list[str], **changes: Any) -> Catalogue:
    tee = price_list({**TEE, "label": {"pl": "Koszulka", "de": "Hemd"}})
    patches = {**shop(**OFFERS, shop=tee, totals=totals(**changes)), "company:profile": {"locales": locales}}
    return Catalogue(snapshot_of(laid_over(STARTER, patches).values(), NOW))


def reasons(known: Catalogue, locale: str) -> dict[str, str]:
    quote = quote_basket(known, BASKET, NOW, Asked(locale))
    return {one["rule"]: one["reason"] for one in quote["not_applied"]}


def missing(known: Catalogue) -> list[str]:
    document = known.snapshot.documents[Ref("price", "totals")]
    return [one.message for one in check(document, known.snapshot) if one.rule == "price/reason-missing"]


def test_a_language_without_words_gets_those_of_another_locale_of_the_company() -> None:
    said = reasons(catalogue(["pl", "de"]), "pl")
    assert said["price:coded"] == "Für dieses Angebot brauchen Sie einen Code."
    assert said["price:rich"].startswith("Noch 30,01")
    assert said["price:abroad"] == "Dieses Angebot gilt für: Land ist nicht „DE“."


def test_it_is_the_source_only_where_the_company_has_none_of_our_languages_and_that_is_not_published() -> None:
    known = catalogue(["pl"])
    assert reasons(known, "pl")["price:coded"] == "This offer needs a code."
    assert missing(known) == [f"there are no words in 'pl' for needs_code, not_yet, over and {len(WHY['en']) - 3} more"]
    assert missing(catalogue(["de-AT", "fr"])) == []


def test_a_company_writes_its_own() -> None:
    own = {
        "needs_code": {"pl": "Ta oferta wymaga kodu."},
        "too_little": {"pl": "Jeszcze {missing} z {threshold}."},
        "condition": {"pl": "Ta oferta nie pasuje do koszyka."},
    }
    known = catalogue(["pl"], reasons=own)
    assert reasons(known, "pl") == {
        "price:coded": "Ta oferta wymaga kodu.",
        "price:rich": "Jeszcze 30,01\u00a0€ z 50,00\u00a0€.",
        "price:abroad": "Ta oferta nie pasuje do koszyka.",
    }
    assert "needs_code" not in missing(known)[0]
    every = {why: {"pl": "Słowa."} for why in WHY["en"]}
    assert missing(catalogue(["pl"], reasons=every)) == []


@pytest.mark.parametrize("language", sorted(WHY))
def test_every_language_says_every_reason_with_the_same_names(language: str) -> None:
    def named(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert set(WHY[language]) == set(WHY["en"])
    assert all(named(text) <= set(arguments(why)) for why, text in WHY[language].items())
    assert {why: named(text) for why, text in WHY[language].items()} == {
        why: named(text) for why, text in WHY["en"].items()
    }


def test_the_schema_knows_every_reason() -> None:
    schema = json.loads((ROOT / "schemas" / "price.schema.json").read_text(encoding="utf-8"))
    reasons = schema["$defs"]["totals"]["properties"]["reasons"]
    assert reasons["propertyNames"]["enum"] == list(WHY["en"])
    assert set(WHY) == set(LANGUAGES)
