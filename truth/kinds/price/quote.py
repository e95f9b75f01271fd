"""The quote: one total, with everything that led to it.

In this order: list price by quantity, rounded once → lanes of adjustments → charges → tax → cash rounding. The same
basket at the same instant with the same documents gives the same quote, in every process and on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property, partial
from itertools import chain
from typing import Any as Anything
from typing import NamedTuple

from truth.conditions.calendar import days_later
from truth.conditions.compiled import TODAY
from truth.kinds.price.basket import LARGEST_TOTAL, SUBJECT, Basket, read_basket
from truth.kinds.price.basket_rules import TOO_LARGE
from truth.kinds.price.book import PriceBook
from truth.kinds.price.cash import payable
from truth.kinds.price.charges import ChargeLine, Charges
from truth.kinds.price.lanes import CHARGED, Applied, Gift, Lanes, Left
from truth.kinds.price.lines import GIFT, Line
from truth.kinds.price.market import Market, Offer
from truth.kinds.price.money import written
from truth.kinds.price.tax import Group, Part, pro_rata, taxes
from truth.kinds.price.working import Working, begin
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.text.duration import read_duration

Discount = tuple[Offer, int]


class QuotedLine(NamedTuple):
    """A line's amounts in minor units: by the list, what each discount takes, without tax, tax, with tax."""

    line: Line
    base: int
    discounts: Sequence[Discount]
    net: int
    tax: int
    gross: int


class QuotedGift(NamedTuple):
    """An article that is given."""

    id: str
    gift: Gift


class QuotedCharge(NamedTuple):
    """A charge's amounts in minor units; `classes` are the tax classes it falls into, with its amount in each."""

    charge: ChargeLine
    discounts: Sequence[Discount]
    amount: int
    classes: Sequence[Part]
    net: int
    tax: int
    gross: int


class Totals(NamedTuple):
    """In minor units. Goods, discount and charges are in the basis of the prices; the rest is what it says."""

    goods: int
    discount: int
    charges: int
    net: int
    tax: int
    gross: int
    rounding: int
    payable: int


@dataclass(frozen=True, eq=False)
class Quote:
    """A basket's total and everything that led to it. `lines` stand in order of their ids.

    `off` are the adjustments switched off on purpose, for a comparison.
    """

    basket: Basket
    lines: Sequence[QuotedLine]
    gifts: Sequence[QuotedGift]
    charges: Sequence[QuotedCharge]
    groups: Sequence[Group]
    totals: Totals
    applied: Sequence[Applied]
    left: Sequence[Left]
    off: frozenset[str]

    @property
    def market(self) -> Market:
        """What held for the basket."""
        return self.basket.market

    @property
    def at(self) -> datetime:
        """The instant it was priced for."""
        return self.basket.at

    @cached_property
    def expires_at(self) -> datetime:
        """How long its total holds, counted on the company's calendar."""
        zone = self.market.prices.book.zone
        local, parts = self.at.astimezone(zone), read_duration(self.market.valid_for)
        day = days_later(local.date(), self.market.valid_for)
        clock = {f"{unit}s": count for count, unit in parts if unit in ("hour", "minute", "second")}
        there = datetime.combine(day, time(local.hour, local.minute, local.second, local.microsecond), zone)
        return there + timedelta(**clock)

    @cached_property
    def discounts(self) -> Sequence[Discount]:
        """What each adjustment takes in all, in the order they were applied; gifts last."""
        given = [(gift.gift.offer, gift.gift.base) for gift in self.gifts]
        return [*((one.offer, one.amount) for one in self.applied), *given]


_QUOTED: Callable[[tuple[Anything, ...]], QuotedLine] = partial(tuple.__new__, QuotedLine)
"""What `QuotedLine._make` does, without a call into Python for each line."""


def price(book: PriceBook, given: Json, now: datetime, off: frozenset[str] = frozenset()) -> Quote:
    """The quote of a basket as JSON; `now` is its instant where it names none.

    Raises `Invalid` with findings where anything in the basket is unknown. `off` switches adjustments off by key.
    """
    return quote(read_basket(book, given, now), off)


def quote(basket: Basket, off: frozenset[str] = frozenset()) -> Quote:
    """The quote of a basket that was read."""
    working = begin(basket)
    if sum(working.base) > LARGEST_TOTAL:
        raise _too_large(working)
    working.facts[TODAY] = basket.at.astimezone(basket.market.prices.book.zone).date().toordinal()
    lanes = Lanes(working, off)
    charges = lanes.run()
    return _closed(basket, working, lanes, charges, off)


def _too_large(working: Working) -> Invalid:
    digits, currency = working.market.digits, working.market.currency
    message = f"the goods come to more than {written(LARGEST_TOTAL, digits)} {currency}, which nobody means"
    return Invalid(message, [TOO_LARGE.finding(SUBJECT, message, path=("lines",))])


def _closed(basket: Basket, working: Working, lanes: Lanes, charges: Charges, off: frozenset[str]) -> Quote:
    market = basket.market
    goods: list[Part] = list(zip(working.tax_classes, working.amount, strict=True))
    classes = [_classes(line, amount, goods) for line, amount in zip(charges.lines, charges.amount, strict=True)]
    found = taxes([*goods, *chain.from_iterable(classes)], market)
    lines = _lines(basket, working, lanes.applied, found.of_parts)
    quoted = _charges(charges, classes, lanes.applied, found.of_parts[len(goods) :], market)
    gifts = [QuotedGift(f"{GIFT}{gift.offer.key}", gift) for gift in lanes.gifts]
    given = sum([gift.base for gift in lanes.gifts])
    listed, left = sum(working.base), sum(working.amount)
    net, tax = sum([group.net for group in found.groups]), sum([group.tax for group in found.groups])
    gross = net + tax
    paid = payable(gross, market, working.facts)
    totals = Totals(
        goods=listed + given,
        discount=listed - left + given,
        charges=sum(charges.amount),
        net=net,
        tax=tax,
        gross=gross,
        rounding=paid - gross,
        payable=paid,
    )
    dormant = [
        Left(market.offer(one), "outside_window") for one in market.prices.dormant if basket.codes & set(one.codes)
    ]
    return Quote(basket, lines, gifts, quoted, found.groups, totals, lanes.applied, [*lanes.left, *dormant], off)


def _classes(line: ChargeLine, amount: int, goods: Sequence[Part]) -> Sequence[Part]:
    return [(line.tax, amount)] if line.tax is not None else pro_rata(amount, goods)


def _lines(basket: Basket, working: Working, applied: Sequence[Applied], tax: Sequence[int]) -> Sequence[QuotedLine]:
    discounts = _by_place([one for one in applied if one.lane not in CHARGED], len(basket.lines))
    taxes = tax[: len(basket.lines)]
    amounts = zip(working.amount, taxes, strict=True)
    if basket.market.basis == "gross":
        net, gross = [amount - own for amount, own in amounts], working.amount
    else:
        net, gross = working.amount, [amount + own for amount, own in amounts]
    columns = zip(basket.lines, working.base, discounts, net, taxes, gross, strict=True)
    return list(map(_QUOTED, columns))


def _charges(
    charges: Charges, classes: Sequence[Sequence[Part]], applied: Sequence[Applied], tax: Sequence[int], market: Market
) -> Sequence[QuotedCharge]:
    discounts = _by_place([one for one in applied if one.lane in CHARGED], len(charges.lines))
    quoted, first = [], 0
    for place, (line, amount, parts) in enumerate(zip(charges.lines, charges.amount, classes, strict=True)):
        own = sum(tax[first : first + len(parts)])
        first += len(parts)
        net = amount - own if market.basis == "gross" else amount
        quoted.append(QuotedCharge(line, discounts[place], amount, parts, net, own, net + own))
    return quoted


def _by_place(applied: Sequence[Applied], places: int) -> Sequence[Sequence[Discount]]:
    found: list[list[Discount]] = [[] for _ in range(places)]
    for one in applied:
        offer = one.offer
        for place, amount in zip(*one.shares, strict=True):
            found[place].append((offer, amount))
    return found
