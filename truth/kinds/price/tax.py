"""Tax: included (gross) or added (net), rounded for a rate, a line or the total, and given back to the lines exactly.

Gross × rate ÷ (100 + rate) is the tax in a price; net × rate ÷ 100 the tax on one. What rounding leaves goes to the
lines by largest remainder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from truth.kinds.price.allocation import spread
from truth.kinds.price.market import Market
from truth.kinds.price.money import HUNDRED
from truth.model.errors import Invalid

Part = tuple[str, int]
"""A tax class, and an amount in the basis of the prices."""


class Group(NamedTuple):
    """One class: its rate in millionths of a percent, the amount in the basis of the prices, without tax, the tax."""

    tax_class: str
    rate: int
    amount: int
    net: int
    tax: int


class Taxes(NamedTuple):
    """The groups by class, and the tax of each part in the order given."""

    groups: Sequence[Group]
    of_parts: Sequence[int]


def taxes(parts: Sequence[Part], market: Market) -> Taxes:
    """The tax of parts, all in the market's basis."""
    places: dict[str, list[int]] = {}
    for place, (name, _) in enumerate(parts):
        if name in places:
            places[name].append(place)
        else:
            places[name] = [place]
    amounts = {name: [parts[place][1] for place in own] for name, own in places.items()}
    of_parts = [0] * len(parts)
    groups = []
    totals = _of_groups(amounts, market)
    for name in sorted(places):
        amount, tax = sum(amounts[name]), totals[name]
        for place, share in zip(places[name], _shares(amounts[name], tax, name, market), strict=True):
            of_parts[place] = share
        net = amount - tax if market.basis == "gross" else amount
        groups.append(Group(name, rate_of(market, name), amount, net, tax))
    return Taxes(groups, of_parts)


def pro_rata(amount: int, goods: Sequence[Part]) -> list[Part]:
    """A charge taxed with the goods: split over their classes in proportion to their amounts."""
    weights: dict[str, int] = {}
    for name, one in goods:
        weights[name] = weights.get(name, 0) + one
    names = sorted(weights)
    if not sum(weights.values()):
        weights = dict.fromkeys(names, 1)
    return list(zip(names, spread(amount, [weights[name] for name in names]), strict=True))


def rate_of(market: Market, name: str) -> int:
    """The rate of a class here; `Invalid` where the zone has none."""
    if name not in market.rates:
        raise Invalid(f"there is no rate for tax class '{name}' in {market.zone}; add it to the totals")
    return market.rates[name]


def exact_tax(amount: int, rate: int, basis: str) -> tuple[int, int]:
    """The tax of an amount as a fraction: numerator and denominator."""
    return (amount * rate, HUNDRED + rate) if basis == "gross" else (amount * rate, HUNDRED)


def _of_groups(amounts: Mapping[str, Sequence[int]], market: Market) -> Mapping[str, int]:
    if market.level == "total":
        return _from_the_total(amounts, market)
    found = {}
    for name, own in amounts.items():
        rate = rate_of(market, name)
        rounded = [sum(own)] if market.level == "group" else own
        found[name] = sum([market.round(*exact_tax(amount, rate, market.basis)) for amount in rounded])
    return found


def _from_the_total(amounts: Mapping[str, Sequence[int]], market: Market) -> Mapping[str, int]:
    """The exact taxes of all groups added, rounded once, and shared out among the groups."""
    exact = {name: Fraction(*exact_tax(sum(own), rate_of(market, name), market.basis)) for name, own in amounts.items()}
    names, whole = sorted(exact), sum(exact.values(), Fraction(0))
    scale = lcm(*(one.denominator for one in exact.values()))
    shares = spread(
        market.round(whole.numerator, whole.denominator),
        [exact[name].numerator * (scale // exact[name].denominator) for name in names],
    )
    return dict(zip(names, shares, strict=True))


def _shares(amounts: Sequence[int], tax: int, name: str, market: Market) -> Sequence[int]:
    """The tax of a group, given to its parts: as rounded for each, or by largest remainder."""
    if market.level == "line":
        rate = rate_of(market, name)
        return [market.round(*exact_tax(amount, rate, market.basis)) for amount in amounts]
    return spread(tax, amounts)
