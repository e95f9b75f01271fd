"""Is every amount there in every currency, and no finer than its currency?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.conditions.condition import ALWAYS, All, Condition, Test, tests, used
from truth.conditions.regions import Undecided, can_hold
from truth.kinds.price.adjustment import Adjustment
from truth.kinds.price.money import decimals_of
from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.examples import percent_off, shop, totals, words
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule, Severity
from truth.model.ref import Ref

_CHARGE = {"scope": "shipping", "label": words("Delivery", "Versand")}
_FROM_50 = {"input": "goods", "op": "gte", "value": {"EUR": "50.00"}}
_FROM_50_POUNDS = {"input": "goods", "op": "gte", "value": {"GBP": "50.00"}}

CURRENCY_NOT_COVERED = Rule(
    "price/currency-not-covered",
    Severity.ERROR,
    "An amount that is missing in a currency would silently be none.",
    passes=shop(offer=percent_off(when=_FROM_50)),
    fails=shop(offer=percent_off(when=_FROM_50_POUNDS)),
)
TOO_MANY_DIGITS = Rule(
    "price/too-many-digits",
    Severity.ERROR,
    "An amount finer than its currency cannot be paid; only unit prices may be, as they are rounded once.",
    passes=shop(totals=totals(charges={"delivery": {**_CHARGE, "amount": {"EUR": "4.95"}}})),
    fails=shop(totals=totals(charges={"delivery": {**_CHARGE, "amount": {"EUR": "4.955"}}})),
)
RULES = (CURRENCY_NOT_COVERED, TOO_MANY_DIGITS)


def unknown_currency(document: Document, around: Around) -> Iterator[Finding]:
    """A list in a currency the totals do not have."""
    currency = document.body["selector"]["currency"]
    if around.totals and currency not in around.digits:
        message = f"{around.totals[0].entry} does not have {currency}"
        path = ("selector", "currency")
        fix = f"add {currency} to its currencies"
        yield CURRENCY_NOT_COVERED.finding(document.entry, message, path=path, fix=fix)


def digits_of_floors(document: Document, around: Around) -> Iterator[Finding]:
    """Floors and flat fees finer than the currency."""
    currency = document.body["selector"]["currency"]
    for place, price in enumerate(document.body["prices"]):
        rows = price.get("tiers", {}).get("rows", ())
        flats = ((("tiers", "rows", number, "flat"), row.get("flat")) for number, row in enumerate(rows))
        for path, amount in ((("floor",), price.get("floor")), *flats):
            if amount is not None:
                where = ("prices", place, *path)
                yield from _too_fine(document.entry, {currency: amount}, where, around)


def amounts_of_effects(document: Document, around: Around) -> Iterator[Finding]:
    """An adjustment's amounts and thresholds: there in every currency it could be asked for in, and none too fine."""
    amounts = list(_amounts(document.body, ()))
    for path, money in amounts:
        yield from _too_fine(document.entry, money, path, around)
    adjustment = next((one for one in around.adjustments if one.document.entry == document.entry), None)
    for path, money in amounts:
        missing = [one for one in around.currencies if one not in money and (not adjustment or _meant(adjustment, one))]
        if missing:
            message = f"there is no amount in {', '.join(missing)}, in which articles are sold"
            fix = f"add {missing[0]}, or a condition on the currency"
            yield CURRENCY_NOT_COVERED.finding(document.entry, message, path=path, fix=fix)


def amounts_of_charges(document: Document, around: Around) -> Iterator[Finding]:
    """A charge's amounts, the same."""
    for name, charge in document.body.get("charges", {}).items():
        for path, money in _amounts(charge, ("charges", name)):
            yield from _too_fine(document.entry, money, path, around)
            missing = [currency for currency in around.currencies if currency not in money]
            if missing:
                message = f"there is no amount in {', '.join(missing)}, in which articles are sold"
                ref = document.entry / "charges" / name
                yield CURRENCY_NOT_COVERED.finding(ref, message, path=path, fix=f"add {missing[0]}")


def steps_of_cash(document: Document, around: Around) -> Iterator[Finding]:
    """Cash steps finer than the currency, or nought."""
    for currency, spec in document.body["currencies"].items():
        if "cash_step" in spec:
            path = ("currencies", currency, "cash_step")
            yield from _too_fine(document.entry, {currency: spec["cash_step"]}, path, around)


OF_A_LIST = (unknown_currency, digits_of_floors)
OF_AN_ADJUSTMENT = (amounts_of_effects,)
OF_TOTALS = (amounts_of_charges, steps_of_cash)


def _too_fine(entry: Ref, money: Mapping[str, str], path: tuple[str | int, ...], around: Around) -> Iterator[Finding]:
    for currency, amount in money.items():
        digits = around.digits.get(currency)
        if digits is not None and decimals_of(amount) > digits:
            message = f"{amount} has more decimals than {currency}, which has {digits}"
            yield TOO_MANY_DIGITS.finding(entry, message, path=path, fix=f"write it with {digits} decimals")


def _amounts(node: Json, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, str]]]:
    """Every mapping of currencies to amounts below a node."""
    if isinstance(node, Mapping):
        if node and all(len(key) == 3 and key.isupper() for key in node):
            yield path, node
            return
        for key, child in node.items():
            if key != "values":
                yield from _amounts(child, (*path, key))
    elif isinstance(node, list):
        for place, child in enumerate(node):
            yield from _amounts(child, (*path, place))


def _meant(adjustment: Adjustment, currency: str) -> bool:
    """Whether it could be asked for in a currency: not, where its condition rules the currency out."""
    if "currency" not in used(adjustment.when):
        return True
    input = next(test.input for test in tests(adjustment.when) if test.input.name == "currency")
    here: Condition = All((Test(input, "eq", currency), _without_money(adjustment.when)))
    try:
        return can_hold(here)
    except (Undecided, Invalid):
        return True


def _without_money(condition: Condition) -> Condition:
    """The condition with what it asks about money taken for granted, where it is one of several that must all hold."""
    if isinstance(condition, Test):
        return ALWAYS if condition.input.type == "money" else condition
    return All(tuple(_without_money(part) for part in condition.parts)) if isinstance(condition, All) else ALWAYS
