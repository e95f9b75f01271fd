"""How much each effect takes off which line: its wish, before it is taken. Never more than there is room for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from truth.kinds.price.allocation import spread_within
from truth.kinds.price.market import Offer
from truth.kinds.price.money import ONE
from truth.kinds.price.pieces import bundle_price, buy_x_get_y
from truth.kinds.price.working import Shares, Working

HUNDRED = 100 * ONE
"""A hundred percent, in millionths of a percent."""


def shares(offer: Offer, targets: Sequence[int], working: Working) -> Shares:
    """What an offer takes off the places it targets; only places that lose something."""
    effect = _EFFECTS[offer.adjustment.type]
    return [(place, amount) for place, amount in effect(offer, targets, working) if amount > 0]


def off(amount: int, percent: int, working: Working) -> int:
    """The discount of a percentage, rounded where the totals say: the discount itself, or the price that is left."""
    round = working.market.round
    if working.market.round_price:
        return amount - round(amount * (HUNDRED - percent), HUNDRED)
    return round(amount * percent, HUNDRED)


def _percent_off(offer: Offer, targets: Sequence[int], working: Working) -> Shares:
    if offer.adjustment.scope == "order":
        wish = off(sum(working.start[place] for place in targets), offer.percent, working)
        return _over_order(offer, targets, wish, working)
    wishes = _off_lines(offer, targets, working)
    if offer.cap is not None and sum(wishes) > offer.cap:
        wishes = spread_within(offer.cap, wishes, wishes)
    return list(zip(targets, wishes, strict=True))


def _off_lines(offer: Offer, targets: Sequence[int], working: Working) -> list[int]:
    """What a percentage takes off each line; each rounded once for the line, or for its unit."""
    market, start, percent, round = working.market, working.start, offer.percent, working.market.round
    if market.round_unit:
        wishes = [_off_units(place, percent, working) for place in targets]
    elif market.round_price:
        wishes = [start[place] - round(start[place] * (HUNDRED - percent), HUNDRED) for place in targets]
    else:
        wishes = [round(start[place] * percent, HUNDRED) for place in targets]
    if offer.floors:
        rooms = [working.room(place, True) for place in targets]
    else:
        rooms = [working.amount[place] for place in targets]
    return [wish if wish <= room else room for wish, room in zip(wishes, rooms, strict=True)]


def _off_units(place: int, percent: int, working: Working) -> int:
    """The discount of one unit times the quantity; of the whole line, where it no longer has one price for each."""
    line = working.lines[place]
    unit = line.article.minor
    if unit is not None and working.start[place] == unit * line.parts:
        return off(unit, percent, working) * line.parts
    return off(working.start[place], percent, working)


def _amount_off(offer: Offer, targets: Sequence[int], working: Working) -> Shares:
    if offer.adjustment.scope == "order":
        return _over_order(offer, targets, offer.amount, working)
    return [(place, min(_times(offer, place, working), working.room(place, offer.floors))) for place in targets]


def _times(offer: Offer, place: int, working: Working) -> int:
    """The amount off a line: once, or for each whole unit."""
    line = working.lines[place]
    return offer.amount * (line.parts // line.article.scale) if offer.per_unit else offer.amount


def _over_order(offer: Offer, targets: Sequence[int], wish: int, working: Working) -> Shares:
    """An amount spread over lines in proportion, each down to its floor at most."""
    rooms = [working.room(place, offer.floors) for place in targets]
    wish = min(wish, sum(rooms) if offer.cap is None else min(offer.cap, sum(rooms)))
    return list(zip(targets, spread_within(wish, _weights(targets, working), rooms), strict=True))


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
    found = []
    for place in targets:
        line = working.lines[place]
        wanted = working.market.round(offer.price * line.parts, line.article.scale)
        found.append((place, min(working.start[place] - wanted, working.room(place, offer.floors))))
    return found


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
