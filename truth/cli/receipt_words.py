"""The words a receipt has of its own, beside the company's: what its sums, its sections and its steps are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from truth.kinds.price.reasons import language, spoken

RECEIPT: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "free": "free",
            "goods": "Goods",
            "discounts": "Discounts",
            "charges": "Charges",
            "net": "Net",
            "tax_within": "incl. {rate} tax",
            "tax_on_top": "+ {rate} tax",
            "taxed": "on {amount}",
            "rounding": "Rounded for cash",
            "payable": "To pay",
            "not_applied": "Not applied",
            "working": "How it was made",
            "proof": "To prove it",
            "valid_until": "valid until",
            "release": "release",
            "input": "input",
            "catalogue": "catalogue",
            "result": "result",
            "help": "help",
        },
        "de": {
            "free": "kostenlos",
            "goods": "Waren",
            "discounts": "Rabatte",
            "charges": "Nebenkosten",
            "net": "Netto",
            "tax_within": "inkl. {rate} MwSt.",
            "tax_on_top": "zzgl. {rate} MwSt.",
            "taxed": "auf {amount}",
            "rounding": "Gerundet für Barzahlung",
            "payable": "Zu zahlen",
            "not_applied": "Nicht angewendet",
            "working": "So wurde gerechnet",
            "proof": "Zum Nachprüfen",
            "valid_until": "gültig bis",
            "release": "Fassung",
            "input": "Eingabe",
            "catalogue": "Preise",
            "result": "Ergebnis",
            "help": "Hilfe",
        },
        "fr": {
            "free": "sans frais",
            "goods": "Articles",
            "discounts": "Remises",
            "charges": "Frais",
            "net": "Hors taxes",
            "tax_within": "dont TVA {rate}",
            "tax_on_top": "+ TVA {rate}",
            "taxed": "sur {amount}",
            "rounding": "Arrondi en espèces",
            "payable": "À payer",
            "not_applied": "Non appliqué",
            "working": "Détail du calcul",
            "proof": "Pour vérifier",
            "valid_until": "valable jusqu’au",
            "release": "version",
            "input": "panier",
            "catalogue": "tarifs",
            "result": "résultat",
            "help": "aide",
        },
    }
)
"""By language; the same names in each."""

STEPS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "de": {
            "price": "Preis",
            "gift": "Geschenk",
            "item": "Artikel",
            "order": "Bestellung",
            "shipping": "Versand",
            "fee": "Gebühr",
            "charge": "Nebenkosten",
            "tax": "Steuer",
            "cash": "bar",
            "total": "Summe",
        },
        "fr": {
            "price": "prix",
            "gift": "cadeau",
            "item": "article",
            "order": "commande",
            "shipping": "livraison",
            "fee": "supplément",
            "charge": "frais",
            "tax": "TVA",
            "cash": "espèces",
            "total": "total",
        },
    }
)
"""What the steps of a trace are called where it is not by their own, English, names."""


def receipt_words(locale: str, locales: Sequence[str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The words of a receipt and of its steps: in the reader's language, else in the first of the company's we speak.

    A step that is not in the second is called what it is.
    """
    known = language(spoken(locale, locales))
    return RECEIPT[known], STEPS.get(known, {})
