"""What conditions in prices may ask: of the basket, and of a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from truth.conditions.inputs import Input, Inputs, declared
from truth.model.canonical import Json

NOBODY = "none"
"""The group of a customer who belongs to none."""

_LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "goods": {"en": "goods", "de": "Warenwert", "fr": "montant des articles"},
        "matching": {
            "en": "matching goods",
            "de": "Wert der passenden Artikel",
            "fr": "montant des articles concernés",
        },
        "matching_quantity": {"en": "matching items", "de": "passende Artikel", "fr": "articles concernés"},
        "quantity": {"en": "number of items", "de": "Anzahl", "fr": "nombre d’articles"},
        "lines": {"en": "number of lines", "de": "Anzahl der Positionen", "fr": "nombre de lignes"},
        "currency": {"en": "currency", "de": "Währung", "fr": "devise"},
        "zone": {"en": "country", "de": "Land", "fr": "pays"},
        "channel": {"en": "channel", "de": "Kanal", "fr": "canal"},
        "group": {"en": "customer group", "de": "Kundengruppe", "fr": "groupe de clients"},
        "sku": {"en": "article", "de": "Artikel", "fr": "article"},
        "tags": {"en": "tags", "de": "Merkmale", "fr": "mentions"},
        "tax": {"en": "tax class", "de": "Steuerklasse", "fr": "classe de taxe"},
        "unit": {"en": "unit price", "de": "Einzelpreis", "fr": "prix unitaire"},
        "amount": {"en": "amount of the line", "de": "Betrag der Position", "fr": "montant de la ligne"},
    }
)

OF_A_LINE: Inputs = MappingProxyType(
    {
        name: Input(name, type, label=_LABELS[name])
        for name, type in {
            "sku": "string",
            "tags": "set",
            "tax": "string",
            "quantity": "integer",
            "unit": "money",
            "amount": "money",
        }.items()
    }
)
"""A line: its article, the tags and tax class of that, the whole pieces, the list price of one, and the amount as the
lane begins."""

FIXED_OF_A_LINE = frozenset(("sku", "tags", "tax"))
"""What is known of a line by its article alone."""


def of_a_basket(totals: Mapping[str, Json], channels: Iterable[str], groups: Iterable[str]) -> Inputs:
    """The basket: the goods as the lane begins, those the target matches, pieces, lines, where and by whom; and the
    facts the totals declare."""
    words = {
        "currency": tuple(totals.get("currencies", {})),
        "zone": (),
        "channel": tuple(channels),
        "group": (*groups, NOBODY),
    }
    types = {"goods": "money", "matching": "money", "matching_quantity": "integer"}
    types |= {"quantity": "integer", "lines": "integer"}
    built_in = {name: Input(name, type, label=_LABELS[name]) for name, type in types.items()}
    for name, known in words.items():
        built_in[name] = Input(name, "enum" if known else "string", known, _LABELS[name])
    zones = tuple(totals.get("tax", {}).get("zones", {}))
    built_in["zone"] = Input("zone", "enum" if zones else "string", zones, _LABELS["zone"])
    return {**declared(totals.get("facts", {})), **built_in}
