"""Adjustments, lane by lane: who may, in which order, and what each takes.

A lane freezes what conditions and percentages are taken of. Its adjustments come by priority, then key; each is either
applied or left out with a reason, and what one takes, the next cannot take again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from truth.conditions.inputs import Fact
from truth.kinds.price.charges import Charges, charge_shares
from truth.kinds.price.effects import shares
from truth.kinds.price.market import Article, Offer
from truth.kinds.price.stacking import Stack
from truth.kinds.price.working import NOTHING, Shares, Working, cost

CHARGED = ("shipping", "fee")
"""The lanes that are about charges; the others are about goods."""

BY_PIECES = ("buy_x_get_y", "bundle_price")
"""Effects whose pieces may not be in the basket, whatever lines they are about."""


class Applied(NamedTuple):
    """An adjustment that applies: `of` is the amount it looked at, `shares` what each place loses: a line, or
    in the lanes about charges a charge."""

    offer: Offer
    lane: str
    of: int
    amount: int
    shares: Shares


class Gift(NamedTuple):
    """An article that is given: its list price is taken off whole."""

    offer: Offer
    article: Article
    quantity: int
    base: int


class Left(NamedTuple):
    """An adjustment that does not apply: `why` is one of `reasons.WHY`; `other` is the one in its way, `missing` the
    amount (minor units) or count still needed for `threshold`."""

    offer: Offer
    why: str
    other: Offer | None = None
    threshold: int | None = None
    missing: int | None = None


class Chosen(NamedTuple):
    """What an adjustment would do, looked at before it is done; `amount` is what the customer saves."""

    offer: Offer
    targets: Sequence[int]
    shares: Shares
    amount: int
    gift: Gift | None = None


class Lanes:
    """Goes through the lanes. Charges are made when the first lane that is about them begins."""

    def __init__(self, working: Working, off: frozenset[str]) -> None:
        self.working = working
        self.off = off
        self.charges: Charges | None = None
        self.applied: list[Applied] = []
        self.gifts: list[Gift] = []
        self.left: list[Left] = []
        self._stack = Stack()

    def run(self) -> Charges:
        """All of them, in the order of the totals; the charges as they end."""
        offers = self.working.market.offers
        for lane in self.working.market.lanes:
            self.working.begin_lane()
            if lane in CHARGED:
                self._charges().begin_lane()
            if offers[lane]:
                self._lane(lane, offers[lane])
        return self._charges()

    def _charges(self) -> Charges:
        if self.charges is None:
            self.charges = Charges(self.working)
        return self.charges

    def _lane(self, lane: str, offers: Sequence[Offer]) -> None:
        waiting: list[Offer] = []
        for offer in offers:
            left = keep_out(offer, self.working, self.off)
            if left is None:
                waiting.append(offer)
            else:
                self.left.append(left)
        groups = _by_group(waiting)
        settled: set[str] = set()
        for offer in waiting:
            if offer.key in settled:
                continue
            if offer.type == "surcharge":
                self._charge(offer)
            elif offer.choose == "all":
                settled.add(offer.key)
                self._turn(lane, offer)
            else:
                rivals = [one for one in groups[offer.group] if one.key not in settled]
                settled.update([one.key for one in rivals])
                self._turn_of_group(lane, offer, rivals)

    def _charge(self, offer: Offer) -> None:
        if not self._charges().add(offer, self.working):
            self.left.append(Left(offer, "nothing_to_take"))

    def _turn(self, lane: str, offer: Offer) -> None:
        """The turn of an adjustment that stands for itself."""
        blocker = self._stack.blocker(offer)
        if blocker:
            self.left.append(self._blocked(lane, offer, blocker))
            return
        looked = self._look(lane, offer)
        if looked.amount > 0:
            self._apply(lane, looked)
        else:
            self.left.append(_passed_over(looked, None))

    def _turn_of_group(self, lane: str, offer: Offer, rivals: Sequence[Offer]) -> None:
        """The turn of all adjustments of a group that chooses one of them, as the first of them says."""
        blocker = self._stack.blocker(offer)
        if blocker:
            self.left += [self._blocked(lane, one, blocker) for one in rivals]
            return
        looked = [self._look(lane, one) for one in rivals]
        best = _best(looked, offer.choose)
        if best is not None:
            self._apply(lane, best)
        self.left += [_passed_over(one, best) for one in looked if one is not best]

    def _blocked(self, lane: str, offer: Offer, blocker: Offer) -> Left:
        """Why one that cannot be combined does not apply: what it is for may not be in the basket at all."""
        if lane not in CHARGED and not offer.where.places(self.working):
            return Left(offer, "no_target")
        if offer.type in BY_PIECES and not any(shares(offer, (), self.working)):
            return Left(offer, "no_target")
        return Left(offer, "not_combinable", blocker)

    def _look(self, lane: str, offer: Offer) -> Chosen:
        working = self.working
        if lane in CHARGED:
            places = self._charges().places(lane)
            return _chosen(offer, places, charge_shares(offer, places, self._charges(), working))
        if offer.type == "gift":
            gift = self._gift(offer)
            return Chosen(offer, (), NOTHING, gift.base if gift else 0, gift)
        targets = offer.where.places(working)
        return _chosen(offer, targets, shares(offer, targets, working) if targets else NOTHING)

    def _gift(self, offer: Offer) -> Gift | None:
        effect, market = offer.adjustment.effect, self.working.market
        article = market.article(effect["sku"])
        if article is None:
            return None
        quantity = effect.get("quantity", 1)
        return Gift(offer, article, quantity, cost(market, article, quantity * article.scale))

    def _apply(self, lane: str, chosen: Chosen) -> None:
        self._stack.take(chosen.offer)
        if chosen.gift:
            self.gifts.append(chosen.gift)
            return
        about = self._charges() if lane in CHARGED else self.working
        amount = about.amount
        for place, share in zip(*chosen.shares, strict=True):
            amount[place] -= share
        start = about.start
        of = sum([start[place] for place in chosen.targets])
        self.applied.append(Applied(chosen.offer, lane, of, chosen.amount, chosen.shares))


def _chosen(offer: Offer, targets: Sequence[int], taken: Shares) -> Chosen:
    return Chosen(offer, targets, taken, sum(taken[1]))


def _by_group(waiting: Sequence[Offer]) -> Mapping[str, Sequence[Offer]]:
    found: dict[str, list[Offer]] = {}
    for offer in waiting:
        found.setdefault(offer.group, []).append(offer)
    return found


def _best(looked: Sequence[Chosen], choose: str) -> Chosen | None:
    useful = [one for one in looked if one.amount > 0]
    if choose == "best":
        return max(useful, key=lambda one: one.amount, default=None)  # the first of equals
    return useful[0] if useful else None


def _passed_over(looked: Chosen, best: Chosen | None) -> Left:
    """Why one that had its turn does not apply."""
    offer = looked.offer
    if looked.amount > 0 and best is not None:
        return Left(offer, "better_one" if offer.choose == "best" else "first_one", best.offer)
    if offer.type == "gift":
        return Left(offer, "not_sold_here")
    in_place = looked.targets and offer.type not in BY_PIECES
    return Left(offer, "nothing_to_take" if in_place else "no_target")


def keep_out(offer: Offer, working: Working, off: frozenset[str]) -> Left | None:
    """Why an adjustment has no turn at all: its code, its limits, its condition; None where it has one."""
    if offer.key in off:
        return Left(offer, "switched_off")
    if offer.unpriced:
        return Left(offer, "not_in_currency")
    basket = working.basket
    if offer.codes and basket.codes.isdisjoint(offer.codes):
        return Left(offer, "needs_code")
    if offer.adjustment.limits and _used_up(offer, working):
        return Left(offer, "used_up")
    if offer.when is None:
        return None
    facts = working.facts
    if offer.asks_matching:
        facts = {**facts, **_matching(offer, working)}
    if offer.when(facts):
        return None
    return _short_of(offer, facts, working)


def _used_up(offer: Offer, working: Working) -> bool:
    limits, uses = offer.adjustment.limits, working.basket.uses
    counts = [uses[name] for name in (*offer.codes, offer.key) if name in uses]
    total, customer = limits.get("uses"), limits.get("per_customer")
    return any(
        (total is not None and count.get("total", 0) >= total)
        or (customer is not None and count.get("customer", 0) >= customer)
        for count in counts
    )


def _matching(offer: Offer, working: Working) -> dict[str, int]:
    places = offer.where.places(working)
    lines = [working.lines[place] for place in places]
    return {
        "matching": sum(working.start[place] for place in places) * working.market.step,
        "matching_quantity": sum(line.parts // line.article.scale for line in lines),
    }


def _short_of(offer: Offer, facts: Mapping[str, Fact], working: Working) -> Left:
    """The condition does not hold; where it asks for so much, how much is missing."""
    if offer.threshold is None:
        return Left(offer, "condition")
    name, wanted = offer.threshold
    there = facts[name]
    step = working.market.step if name in ("goods", "matching") else 1
    missing = wanted - there // step if isinstance(there, int) else 0
    if missing <= 0:
        return Left(offer, "condition")
    return Left(offer, "too_little" if name in ("goods", "matching") else "too_few", None, wanted, missing)
