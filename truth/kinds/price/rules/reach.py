"""Does every adjustment have a basket it applies to?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truth.conditions.compiled import compile_condition
from truth.conditions.condition import Condition, used
from truth.conditions.regions import Undecided, can_hold, implies
from truth.kinds.price.adjustment import Adjustment
from truth.kinds.price.inputs import FIXED_OF_A_LINE
from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.beside import asked
from truth.kinds.price.rules.examples import percent_off, shop
from truth.model.canonical import Json
from truth.model.document import Document, Window
from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule, Severity

_SOAP = {"scope": "line", "where": {"input": "tags", "op": "contains", "value": "soap"}}
_WOOL = {"scope": "line", "where": {"input": "tags", "op": "contains", "value": "wool"}}
_FIRST = {"group": "offers", "choose": "first"}


def _from(amount: str) -> dict[str, Json]:
    return {"input": "goods", "op": "gte", "value": {"EUR": amount}}


NEVER_APPLIES = Rule(
    "price/never-applies",
    Severity.ERROR,
    "An offer no basket can meet is a promise nobody can claim.",
    passes=shop(offer=percent_off(target=_SOAP)),
    fails=shop(offer=percent_off(target=_WOOL)),
)
SHADOWED = Rule(
    "price/shadowed",
    Severity.ERROR,
    "An offer behind another that always comes first and cannot be combined with it is never seen.",
    passes=shop(
        one=percent_off("20", stacking=_FIRST, priority=20, when=_from("50.00")),
        two=percent_off(stacking=_FIRST, when=_from("30.00")),
    ),
    fails=shop(
        one=percent_off("20", stacking=_FIRST, priority=20, when=_from("30.00")),
        two=percent_off(stacking=_FIRST, when=_from("50.00")),
    ),
)
RULES = (NEVER_APPLIES, SHADOWED)


def never(document: Document, around: Around) -> Iterator[Finding]:
    """Empty windows, conditions that cannot hold, targets no article has, gifts nobody sells."""
    own = _own(document, around)
    if own is None:
        return
    window = document.window
    if window.since and window.until and window.until <= window.since:
        yield NEVER_APPLIES.finding(document.entry, "its window ends before it begins", path=("window",))
    if not _can_hold(own, around):
        yield NEVER_APPLIES.finding(document.entry, "no basket can meet its condition", path=("when",))
    for path, condition in _targets(own):
        if around.lists and not _any_article(condition, around):
            yield NEVER_APPLIES.finding(document.entry, "no article of any list is meant by it", path=path)
    sku = own.effect.get("sku")
    if sku and around.lists and not any(price["sku"] == sku for price in _prices(around)):
        message = f"its gift {sku} is in no list"
        yield NEVER_APPLIES.finding(document.entry, message, path=("effect", "sku"), fix="give it a price")


def always_behind(document: Document, around: Around) -> Iterator[Finding]:
    """Adjustments before it that apply whenever it would, and keep it out."""
    own = _own(document, around)
    for other in around.adjustments if own else ():
        if own and own is not other and _keeps_out(other, own) and _covers(other, own, around):
            message = f"{other.document.entry} comes first wherever this would apply, and the two do not combine"
            fix = "raise its priority, narrow the other, or let them combine"
            yield SHADOWED.finding(document.entry, message, path=("priority",), fix=fix)


CHECKS = (never, always_behind)


def _own(document: Document, around: Around) -> Adjustment | None:
    return next((one for one in around.adjustments if one.document.entry == document.entry), None)


def _can_hold(own: Adjustment, around: Around) -> bool:
    currencies = [currency for currency in around.currencies if not own.lacks(currency)]
    try:
        return any(can_hold(own.when, currency) for currency in currencies) if currencies else True
    except Undecided:
        return True


def _targets(own: Adjustment) -> Iterator[tuple[Sequence[str | int], Condition]]:
    if own.lane in ("item", "order"):
        yield ("target", "where"), own.where
        yield ("effect", "trigger", "where"), own.trigger
        yield ("effect", "get", "where"), own.get
        for place, (_, where) in enumerate(own.items):
            yield ("effect", "items", place, "where"), where


def _any_article(condition: Condition, around: Around) -> bool:
    """Whether an article is meant; what also depends on a line counts as possible."""
    if not used(condition) <= FIXED_OF_A_LINE:
        return True
    holds = compile_condition(condition)
    return any(
        holds({"sku": price["sku"], "tags": frozenset(price.get("tags", ())), "tax": price["tax"]})
        for price in _prices(around)
    )


def _prices(around: Around) -> Iterator[dict[str, Json]]:
    return (price for one in around.lists for price in one.body["prices"])


def _keeps_out(first: Adjustment, own: Adjustment) -> bool:
    """Whether `first` comes first in their lane and leaves no room: it needs no code, has no limit, always takes."""
    if first.lane != own.lane or first.order >= own.order or first.codes or first.limits:
        return False
    if "surcharge" in (first.type, own.type) or first.type not in ("percent_off", "amount_off"):
        return False
    return own.choose == "first" if first.group == own.group else not first.combines(own)


def _covers(first: Adjustment, own: Adjustment, around: Around) -> bool:
    if not _within(own.document.window, first.document.window):
        return False
    currencies = [now for now in around.currencies if not first.lacks(now) and not own.lacks(now)]
    try:
        return bool(currencies) and all(
            implies(asked(own), asked(first), now) and implies(own.where, first.where, now) for now in currencies
        )
    except (Undecided, Invalid):
        return False


def _within(inner: Window, outer: Window) -> bool:
    return (outer.since is None or (inner.since is not None and inner.since >= outer.since)) and (
        outer.until is None or (inner.until is not None and inner.until <= outer.until)
    )
