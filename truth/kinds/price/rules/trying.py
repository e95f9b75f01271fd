"""Baskets that are tried out, where what adjustments do together is not decided by their structure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from truth.conditions.compiled import compile_condition
from truth.conditions.condition import used
from truth.conditions.domains import Words
from truth.conditions.inputs import micro
from truth.kinds.price.adjustment import Adjustment
from truth.kinds.price.book import PriceBook
from truth.kinds.price.inputs import FIXED_OF_A_LINE
from truth.kinds.price.money import HUNDRED
from truth.kinds.price.quote import price
from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.beside import cases, may_both
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid

_BY_PIECES = frozenset(("set_price", "buy_x_get_y", "bundle_price"))
_MOST_BASKETS = 12
"""For one adjustment."""
_MOST_ARTICLES = 2
_TIMES = (1, 10)
"""How often the pieces an effect needs are bought: once, and often enough for most thresholds."""
_SOMETIME = datetime(2026, 1, 1, tzinfo=UTC)


def tried(own: Adjustment, others: Iterable[Adjustment], around: Around) -> Iterator[tuple[Adjustment, str]]:
    """The others beside which less is taken of some basket than by each alone: what is over was cut off.

    Said once for two. Only what counts pieces is tried out, and only where it does not stop at floors.
    """
    pairs = (one for one in others if own.key < one.key and may_both(own, one) and _may_be_too_much(own, one))
    attempts = ((one, *at) for one in islice(pairs, _MOST_BASKETS) for at in _attempts(own, one, around))
    for other, basket, book in islice(attempts, _MOST_BASKETS):
        if _is_cut_off(basket, own.key, other.key, book):
            yield other, json.dumps(basket, ensure_ascii=False)


def _may_be_too_much(own: Adjustment, other: Adjustment) -> bool:
    """Whether an effect by pieces and another could be more than a piece costs: two percentages may not."""
    if not _BY_PIECES & {own.type, other.type} or any(one.effect.get("respects_floor") for one in (own, other)):
        return False
    percents = [one.effect.get("percent") for one in (own, other)]
    return None in percents or sum(map(micro, percents)) > HUNDRED


def _attempts(own: Adjustment, other: Adjustment, around: Around) -> Iterator[tuple[Json, PriceBook]]:
    """Baskets, and the prices with these two adjustments alone."""
    if around.book is None:
        return
    kept = {own.key, other.key}
    standings = [
        one for one in around.book.standings if one[0].body["type"] != "adjustment" or one[0].entry.key in kept
    ]
    book = replace(around.book, standings=standings)
    yield from ((basket, book) for basket in _baskets(own, other, around))


def _is_cut_off(basket: Json, own: str, other: str, book: PriceBook) -> bool:
    """Whether the two take less together than each alone; in one lane both are of the same goods."""
    try:
        together = _takes(basket, frozenset(), book)
        alone = _takes(basket, frozenset((other,)), book) + _takes(basket, frozenset((own,)), book)
    except Invalid:
        return False
    return together < alone


def _takes(basket: Json, off: frozenset[str], book: PriceBook) -> int:
    return price(book, basket, _SOMETIME, off).totals.discount


def _baskets(own: Adjustment, other: Adjustment, around: Around) -> Iterator[Json]:
    starts = [one.document.window.since for one in (own, other) if one.document.window.since]
    at = max(starts, default=_SOMETIME).isoformat()
    codes = [one.codes[0] for one in (own, other) if one.codes]
    pieces = max(_pieces(own), _pieces(other))
    for document in around.lists:
        where = _where(document, own, other)
        meant = (one for one in document.body["prices"] if _is_meant(one, own) and _is_meant(one, other))
        for article in islice(meant, _MOST_ARTICLES) if where else ():
            for times in _TIMES:
                lines = [{"id": "1", "sku": article["sku"], "quantity": pieces * times}]
                yield {**where, "at": at, "codes": codes, "lines": lines}


def _is_meant(price: Mapping[str, Json], one: Adjustment) -> bool:
    """Whether the effect is about the article; what also depends on a line counts as meant."""
    facts = {"sku": price["sku"], "tags": frozenset(price.get("tags", ())), "tax": price["tax"]}
    wheres = {"buy_x_get_y": (one.trigger, one.get), "bundle_price": tuple(where for _, where in one.items)}
    return any(
        not used(where) <= FIXED_OF_A_LINE or compile_condition(where)(facts)
        for where in wheres.get(one.type, (one.where,))
    )


def _where(document: Document, own: Adjustment, other: Adjustment) -> dict[str, Json]:
    """A currency, zone, channel and group for which the list holds and both conditions may; nothing, where none is."""
    selector = document.body["selector"]
    found = cases((own, other), selector["currency"])
    if not found or own.lacks(selector["currency"]) or other.lacks(selector["currency"]):
        return {}
    asked = {name: domain.witness() for name, domain in found[0].items() if isinstance(domain, Words)}
    group = asked.get("group", next(iter(selector.get("groups", ())), None))
    return {
        "currency": selector["currency"],
        "zone": asked.get("zone", selector["zones"][0]),
        "channel": asked.get("channel", next(iter(selector.get("channels", ())), "web")),
        **({"group": group} if group not in (None, "none") else {}),
    }


def _pieces(one: Adjustment) -> int:
    """How many pieces its effect needs."""
    effect = one.effect
    if one.type == "buy_x_get_y":
        return int(effect["trigger"]["quantity"]) + int(effect["get"]["quantity"])
    return sum(quantity for quantity, _ in one.items) or 1
