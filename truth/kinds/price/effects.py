"""How much each effect takes off which line: its wish, before it is taken. Never more than there is room for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import gt
from types import MappingProxyType

from truth.kinds.price.allocation import spread_by_article, spread_within
from truth.kinds.price.market import Offer
from truth.kinds.price.money import HUNDRED
from truth.kinds.price.pieces import bundle_price, buy_x_get_y
from truth.kinds.price.rounding import portions
from truth.kinds.price.working import Shares, Working, losing


def shares(offer: Offer, targets: Sequence[int], working: Working) -> Shares:
    """What an offer takes off the places it targets; only places that lose something."""
    return _EFFECTS[offer.type](offer, targets, working)


def off(amount: int, offer: Offer, working: Working) -> int:
    """The discount of a percentage, rounded where the totals say: the discount itself, or the price that is left."""
    return all_off([amount], offer, working)[0]


def all_off(amounts: Sequence[int], offer: Offer, working: Working) -> list[int]:
    """The same of each amount."""
    market = working.market
    if market.round_price:
        kept = portions(amounts, offer.kept, market.round)
        return [amount - left for amount, left in zip(amounts, kept, strict=True)]
    return portions(amounts, offer.taken, market.round)


def _percent_off(offer: Offer, targets: Sequence[int], working: Working) -> Shares:
    start = working.start
    if offer.scope == "order":
        return _over_order(offer, targets, off(sum([start[place] for place in targets]), offer, working), working)
    if working.market.round_unit:
        wishes = [_off_units(place, offer, working) for place in targets]
    else:
        wishes = all_off([start[place] for place in targets], offer, working)
    taken = _within_room(offer, targets, wishes, working)
    places, amounts = taken
    if offer.cap is None or sum(amounts) <= offer.cap:
        return taken
    return losing(places, spread_within(offer.cap, amounts, amounts))


def _within_room(offer: Offer, targets: Sequence[int], wishes: Sequence[int], working: Working) -> Shares:
    """Each wish, at most what its place may still lose."""
    if offer.floors:
        rooms = [working.room(place, True) for place in targets]
    else:
        amount = working.amount
        rooms = [amount[place] for place in targets]
    if any(map(gt, wishes, rooms)):
        wishes = list(map(min, wishes, rooms))
    return losing(targets, wishes)


def _off_units(place: int, offer: Offer, working: Working) -> int:
    """The discount of one unit times the quantity; of the whole line, where it no longer has one price for each."""
    line = working.lines[place]
    unit = line.article.minor
    if unit is not None and working.start[place] == unit * line.parts:
        return off(unit, offer, working) * line.parts
    return off(working.start[place], offer, working)


def _amount_off(offer: Offer, targets: Sequence[int], working: Working) -> Shares:
    if offer.scope == "order":
        return _over_order(offer, targets, offer.amount, working)
    return _within_room(offer, targets, [_times(offer, place, working) for place in targets], working)


def _times(offer: Offer, place: int, working: Working) -> int:
    """The amount off a line: once, or for each whole unit."""
    line = working.lines[place]
    return offer.amount * (line.parts // line.article.scale) if offer.per_unit else offer.amount


def _over_order(offer: Offer, targets: Sequence[int], wish: int, working: Working) -> Shares:
    """An amount spread over lines in proportion, each down to its floor at most.

    Over the articles first, so that no total depends on how an article is split over lines.
    """
    rooms = [working.room(place, offer.floors) for place in targets]
    wish = min(wish, sum(rooms) if offer.cap is None else min(offer.cap, sum(rooms)))
    skus = [working.articles[place].sku for place in targets]
    parts = spread_by_article(wish, skus, _weights(targets, working), rooms)
    return losing(targets, parts)


def _weights(targets: Sequence[int], working: Working) -> list[int]:
    """The lines' amounts without tax, or with it, as the totals say; on one scale, exactly."""
    market = working.market
    amounts = [working.amount[place] for place in targets]
    rates = [market.rates.get(working.articles[place].tax, 0) for place in targets]
    if market.weight == market.basis or len(set(rates)) <= 1:
        return amounts
    if market.basis == "net":
        return [amount * (HUNDRED + rate) for amount, rate in zip(amounts, rates, strict=True)]
    whole = 1
    for rate in set(rates):
        whole *= HUNDRED + rate
    return [amount * (whole // (HUNDRED + rate)) for amount, rate in zip(amounts, rates, strict=True)]


def _set_price(offer: Offer, targets: Sequence[int], working: Working) -> Shares:
    wishes = []
    for place in targets:
        line = working.lines[place]
        wanted = working.market.round(offer.price * line.parts, line.article.scale)
        wishes.append(working.start[place] - wanted)
    return _within_room(offer, targets, wishes, working)


_EFFECTS: Mapping[str, Callable[[Offer, Sequence[int], Working], Shares]] = MappingProxyType(
    {
        "percent_off": _percent_off,
        "amount_off": _amount_off,
        "set_price": _set_price,
        "buy_x_get_y": buy_x_get_y,
        "bundle_price": bundle_price,
    }
)
"""The effects on lines; gifts and what touches charges are in `lanes.py` and `charges.py`."""
