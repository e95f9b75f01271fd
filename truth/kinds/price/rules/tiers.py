"""Is there one price for every quantity, and never a lower total for more?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.examples import Patch, price_list, shop, words
from truth.kinds.price.tiers import Tiers, read_tiers
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Finding, Rule, Severity


def _tiers(*rows: Patch, mode: str = "graduated") -> Patch:
    article = {"sku": "REFILL-1", "tax": "standard", "label": words("Refill", "Nachfüllung")}
    return shop(shop=price_list({**article, "tiers": {"mode": mode, "rows": list(rows)}}))


TIER_GAP = Rule(
    "price/tier-gap",
    Severity.ERROR,
    "Between two tiers there are quantities without a price.",
    passes=_tiers({"up_to": 5, "unit": "7.00"}, {"from": 6, "unit": "6.00"}),
    fails=_tiers({"up_to": 5, "unit": "7.00"}, {"from": 8, "unit": "6.00"}),
)
TIER_OVERLAP = Rule(
    "price/tier-overlap",
    Severity.ERROR,
    "A quantity in two tiers has two prices.",
    passes=_tiers({"up_to": 5, "unit": "7.00"}, {"from": 6, "unit": "6.00"}),
    fails=_tiers({"up_to": 5, "unit": "7.00"}, {"from": 4, "unit": "6.00"}),
)
TIER_NOT_OPEN_ENDED = Rule(
    "price/tier-not-open-ended",
    Severity.ERROR,
    "Beyond the last tier a quantity has no price.",
    passes=_tiers({"up_to": 5, "unit": "7.00"}, {"unit": "6.00"}),
    fails=_tiers({"up_to": 5, "unit": "7.00"}, {"up_to": 10, "unit": "6.00"}),
)
VOLUME_INVERSION = Rule(
    "price/volume-inversion",
    Severity.WARNING,
    "Where more costs less in total, whoever buys the right amount pays too much.",
    passes=_tiers({"up_to": 5, "unit": "7.00"}, {"unit": "6.00"}),
    fails=_tiers({"up_to": 5, "unit": "7.00"}, {"unit": "5.00"}, mode="volume"),
)
RULES = (TIER_GAP, TIER_OVERLAP, TIER_NOT_OPEN_ENDED, VOLUME_INVERSION)


def rows_apart_or_over(document: Document, around: Around) -> Iterator[Finding]:
    """Rows that leave quantities out, or name them twice."""
    for place, price in _tiered(document):
        rows = price["tiers"]["rows"]
        for number, (above, below) in enumerate(pairwise(rows), 1):
            path = ("prices", place, "tiers", "rows", number)
            yield from _between(document, price["sku"], above, below, path)


def rows_that_end(document: Document, around: Around) -> Iterator[Finding]:
    """A last row with an end; packs need none."""
    for place, price in _tiered(document):
        rows = price["tiers"]["rows"]
        if price["tiers"]["mode"] != "package" and "up_to" in rows[-1]:
            message = f"{price['sku']} has no price for more than {rows[-1]['up_to']}"
            path = ("prices", place, "tiers", "rows", len(rows) - 1, "up_to")
            ref = document.entry / "prices" / price["sku"]
            yield TIER_NOT_OPEN_ENDED.finding(ref, message, path=path, fix="take up_to out of the last row")


def totals_that_fall(document: Document, around: Around) -> Iterator[Finding]:
    """Quantities from which one more makes all of them cost less."""
    for place, price in _tiered(document):
        tiers = read_tiers(price["tiers"])
        for count in _last_of_rows(tiers):
            one, more = tiers.cost(count, 1), tiers.cost(count + 1, 1)
            if more < one:
                message = f"{count} of {price['sku']} cost {one / 1e6:.2f}, {count + 1} only {more / 1e6:.2f}"
                fix = "use graduated tiers, or a smaller step"
                path = ("prices", place, "tiers")
                yield VOLUME_INVERSION.finding(document.entry / "prices" / price["sku"], message, path=path, fix=fix)


CHECKS = (rows_apart_or_over, rows_that_end, totals_that_fall)


def _tiered(document: Document) -> Iterator[tuple[int, Mapping[str, Json]]]:
    return ((place, price) for place, price in enumerate(document.body["prices"]) if "tiers" in price)


def _between(
    document: Document, sku: str, above: Mapping[str, Json], below: Mapping[str, Json], path: tuple[str | int, ...]
) -> Iterator[Finding]:
    if "pack" in above:
        return
    ref = document.entry / "prices" / sku
    end = above.get("up_to")
    if end is None or below.get("from", end + 1) <= end or below.get("up_to", end + 1) <= end:
        message = f"{sku}: this row is about quantities that the row before it has already"
        yield TIER_OVERLAP.finding(ref, message, path=path, fix="order the rows, each beginning after the one before")
    elif below.get("from", end + 1) > end + 1:
        message = f"{sku} has no price from {end + 1} to {below['from'] - 1}"
        yield TIER_GAP.finding(ref, message, path=path, fix=f"begin the row at {end + 1}")


def _last_of_rows(tiers: Tiers) -> Iterator[int]:
    if tiers.packs:
        yield from (count for size, _ in tiers.packs for count in (size - 1,) if count)
    yield from (row.up_to for row in tiers.rows[:-1] if row.up_to)
