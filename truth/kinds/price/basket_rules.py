"""What can be wrong with a basket. Nothing is guessed, and no part of a basket is priced without the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from truth.model.finding import Rule, Severity

_LINE = {"id": "1", "sku": "TEE-01", "quantity": 3}
_BASKET: Mapping[str, Any] = {"currency": "EUR", "zone": "DE", "channel": "web", "lines": [_LINE]}


def _rule(id: str, why: str, **wrong: Any) -> Rule:
    return Rule(f"basket/{id}", Severity.ERROR, why, passes=_BASKET, fails={**_BASKET, **wrong}, fixed=True)


SHAPE = _rule("shape", "A basket is JSON of the documented shape; nothing in it is skipped over.", line=[_LINE])
FLOAT = _rule("float", "Binary fractions cannot hold 0.10; numbers are whole, or decimals in quotes.", facts={"x": 0.1})
TOO_LARGE = _rule("too-large", "Nobody buys this much at once; it is a mistake, or an attack.", lines=[_LINE] * 6000)
UNKNOWN_CURRENCY = _rule("unknown-currency", "A total in an unknown currency would be a guess.", currency="EUX")
UNKNOWN_ZONE = _rule("unknown-zone", "Without its zone nobody knows the tax.", zone="XX")
UNKNOWN_CHANNEL = _rule("unknown-channel", "Prices may differ by channel; an unknown one has none.", channel="wep")
UNKNOWN_GROUP = _rule("unknown-group", "A customer group nobody set up has no prices.", group="tarde")
UNKNOWN_SKU = _rule("unknown-sku", "An article without a price has no total.", lines=[{**_LINE, "sku": "TEE-99"}])
UNKNOWN_CODE = _rule("unknown-code", "A code no adjustment has is a typing mistake.", codes=["SUMER10"])
UNKNOWN_FACT = _rule("unknown-fact", "A fact the totals do not declare would change nothing, silently.", facts={"x": 1})
MISSING_FACT = _rule("missing-fact", "A fact that decides about the total has to be known.", facts={})
WRONG_FACT = _rule("wrong-fact", "A fact of another type cannot be compared.", facts={"payment_method": 3})
TOO_MANY_DIGITS = _rule("too-many-digits", "An amount finer than its currency is a mistake.", facts={"x": "1.999"})
QUANTITY = _rule("quantity", "A quantity is above 0, and whole where goods come in pieces.", lines=[{"quantity": 0}])
DUPLICATE_LINE = _rule("duplicate-line", "Two lines of one name cannot be told apart.", lines=[_LINE, _LINE])
NO_PRICES = _rule("no-prices", "Where no list is in force, nothing has a price.", at="1999-01-01T00:00:00Z")
UNKNOWN_USE = _rule("unknown-use", "Counts for a code nobody has are a typing mistake.", uses={"SUMER10": {"total": 1}})

BASKET_RULES = (
    *(SHAPE, FLOAT, TOO_LARGE, UNKNOWN_CURRENCY, UNKNOWN_ZONE, UNKNOWN_CHANNEL, UNKNOWN_GROUP, UNKNOWN_SKU),
    *(UNKNOWN_CODE, UNKNOWN_FACT, MISSING_FACT, WRONG_FACT, TOO_MANY_DIGITS, QUANTITY, DUPLICATE_LINE, NO_PRICES),
    UNKNOWN_USE,
)
