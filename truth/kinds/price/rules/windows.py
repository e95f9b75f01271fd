"""Do lists and totals that follow each other in time leave no gap, and never count together?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.examples import price_list, shop
from truth.model.document import Document, Window
from truth.model.finding import Finding, Rule, Severity
from truth.model.instant import format_instant

_JUNE, _JULY, _AUGUST = (f"2026-{month}-01T00:00:00Z" for month in ("06", "07", "08"))


def _followed(since: str) -> dict[str, object]:
    first, then = price_list(window={"until": _JULY}), price_list(window={"from": since})
    return dict(shop(shop=first, later=then))


WINDOW_GAP = Rule(
    "price/window-gap",
    Severity.ERROR,
    "Between two lists that follow each other nothing has a price.",
    passes=_followed(_JULY),
    fails=_followed(_AUGUST),
)
WINDOW_OVERLAP = Rule(
    "price/window-overlap",
    Severity.ERROR,
    "While two lists, or two totals, for the same baskets count together, nobody knows which of them does.",
    passes=_followed(_JULY),
    fails=_followed(_JUNE),
)
MISSING_TOTALS = Rule(
    "price/missing-totals",
    Severity.ERROR,
    "Without totals nobody knows currencies, tax and rounding, and no basket has a total.",
    passes=shop(),
    fails=shop(totals=None),
)
RULES = (WINDOW_GAP, WINDOW_OVERLAP, MISSING_TOTALS)


def overlapping(one: Window, other: Window) -> bool:
    """Whether two half-open stretches of time have an instant in common."""
    return (one.until is None or other.since is None or other.since < one.until) and (
        other.until is None or one.since is None or one.since < other.until
    )


def successors(document: Document, around: Around) -> Iterator[Finding]:
    """Gaps and overlaps between this list and the next one for the same baskets."""
    return _between(document, [one for one in around.lists if _same(one, document)])


def totals_after_totals(document: Document, around: Around) -> Iterator[Finding]:
    """Gaps and overlaps between these totals and the next."""
    return _between(document, around.totals)


def no_totals(document: Document, around: Around) -> Iterator[Finding]:
    """Prices without any totals."""
    if not around.totals and document is around.lists[0]:
        fix = "write content/price/totals.yaml; docs/prices.md shows one"
        yield MISSING_TOTALS.finding(document.entry, "there is no price entry of type totals", fix=fix)


CHECKS = (successors, no_totals)
OF_TOTALS = (totals_after_totals,)


def _between(document: Document, family: Sequence[Document]) -> Iterator[Finding]:
    ordered = sorted(family, key=_begins)
    for one, following in pairwise(ordered):
        if one.entry != document.entry:
            continue
        until, since = one.window.until, following.window.since
        if overlapping(one.window, following.window):
            message = f"{one.entry} and {following.entry} are for the same baskets and count at the same time"
            fix = "end the one where the other begins, or give them different specificities"
            yield WINDOW_OVERLAP.finding(document.entry, message, path=("window",), fix=fix)
        elif until is not None and since is not None and until < since:
            message = (
                f"from {format_instant(until)} to {format_instant(since)} there is neither this nor {following.entry}"
            )
            yield WINDOW_GAP.finding(
                document.entry, message, path=("window",), fix="let one begin where the other ends"
            )


def _begins(one: Document) -> tuple[datetime, str]:
    return one.window.since or datetime.min.replace(tzinfo=UTC), str(one.entry)


def _same(one: Document, other: Document) -> bool:
    return bool(
        one.body["specificity"] == other.body["specificity"]
        and one.body["selector"] == other.body["selector"]
        and {price["sku"] for price in one.body["prices"]} & {price["sku"] for price in other.body["prices"]}
    )
