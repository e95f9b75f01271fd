"""The lines of a basket, read: articles and quantities, or a fault for each that is unknown or malformed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from truth.conditions.inputs import MICRO, micro
from truth.kinds.price import basket_rules as rules
from truth.kinds.price.faults import Faults, shown
from truth.kinds.price.lines import GIFT, LARGEST_QUANTITY, LONGEST_ID, Line, plain_lines
from truth.kinds.price.market import Article, Market
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean

MOST_LINES = 5_000
_NEIGHBOURS = 100
_LINE_KEYS = frozenset(("id", "sku", "quantity"))


def read_lines(raw: Json, market: Market | None, faults: Faults) -> list[Line]:
    """The lines of a basket, in the order given; those that are wrong are left out, and told."""
    if not isinstance(raw, list) or not raw:
        faults.add(rules.SHAPE, "a basket has at least one line", "lines")
        return []
    if len(raw) > MOST_LINES:
        faults.add(rules.TOO_LARGE, f"{len(raw):,} lines; a basket has at most {MOST_LINES:,}", "lines")
        return []
    plain = plain_lines(raw, market) if market else None
    return _one_by_one(faults, raw, market) if plain is None else plain


def _one_by_one(faults: Faults, raw: Sequence[Json], market: Market | None) -> list[Line]:
    lines: list[Line] = []
    seen: set[str] = set()
    for place, item in enumerate(raw):
        line = _line(faults, place, item, market, seen)
        if line is not None:
            lines.append(line)
    return lines


def _line(faults: Faults, place: int, item: Json, market: Market | None, seen: set[str]) -> Line | None:
    if not isinstance(item, Mapping) or item.keys() != _LINE_KEYS:
        _misshapen_line(faults, place, item)
        return None
    id, sku, quantity = item["id"], item["sku"], item["quantity"]
    _read_id(faults, place, id, seen)
    if market is None:
        _quantity_of_nothing(faults, place, quantity)
        return None
    article = market.article(sku) if isinstance(sku, str) else None
    if article is None:
        _unknown_sku(faults, place, sku, market)
        return None
    parts = quantity if type(quantity) is int and article.decimals == 0 else _parts(faults, place, quantity, article)
    if parts is None or not 0 < parts <= LARGEST_QUANTITY * article.scale:
        if parts is not None:
            _bad_quantity(faults, place, quantity, _beyond(parts))
        return None
    return Line(id, article, parts, quantity)


def _read_id(faults: Faults, place: int, id: Json, seen: set[str]) -> None:
    """Note a line's id, or what is wrong with it."""
    if not isinstance(id, str) or not 0 < len(id) <= LONGEST_ID or not id.isprintable():
        message = f"a line's id is a text of 1 to {LONGEST_ID} printable characters"
        faults.add(rules.SHAPE, message, "lines", place, "id")
    elif id.startswith(GIFT):
        message = f"'{shown(id)}' begins with '{GIFT}', as the ids of gifts do; name the line otherwise"
        faults.add(rules.SHAPE, message, "lines", place, "id")
    elif id in seen:
        faults.add(rules.DUPLICATE_LINE, f"the id '{shown(id)}' is there twice", "lines", place, "id")
    else:
        seen.add(id)


def _beyond(parts: int) -> str:
    return "is not above 0" if parts <= 0 else f"is more than {LARGEST_QUANTITY:,}, which nobody means"


def _quantity_of_nothing(faults: Faults, place: int, quantity: Json) -> None:
    """What is wrong with a quantity whatever the article is."""
    if isinstance(quantity, float):
        faults.add_float(quantity, "lines", place, "quantity")
    elif not isinstance(quantity, str) and (type(quantity) is not int or quantity <= 0):
        _bad_quantity(faults, place, quantity, "is not a number above 0")


def _misshapen_line(faults: Faults, place: int, item: Json) -> None:
    if not isinstance(item, Mapping):
        faults.add(rules.SHAPE, "a line is an object with id, sku and quantity", "lines", place)
        return
    for key in sorted(_LINE_KEYS - item.keys()):
        faults.add(rules.SHAPE, f"a line has its {key}", "lines", place, key)
    for key in item.keys() - _LINE_KEYS:
        message = f"a line has no '{shown(key)}'{did_you_mean(str(key), _LINE_KEYS)}"
        faults.add(rules.SHAPE, message, "lines", place, str(key))


def _unknown_sku(faults: Faults, place: int, sku: Json, market: Market) -> None:
    elsewhere = isinstance(sku, str) and sku in market.prices.skus
    why = f"'{shown(sku)}' has no price" if elsewhere else f"there is no article '{shown(sku)}'"
    where = f" in {market.currency} in {market.zone} on {market.channel}"
    near = "" if elsewhere else did_you_mean(shown(sku), _around(shown(sku), market.skus))
    faults.add(rules.UNKNOWN_SKU, f"{why}{where}{near}", "lines", place, "sku")


def _around(sku: str, known: Sequence[str]) -> Sequence[str]:
    """The articles before and after it in their order: of many, those that begin as it does."""
    place = bisect_left(known, sku)
    return known[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]


def _parts(faults: Faults, place: int, quantity: Json, article: Article) -> int | None:
    if isinstance(quantity, float):
        faults.add_float(quantity, "lines", place, "quantity")
        return None
    if type(quantity) is int:
        return quantity * article.scale
    try:
        exact = micro(quantity)
    except Invalid:
        _bad_quantity(faults, place, quantity, "is not a number")
        return None
    step: int = 10**MICRO // article.scale
    if exact % step or (article.decimals == 0):
        allowed = f"at most {article.decimals} decimals" if article.decimals else "whole, without quotes"
        _bad_quantity(faults, place, quantity, f"does not fit {article.sku}, whose quantities are {allowed}")
        return None
    return exact // step


def _bad_quantity(faults: Faults, place: int, quantity: Json, why: str) -> None:
    faults.add(rules.QUANTITY, f"the quantity {shown(quantity)} {why}", "lines", place, "quantity")
