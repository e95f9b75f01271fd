"""Charges: what is paid besides the goods, when it is free, and what adjustments do to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from truth.kinds.price.allocation import spread_within
from truth.kinds.price.effects import off
from truth.kinds.price.market import Charge, Offer
from truth.kinds.price.working import Shares, Working, losing


class ChargeLine(NamedTuple):
    """One charge as it begins: `full` is what it costs, `amount` after its own threshold; a surcharge names its
    adjustment. `missing` is how much more of goods makes it free (None: nothing would). `tax` None: pro rata."""

    name: str
    scope: str
    full: int
    amount: int
    tax: str | None
    charge: Charge | None
    surcharge: Offer | None
    missing: int | None


class Charges:
    """The charges of one basket; `amount` is what each costs by now, `start` as the present lane began."""

    def __init__(self, working: Working) -> None:
        self.lines: list[ChargeLine] = list(_charged(working))
        self.amount = [line.amount for line in self.lines]
        self.start = list(self.amount)

    def begin_lane(self) -> None:
        """Freeze what this lane's percentages are taken of."""
        self.start = list(self.amount)

    def places(self, scope: str) -> Sequence[int]:
        """The charges of a scope."""
        return [place for place, line in enumerate(self.lines) if line.scope == scope]

    def add(self, offer: Offer, working: Working) -> int:
        """A surcharge; what it comes to. One that comes to nothing is not added."""
        amount = _surcharge(offer, working)
        if amount:
            tax = working.market.class_of(offer.adjustment.lane, offer.adjustment.effect.get("tax"))
            line = ChargeLine(offer.key, offer.adjustment.lane, amount, amount, tax, None, offer, None)
            self.lines.append(line)
            self.amount.append(amount)
            self.start.append(amount)
        return amount


def charge_shares(offer: Offer, targets: Sequence[int], charges: Charges, working: Working) -> Shares:
    """What an offer takes off charges."""
    wishes = [_wish(offer, charges.start[place], working) for place in targets]
    rooms = [charges.amount[place] for place in targets]
    taken = [min(wish, room) for wish, room in zip(wishes, rooms, strict=True)]
    if offer.type == "amount_off":
        taken = spread_within(offer.amount, rooms, rooms)
    if offer.cap is not None and sum(taken) > offer.cap:
        taken = spread_within(offer.cap, taken, taken)
    return losing(targets, taken)


def _wish(offer: Offer, amount: int, working: Working) -> int:
    return amount if offer.type == "free_shipping" else off(amount, offer, working)


def _surcharge(offer: Offer, working: Working) -> int:
    if "amount" in offer.adjustment.effect:
        return offer.amount
    amount = off(sum(working.amount), offer, working)
    return amount if offer.cap is None else min(amount, offer.cap)


def _charged(working: Working) -> Sequence[ChargeLine]:
    before, after = sum(working.base), sum(working.amount)
    found = []
    for charge in working.market.charges:
        if charge.when is None or charge.when(working.facts):
            measured = before if charge.before_discounts else after
            missing = None if charge.free_from is None else max(0, charge.free_from - measured)
            amount = 0 if missing == 0 else charge.amount
            found.append(
                ChargeLine(charge.name, charge.scope, charge.amount, amount, charge.tax, charge, None, missing)
            )
    return found
