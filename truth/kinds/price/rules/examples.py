"""How price rules write their examples: a small shop, laid over the starter content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Patch = Mapping[str, Any]


def words(en: str, de: str) -> Patch:
    """A text in the starter's locales."""
    return {"en": en, "de": de}


TEE: Patch = {"sku": "TEE-01", "unit": "19.99", "tax": "standard", "tags": ["apparel"], "label": words("Tee", "Hemd")}
SOAP: Patch = {"sku": "SOAP-1", "unit": "6.50", "tax": "standard", "tags": ["soap"], "label": words("Soap", "Seife")}


def price_list(*prices: Patch, **changes: Any) -> Patch:
    """A list of prices: these, or else a tee and soap."""
    body = {
        "type": "list",
        "title": words("Shop prices", "Ladenpreise"),
        "owner": "care",
        "selector": {"currency": "EUR", "zones": ["DE"], "channels": [], "groups": []},
        "specificity": 10,
        "basis": "gross",
        "prices": list(prices or (TEE, SOAP)),
    }
    return {**body, **changes}


def totals(**changes: Any) -> Patch:
    """How totals are made."""
    body = {
        "type": "totals",
        "title": words("Totals", "Summen"),
        "owner": "care",
        "currencies": {"EUR": {"digits": 2}},
        "rounding": {"mode": "half_up", "on": "discount"},
        "allocation": {"weight": "gross"},
        "lanes": ["item", "order", "shipping", "fee"],
        "tax": {"level": "group", "zones": {"DE": {"standard": "19", "reduced": "7"}}, "shipping": "standard"},
        "quote": {"valid_for": "P14D"},
    }
    return {**body, **changes}


def percent_off(percent: str = "10", **changes: Any) -> Patch:
    """An adjustment that takes a percentage off every line."""
    return adjustment({"type": "percent_off", "percent": percent}, **changes)


def adjustment(effect: Patch, **changes: Any) -> Patch:
    """An adjustment of lines with this effect."""
    body = {
        "type": "adjustment",
        "title": words("Offer", "Angebot"),
        "owner": "care",
        "lane": "item",
        "priority": 10,
        "stacking": {"group": "offers", "choose": "all"},
        "target": {"scope": "line"},
        "effect": effect,
        "label": words("Less today", "Heute weniger"),
    }
    return {**body, **changes}


def example(payable: str, *lines: Patch, **expected: str) -> Patch:
    """An example basket and what it comes to."""
    basket = {
        "currency": "EUR",
        "zone": "DE",
        "channel": "web",
        "at": "2026-03-03T09:00:00+01:00",
        "lines": list(lines or ({"id": "1", "sku": "TEE-01", "quantity": 3},)),
    }
    title = words("Three tees", "Drei Hemden")
    return {
        "type": "example",
        "title": title,
        "owner": "care",
        "basket": basket,
        "expect": {"payable": payable, **expected},
    }


def shop(**entries: Any) -> Patch:
    """The small shop with these entries besides, by key; underscores stand for hyphens."""
    named = {f"price:{key.replace('_', '-')}": body for key, body in entries.items()}
    return {"price:shop": price_list(), "price:totals": totals(), **named}
