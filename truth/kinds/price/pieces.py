"""Effects that count pieces: buy x get y, and bundles. A line of q pieces is a run; no piece is ever counted alone.

What a piece costs is its line's amount divided by its pieces, exactly; what is taken off a line is rounded once.
Articles sold by weight or length come in no pieces and take no part.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from truth.kinds.price.allocation import spread_within
from truth.kinds.price.market import Offer
from truth.kinds.price.matcher import Matcher
from truth.kinds.price.money import ONE
from truth.kinds.price.working import Shares, Working, losing


def buy_x_get_y(offer: Offer, targets: Sequence[int], working: Working) -> Shares:
    """For every x pieces bought, y others are reduced: the cheapest or the dearest of those that may be.

    A piece is bought or reduced, never both.
    """
    effect = offer.adjustment.effect
    bought, given = effect["trigger"]["quantity"], effect["get"]["quantity"]
    buying, getting = _pool(offer.trigger, working), _pool(offer.get, working)
    counts = {place: working.lines[place].parts for place in {*buying, *getting}}
    both = sum(counts[place] for place in getting if place in buying)
    trigger, get = sum(counts[place] for place in buying), sum(counts[place] for place in getting)
    times = min(trigger // bought, get // given, (trigger + get - both) // (bought + given))
    times = times if offer.most is None else min(times, offer.most)
    spare = trigger - times * bought  # pieces that count as bought but are not needed for it
    return _reduced(offer, working, _picked(offer, working, buying, getting, times * given, spare))


def _picked(
    offer: Offer, working: Working, buying: frozenset[int], getting: frozenset[int], wanted: int, spare: int
) -> list[tuple[int, int]]:
    """Which places give how many of the reduced pieces."""
    found: list[tuple[int, int]] = []
    for place in _by_price(working, getting, dearest=offer.adjustment.effect["pick"] == "dearest"):
        count = min(working.lines[place].parts, wanted)
        if place in buying:
            count = min(count, spare)
            spare -= count
        wanted -= count
        found.append((place, count))
    return found


def _reduced(offer: Offer, working: Working, picked: Sequence[tuple[int, int]]) -> Shares:
    round = working.market.round
    found = []
    for place, count in picked:
        wish = round(working.start[place] * count * offer.percent, working.lines[place].parts * 100 * ONE)
        found.append(min(wish, working.room(place, offer.floors), _worth(working, place, count)))
    return losing([place for place, _ in picked], found)


def bundle_price(offer: Offer, targets: Sequence[int], working: Working) -> Shares:
    """Pieces that make a bundle cost one price together; the dearest pieces go first, while a bundle saves anything."""
    left = {place: line.parts for place, line in enumerate(working.lines) if line.article.decimals == 0}
    pools = [(quantity, _by_price(working, _pool(one, working), dearest=True)) for quantity, one in offer.items]
    rest = offer.most if offer.most is not None else sum(left.values())
    used: dict[int, int] = {}
    saved = Fraction(0)
    while rest and (bundle := _bundle(pools, left)):
        gain = sum((_piece(working, place) * count for place, count in bundle.items()), Fraction(-offer.price))
        if gain <= 0:
            break
        times = min(rest, *(left[place] // count for place, count in bundle.items()))
        for place, count in bundle.items():
            left[place] -= count * times
            used[place] = used.get(place, 0) + count * times
        saved, rest = saved + gain * times, rest - times
    return _spread(offer, working, used, saved)


def _bundle(pools: Sequence[tuple[int, Sequence[int]]], left: dict[int, int]) -> dict[int, int] | None:
    """The pieces of one more bundle by place; None where there are not enough."""
    taken: dict[int, int] = {}
    for quantity, pool in pools:
        for place in pool:
            count = min(quantity, left[place] - taken.get(place, 0))
            if count > 0:
                taken[place] = taken.get(place, 0) + count
                quantity -= count
        if quantity:
            return None
    return taken


def _spread(offer: Offer, working: Working, used: dict[int, int], saved: Fraction) -> Shares:
    places = sorted(used)
    rooms = [min(working.room(place, offer.floors), _worth(working, place, used[place])) for place in places]
    whole = working.market.round(saved.numerator, saved.denominator)
    weights = [working.start[place] * used[place] // working.lines[place].parts for place in places]
    return losing(places, spread_within(whole, weights, rooms))


def _worth(working: Working, place: int, count: int) -> int:
    """What so many pieces of a line cost by now, rounded up: nothing is taken off the pieces beside them."""
    return -(-working.amount[place] * count // working.lines[place].parts)


def _pool(matcher: Matcher, working: Working) -> frozenset[int]:
    return frozenset(place for place in matcher.places(working) if working.articles[place].decimals == 0)


def _piece(working: Working, place: int) -> Fraction:
    return Fraction(working.start[place], working.lines[place].parts)


def _by_price(working: Working, places: frozenset[int], *, dearest: bool) -> list[int]:
    """By what one piece costs; a tie goes to the line whose id comes first."""
    sign = -1 if dearest else 1
    return sorted(places, key=lambda place: (sign * _piece(working, place), place))
