"""What a change of prices may break: for shops that call us, and for customers we told something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from truth.kinds.price.rules.examples import percent_off, shop, totals
from truth.model.finding import Category, Rule, Severity

_WINDOW = {"from": "2026-06-01T00:00:00Z", "until": "2026-10-01T00:00:00Z"}
_FACT = {"type": "enum", "of": ["card", "invoice"], "default": "card"}
_FROM_30, _FROM_50 = ({"input": "goods", "op": "gte", "value": {"EUR": amount}} for amount in ("30.00", "50.00"))


def _rule(id: str, why: str, category: Category, before: Any, passes: Any, fails: Any, **more: Any) -> Rule:
    severity = more.get("severity", Severity.ERROR)
    given = {"before": before}
    return Rule(f"price/{id}", severity, why, {**given, "after": passes}, {**given, "after": fails}, category=category)


def _totals(**changes: Any) -> Mapping[str, Any]:
    return {"price:totals": changes}


_SHOP = shop(offer=percent_off(window=_WINDOW, when=_FROM_30))
_TITLE = {"price:offer": {"title": {"en": "Summer offer"}}}
_FACTS = shop(totals=totals(facts={"payment_method": _FACT}))

REMOVED_BEFORE_ITS_END = _rule(
    "removed-before-its-end",
    "An offer with an end was promised until then.",
    Category.PROMISE,
    _SHOP,
    _TITLE,
    {"price:offer": {"window": {"until": "2026-08-01T00:00:00Z"}}},
)
CURRENCY_CHANGED = _rule(
    "currency-changed",
    "Stored quotes and calls name a currency that is gone.",
    Category.WIRE,
    _SHOP,
    _TITLE,
    {"price:shop": {"selector": {"currency": "GBP"}}},
)
DIGITS_CHANGED = _rule(
    "digits-changed",
    "Amounts written with other decimals no longer fit those that are stored.",
    Category.WIRE,
    _SHOP,
    _TITLE,
    _totals(currencies={"EUR": {"digits": 3}}),
)
BASIS_CHANGED = _rule(
    "basis-changed",
    "A number that held the tax no longer does, or the other way round.",
    Category.WIRE,
    _SHOP,
    _TITLE,
    {"price:shop": {"basis": "net"}},
)
INPUT_NEWLY_REQUIRED = _rule(
    "input-newly-required",
    "Shops that do not send it get no total any more.",
    Category.WIRE,
    _FACTS,
    _totals(facts={"gift_wrap": {"type": "boolean", "default": False}}),
    _totals(facts={"gift_wrap": {"type": "boolean"}}),
)
INPUT_NARROWED = _rule(
    "input-narrowed",
    "Shops send what was right until now, and are refused.",
    Category.WIRE,
    _FACTS,
    _totals(facts={"payment_method": {"of": ["card", "invoice", "cash"]}}),
    _totals(facts={"payment_method": {"of": ["card"]}}),
)
ROUNDING_CHANGED = _rule(
    "rounding-changed",
    "Totals move by a cent, and shops that compute them alone no longer agree.",
    Category.PROMISE,
    _SHOP,
    _TITLE,
    _totals(rounding={"mode": "half_even"}),
)
STACKING_CHANGED = _rule(
    "stacking-changed",
    "Offers that could be combined no longer can, or the other way round.",
    Category.PROMISE,
    _SHOP,
    _TITLE,
    {"price:offer": {"stacking": {"choose": "best"}}},
)
ALLOCATION_CHANGED = _rule(
    "allocation-changed",
    "Refunds of single lines come to other amounts.",
    Category.PROMISE,
    _SHOP,
    _TITLE,
    _totals(allocation={"weight": "net"}),
)
COVERAGE_SHRUNK = _rule(
    "coverage-shrunk",
    "Baskets that had a price or an offer no longer have it.",
    Category.PROMISE,
    _SHOP,
    {"price:offer": {"when": None}},
    {"price:offer": {"when": _FROM_50}},
)
RULES = (
    *(REMOVED_BEFORE_ITS_END, CURRENCY_CHANGED, DIGITS_CHANGED, BASIS_CHANGED, INPUT_NEWLY_REQUIRED, INPUT_NARROWED),
    *(ROUNDING_CHANGED, STACKING_CHANGED, ALLOCATION_CHANGED, COVERAGE_SHRUNK),
)
