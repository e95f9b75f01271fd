"""What a change of prices breaks: for shops that call us, and for customers we told something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from truth.conditions.condition import Condition, Not, read
from truth.conditions.inputs import Input, Inputs
from truth.conditions.regions import Undecided, overlap
from truth.kinds.price.adjustment import comparisons, values_of
from truth.kinds.price.inputs import OF_A_LINE, of_a_basket
from truth.kinds.price.rules.examples import percent_off, shop, totals
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Category, Finding, Rule, Severity
from truth.model.instant import format_instant

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


def breaking(old: Document, new: Document | None) -> Iterator[Finding]:
    """Every break from one document to the next; None: the entry is gone. A change of type is both."""
    if new is not None and new.body["type"] != old.body["type"]:
        new = None
    for one in _BY_TYPE.get(old.body["type"], ()):
        yield from one(old, new)


def _ended_early(old: Document, new: Document | None) -> Iterator[Finding]:
    until = old.window.until
    if until is None:
        return
    if new is None or (new.window.until is not None and new.window.until < until):
        message = f"it was to count until {format_instant(until)}"
        fix = "let it run to its end, or tell those who were promised it"
        yield REMOVED_BEFORE_ITS_END.finding(old.entry, message, path=("window",), fix=fix)


def _list_gone(old: Document, new: Document | None) -> Iterator[Finding]:
    if new is None:
        yield COVERAGE_SHRUNK.finding(old.entry, "the list is gone, and with it its prices")


def _list_changed(old: Document, new: Document | None) -> Iterator[Finding]:
    if new is None:
        return
    before, after = old.body["selector"], new.body["selector"]
    if before["currency"] != after["currency"]:
        message = f"the currency was {before['currency']} and is now {after['currency']}"
        yield CURRENCY_CHANGED.finding(old.entry, message, path=("selector", "currency"), fix="make a list of its own")
    if old.body["basis"] != new.body["basis"]:
        message = f"prices were {old.body['basis']} and are now {new.body['basis']}"
        yield BASIS_CHANGED.finding(old.entry, message, path=("basis",), fix="make a list of its own")
    for name in ("zones", "channels", "groups"):
        gone = _no_longer(before.get(name, []), after.get(name, []), none_is_all=name != "zones")
        if gone:
            message = f"its prices no longer hold for {name}: {', '.join(gone)}"
            yield COVERAGE_SHRUNK.finding(old.entry, message, path=("selector", name))
    kept = {price["sku"] for price in new.body["prices"]}
    for sku in [price["sku"] for price in old.body["prices"] if price["sku"] not in kept]:
        yield COVERAGE_SHRUNK.finding(old.entry / "prices" / sku, f"{sku} has no price here any more", path=("prices",))


def _adjustment_changed(old: Document, new: Document | None) -> Iterator[Finding]:
    if new is None:
        return
    before, after = old.body.get("stacking"), new.body.get("stacking")
    if before != after:
        yield STACKING_CHANGED.finding(old.entry, "what it may be combined with has changed", path=("stacking",))
    gone = sorted(set(old.body.get("codes", ())) - set(new.body.get("codes", ())))
    if gone and new.body.get("codes"):
        yield COVERAGE_SHRUNK.finding(old.entry, f"codes no longer count: {', '.join(gone)}", path=("codes",))
    if new.body.get("codes") and not old.body.get("codes"):
        yield COVERAGE_SHRUNK.finding(old.entry, "it now needs a code", path=("codes",))
    yield from _conditions_shrunk(old, new)


def _conditions_shrunk(old: Document, new: Document) -> Iterator[Finding]:
    places: Sequence[tuple[tuple[str, ...], Inputs]] = [
        (("when",), _open_inputs(old, new)),
        (("target", "where"), OF_A_LINE),
    ]
    for path, inputs in places:
        before, after = (_condition(one, path, inputs) for one in (old, new))
        if before is None or after is None:
            continue
        for currency in _currencies(old):
            lost = _lost(before, after, currency)
            if lost:
                message = f"what it applied to no longer meets it{f' ({lost})' if lost != 'something' else ''}"
                yield COVERAGE_SHRUNK.finding(old.entry, message, path=path)
                break


def _condition(document: Document, path: Sequence[str], inputs: Inputs) -> Condition | None:
    node: Json = document.body
    for name in path:
        node = (node or {}).get(name)
    try:
        return read(node, inputs, values_of(document.body))
    except Invalid:
        return None


def _lost(before: Condition, after: Condition, currency: str) -> str | None:
    """A case the one held in and the other does not, in words; None where there is none, or it is not decided."""
    try:
        box = overlap(before, Not(after), currency)
    except (Undecided, Invalid):
        return None
    if box is None:
        return None
    shown = [f"{name} {_said(name, domain.witness())}" for name, domain in box.items()]
    return ", ".join(shown) or "something"


def _said(name: str, value: object) -> str:
    if name in ("goods", "matching", "unit", "amount") and isinstance(value, int):
        return f"{value / 1e6:.2f}"
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _open_inputs(*documents: Document) -> Inputs:
    """Inputs as two documents use them, whatever the totals say: facts by the shape of what they are compared with."""
    found = dict(of_a_basket({}, (), ()))
    found |= {name: Input(name, "string") for name in ("group", "channel", "zone", "currency")}
    for document in documents:
        for node in comparisons(document.body.get("when")):
            found.setdefault(node["input"], Input(node["input"], _type_of(node)))
    return found


def _type_of(node: Mapping[str, Json]) -> str:
    operand = node.get("value")
    if node["op"] in ("contains", "contains_any"):
        return "set"
    if isinstance(operand, bool):
        return "boolean"
    if isinstance(operand, int):
        return "integer"
    return (
        "money" if isinstance(operand, Mapping) else "date" if node["op"] in ("within", "before", "after") else "string"
    )


def _currencies(document: Document) -> Sequence[str]:
    found = [node["value"] for node in comparisons(document.body.get("when")) if isinstance(node.get("value"), Mapping)]
    return sorted({currency for money in found for currency in money}) or [""]


def _totals_gone(old: Document, new: Document | None) -> Iterator[Finding]:
    if new is None:
        yield COVERAGE_SHRUNK.finding(old.entry, "the totals are gone, and with them every total")


def _totals_changed(old: Document, new: Document | None) -> Iterator[Finding]:
    if new is None:
        return
    for name, rule in (("rounding", ROUNDING_CHANGED), ("allocation", ALLOCATION_CHANGED), ("lanes", STACKING_CHANGED)):
        if old.body[name] != new.body[name]:
            message = f"{name} was {_shown(old.body[name])} and is now {_shown(new.body[name])}"
            yield rule.finding(old.entry, message, path=(name,))
    if old.body["tax"]["level"] != new.body["tax"]["level"]:
        message = f"tax was rounded per {old.body['tax']['level']} and is now per {new.body['tax']['level']}"
        yield ROUNDING_CHANGED.finding(old.entry, message, path=("tax", "level"))
    yield from _currencies_changed(old, new)
    for zone in sorted(set(old.body["tax"]["zones"]) - set(new.body["tax"]["zones"])):
        yield COVERAGE_SHRUNK.finding(old.entry, f"{zone} has no rates any more", path=("tax", "zones"))
    yield from _facts_changed(old, new)


def _currencies_changed(old: Document, new: Document) -> Iterator[Finding]:
    before, after = old.body["currencies"], new.body["currencies"]
    for currency, spec in before.items():
        path = ("currencies", currency)
        if currency not in after:
            yield CURRENCY_CHANGED.finding(old.entry, f"{currency} is gone", path=("currencies",))
        elif spec["digits"] != after[currency]["digits"]:
            message = f"{currency} had {spec['digits']} decimals and now has {after[currency]['digits']}"
            yield DIGITS_CHANGED.finding(old.entry, message, path=path)
        elif spec != after[currency]:
            yield ROUNDING_CHANGED.finding(old.entry, f"{currency} is rounded otherwise when it is paid", path=path)


def _facts_changed(old: Document, new: Document) -> Iterator[Finding]:
    before, after = old.body.get("facts", {}), new.body.get("facts", {})
    for name, spec in after.items():
        if "default" not in spec and (name not in before or "default" in before[name]):
            message = f"baskets now have to say '{name}'"
            yield INPUT_NEWLY_REQUIRED.finding(old.entry, message, path=("facts", name), fix="give it a default")
    for name, spec in before.items():
        lost = sorted(set(spec.get("of", ())) - set(after.get(name, {}).get("of", ())))
        if name not in after:
            yield INPUT_NARROWED.finding(old.entry, f"the fact '{name}' is gone", path=("facts",))
        elif spec["type"] != after[name]["type"]:
            message = f"'{name}' was a {spec['type']} and is now a {after[name]['type']}"
            yield INPUT_NARROWED.finding(old.entry, message, path=("facts", name, "type"))
        elif lost and after[name].get("of"):
            message = f"'{name}' can no longer be {', '.join(lost)}"
            yield INPUT_NARROWED.finding(old.entry, message, path=("facts", name, "of"))


def _no_longer(before: Sequence[str], after: Sequence[str], *, none_is_all: bool) -> Sequence[str]:
    if none_is_all and not after:
        return []
    if none_is_all and not before:
        return ["all others"]
    return sorted(set(before) - set(after))


def _shown(value: Json) -> str:
    return ", ".join(f"{key} {one}" for key, one in value.items()) if isinstance(value, Mapping) else ", ".join(value)


_BY_TYPE: Mapping[str, Sequence[Callable[[Document, Document | None], Iterator[Finding]]]] = {
    "list": (_ended_early, _list_gone, _list_changed),
    "adjustment": (_ended_early, _adjustment_changed),
    "totals": (_totals_gone, _totals_changed),
}
