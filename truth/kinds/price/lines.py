"""The lines of a basket, and the short way to read those of which nothing is out of the ordinary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from truth.kinds.price.market import Article, Market
from truth.model.canonical import Json

LARGEST_QUANTITY = 1_000_000
LONGEST_ID = 80
GIFT = "gift:"
"""How the id of a line begins that a gift adds; no line of a basket does."""


class Line(NamedTuple):
    """Some of one article: `parts` in 1/`article.scale`; `written` is the quantity as it was given."""

    id: str
    article: Article
    parts: int
    written: int | str


def plain_lines(raw: Sequence[Json], market: Market) -> list[Line] | None:
    """The lines (at least one), where all are whole quantities of articles met here before, each with an id of its own.

    None where anything has to be looked at line by line: that way knows what is wrong, and with which.
    """
    try:
        ids = [item["id"] for item in raw]
        articles = [market.articles[item["sku"]] for item in raw]
        quantities = [item["quantity"] for item in raw]
    except (KeyError, TypeError, IndexError):
        return None
    if _are_lines(raw) and _are_ids(ids) and _are_whole(quantities, articles):
        return list(map(_LINE, zip(ids, articles, quantities, quantities, strict=True)))
    return None


_LINE: Callable[[tuple[str, Article, int, int]], Line] = partial(tuple.__new__, Line)
"""What `Line._make` does, without a call into Python for each line."""


def _are_lines(raw: Sequence[Json]) -> bool:
    return set(map(type, raw)) == {dict} and set(map(len, raw)) == {3}


def _are_ids(ids: Sequence[Json]) -> bool:
    """Printable texts of some length, none of them twice and none of them a gift's."""
    if set(map(type, ids)) != {str}:
        return False
    known = set(ids)
    are_short = "" not in known and max(map(len, ids)) <= LONGEST_ID
    are_plain = "".join(ids).isprintable() and not any([id.startswith(GIFT) for id in ids])
    return len(known) == len(ids) and are_short and are_plain


def _are_whole(quantities: Sequence[Json], articles: Sequence[Article]) -> bool:
    return (
        set(map(type, quantities)) == {int}
        and min(quantities) > 0
        and max(quantities) <= LARGEST_QUANTITY
        and not any([article.decimals for article in articles])
    )
