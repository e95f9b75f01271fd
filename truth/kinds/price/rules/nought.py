"""Can adjustments take more than there is: one alone, or those of a lane that apply together?

A lane takes its percentages of the goods as it begins, so they add up: 60 % and 50 % are more than there is. That, and
amounts beside them, is decided on conditions, targets and prices. Effects that depend on other pieces (buy x get y,
bundles, set prices) are tried out on a few baskets, and the finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from truth.conditions.compiled import compile_condition
from truth.conditions.condition import ALWAYS
from truth.conditions.domains import Ranges
from truth.conditions.inputs import micro
from truth.conditions.regions import Box
from truth.kinds.price.adjustment import Adjustment
from truth.kinds.price.money import HUNDRED
from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.beside import can_meet, cases, may_both
from truth.kinds.price.rules.examples import adjustment, percent_off, shop
from truth.kinds.price.rules.trying import tried
from truth.kinds.price.tiers import read_tiers
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Finding, Rule, Severity

_TEN_OFF = {"type": "amount_off", "amount": {"EUR": "10.00"}}
_ORDER = {"lane": "order", "target": {"scope": "order"}}
_OFF = frozenset(("percent_off", "amount_off"))
_MOST_LOOKS = 50
"""How many more adjustments are looked at for one; the strongest come first."""

NEGATIVE_TOTAL = Rule(
    "price/negative-total",
    Severity.WARNING,
    "Offers that can take more than the goods cost give them away; what is over is cut off.",
    passes=shop(
        offer=adjustment(_TEN_OFF, when={"input": "goods", "op": "gte", "value": {"EUR": "30.00"}}, **_ORDER),
        half=percent_off("50"),
        third=percent_off("33"),
    ),
    fails=shop(half=percent_off("50"), sixty=percent_off("60")),
)
RULES = (NEGATIVE_TOTAL,)


@dataclass(frozen=True)
class Taken:
    """What a set of adjustments takes together of one thing: `percent` and `amount` in millionths, `of` what it costs
    at least; `what` is that thing in words."""

    percent: int
    amount: int
    of: int
    what: str

    @property
    def too_much(self) -> bool:
        """Whether it is more than the thing costs."""
        return bool(self.amount * HUNDRED > self.of * (HUNDRED - self.percent))

    def said(self, currency: str) -> str:
        """What is taken of what."""
        percent = f"{self.percent / 1e6:g} %" if self.percent else ""
        amount = f"{self.amount / 1e6:.2f} {currency}" if self.amount else ""
        return f"{' and '.join(filter(None, (percent, amount)))} of {self.what} ({self.of / 1e6:.2f} {currency})"


def below_nought(document: Document, around: Around) -> Iterator[Finding]:
    """What an adjustment, alone or with others of its lane, takes beyond what there is; said once for a set."""
    own = next((one for one in around.adjustments if one.document.entry == document.entry), None)
    if own is None or own.lane not in ("item", "order"):
        return
    fix = "ask for more goods, keep them from being combined, or give the articles floors that all of them respect"
    for them, currency, taken in _beyond(own, around):
        message = f"{_with(them[1:])} takes {taken.said(currency)}"
        yield NEGATIVE_TOTAL.finding(document.entry, message.strip(), path=("effect",), fix=fix)
        return
    for other, basket in tried(own, [one for one in _beside(own, around) if one.key > own.key], around):
        message = f"with {other.document.entry} it takes more than there is; tried out, not decided, on {basket}"
        yield NEGATIVE_TOTAL.finding(document.entry, message, path=("effect",), fix=fix)
        return


CHECKS = (below_nought,)


def _with(others: Sequence[Adjustment]) -> str:
    return f"together with {', '.join(str(one.document.entry) for one in others)} it" if others else "it"


def _beyond(own: Adjustment, around: Around) -> Iterator[tuple[Sequence[Adjustment], str, Taken]]:
    """The sets, beginning with this one, that take more than there is; the smallest first."""
    if own.type not in _OFF:
        return
    others = [one for one in _beside(own, around) if one.type in _OFF and own.key < one.key and may_both(own, one)]
    waiting: list[tuple[tuple[Adjustment, ...], int]] = [((own,), 0)]
    looks = 0
    for them, first in waiting:
        yield from ((them, now, taken) for now in around.currencies for taken in _taken(them, now, around))
        for place in range(first, len(others)):
            if looks >= _MOST_LOOKS or not _may_be_enough(them, others[place:]):
                break
            looks += 1
            if all(_fit(one, others[place], around) for one in them):
                waiting.append(((*them, others[place]), place + 1))


def _may_be_enough(them: Sequence[Adjustment], others: Sequence[Adjustment]) -> bool:
    """Whether all of these together could take more than there is."""
    every = [*them, *others]
    return any(one.type == "amount_off" for one in every) or sum(map(_percent, every)) > HUNDRED


def _percent(one: Adjustment) -> int:
    return micro(one.effect.get("percent", "0"))


def _beside(own: Adjustment, around: Around) -> Sequence[Adjustment]:
    """The others of its lane that take something off goods, the strongest first."""
    found = (one for one in around.adjustments if one is not own and one.lane == own.lane and one.type != "surcharge")
    return sorted(found, key=lambda one: (-_percent(one), one.key))


def _fit(one: Adjustment, other: Adjustment, around: Around) -> bool:
    return may_both(one, other) and can_meet(one, other, around)


def _taken(them: Sequence[Adjustment], currency: str, around: Around) -> Iterator[Taken]:
    """What a set takes beyond what there is: off an article, or off the goods."""
    percent = sum(map(_percent, them))
    off = [one.effect["amount"] for one in them if one.type == "amount_off"]
    if (percent <= HUNDRED and not off) or any(one.lacks(currency) for one in them):
        return
    amount = sum(micro(money[currency]) for money in off)
    found = cases(them, currency)
    if found:
        of_all = _is_of_the_order(them, around)
        least = [("the least goods it can be for", _least(them[0], found, currency, around))] if of_all else []
        units = ((f"one {price['sku']}", _unit(price)) for price in _meant(them, currency, around))
        every = (Taken(percent, amount, max(of, 1), what) for what, of in chain(units, least))
        yield from (taken for taken in every if taken.too_much)


def _is_of_the_order(them: Sequence[Adjustment], around: Around) -> bool:
    """Whether all are of all the goods, and nothing keeps a line from falling to nought."""
    return all(
        one.where == ALWAYS and (one.scope == "order" or one.type == "percent_off") and _falls(one, around)
        for one in them
    )


def _falls(one: Adjustment, around: Around) -> bool:
    if not one.effect.get("respects_floor"):
        return True
    return any(not _floor(price) for document in around.lists for price in document.body["prices"])


def _meant(them: Sequence[Adjustment], currency: str, around: Around) -> Iterator[dict[str, Json]]:
    """The articles of which a line loses all of it; what is taken off an order is no matter of one line."""
    if any(one.scope != "line" for one in them):
        return
    floors = any(one.effect.get("respects_floor") for one in them)
    holds = [compile_condition(one.where, currency) for one in them]
    for document in around.lists:
        for price in document.body["prices"] if document.body["selector"]["currency"] == currency else ():
            if not (floors and _floor(price)) and all(one(_facts(price)) for one in holds):
                yield price


def _facts(price: dict[str, Json]) -> dict[str, int | str | frozenset[str]]:
    """What a line of one piece answers."""
    fixed = {"sku": price["sku"], "tags": frozenset(price.get("tags", ())), "tax": price["tax"]}
    return {**fixed, "quantity": 1, "unit": _unit(price), "amount": _unit(price)}


def _floor(price: dict[str, Json]) -> int:
    return micro(price.get("floor", "0"))


def _unit(price: dict[str, Json]) -> int:
    """What one costs, in millionths."""
    return read_tiers(price["tiers"]).cost(1, 1) if "tiers" in price else micro(price["unit"])


def _least(own: Adjustment, found: Sequence[Box], currency: str, around: Around) -> int:
    """The smallest amount of goods the conditions admit, in millionths; before the first discount, one article is the
    least there can be."""
    before = any(one.lane == "item" for one in around.adjustments) and own.lane != "item"
    lists = [one.body["prices"] for one in around.lists if one.body["selector"]["currency"] == currency]
    cheapest = 0 if before else min((_unit(price) for prices in lists for price in prices), default=0)
    return max(cheapest, min((_low(box) for box in found), default=0))


def _low(box: Box) -> int:
    domain = box.get("goods")
    low = domain.spans[0][0] if isinstance(domain, Ranges) else None
    return 0 if low is None else max(low, 0)
