"""The price documents of a Snapshot, compiled: what is in force at an instant.

Between two edges (of windows, of dated tax rates) nothing changes, so what is compiled for one instant serves them all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from truth.conditions.inputs import Inputs, micro
from truth.kinds.price.adjustment import Adjustment, read_adjustment
from truth.kinds.price.inputs import of_a_basket
from truth.kinds.price.market import Market
from truth.model.canonical import Body, Json, digest_of
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.snapshot import Standing

_MOST_MARKETS = 1024


class Prices:
    """The lists, adjustments and totals in force between two edges.

    `dormant` are the adjustments with codes outside their window: known, so that a code can be answered.
    """

    def __init__(self, book: PriceBook, at: datetime) -> None:
        self.book = book
        self.standings = [one for one in book.standings if one[0].window.covers(at)]
        self.totals = self._totals(at)
        self.lists = [one for one in self.standings if one[0].body["type"] == "list"]
        self.day = at.astimezone(book.zone).date()
        self._markets: dict[tuple[str, str, str, str | None], Market] = {}

    @cached_property
    def adjustments(self) -> Sequence[Adjustment]:
        """Those in force, in order of their keys."""
        return [self._read(document, version) for document, version in self._of(self.standings, "adjustment")]

    @cached_property
    def dormant(self) -> Sequence[Adjustment]:
        """Those with codes that are not in force."""
        awake = {document.entry for document, _ in self.standings}
        known = self._of(self.book.standings, "adjustment")
        return [self._read(one, version) for one, version in known if one.entry not in awake and one.body.get("codes")]

    @cached_property
    def inputs(self) -> Inputs:
        """What conditions may ask of a basket."""
        return of_a_basket(self.totals.body, self.book.channels, sorted(self.groups))

    @cached_property
    def groups(self) -> frozenset[str]:
        """The customer groups there are."""
        named = (group for document, _ in self.lists for group in document.body["selector"].get("groups", ()))
        return frozenset((*self.totals.body.get("groups", ()), *named))

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every code an adjustment has, in force or not."""
        return frozenset(code for one in (*self.adjustments, *self.dormant) for code in one.codes)

    @cached_property
    def skus(self) -> frozenset[str]:
        """Every article a list in force has."""
        return frozenset(price["sku"] for document, _ in self.lists for price in document.body["prices"])

    @cached_property
    def digest(self) -> str:
        """Over all price documents in force, and what of the company's profile a total depends on."""
        documents = {str(document.entry): document.digest for document, _ in self.standings}
        return digest_of(
            {"documents": documents, "time_zone": str(self.book.zone), "channels": sorted(self.book.channels)}
        )

    @cached_property
    def rates(self) -> Mapping[str, Mapping[str, int]]:
        """By zone and class, in millionths of a percent."""
        zones = self.totals.body["tax"]["zones"]
        return {zone: {name: _rate_on(rate, self.day) for name, rate in rates.items()} for zone, rates in zones.items()}

    def market(self, currency: str, zone: str, channel: str, group: str | None) -> Market:
        """What holds for baskets in a currency, a zone, on a channel, of a customer group; each known already."""
        key = (currency, zone, channel, group)
        market = self._markets.get(key)
        if market is None:
            if len(self._markets) >= _MOST_MARKETS:
                self._markets.clear()
            market = self._markets[key] = Market(self, currency, zone, channel, group)
        return market

    def _totals(self, at: datetime) -> Document:
        found = [document for document, _ in self._of(self.standings, "totals")]
        if not found:
            raise Invalid("there are no totals in force at this instant: no price:… entry of type totals")
        if len(found) > 1:
            raise Invalid(f"{' and '.join(str(one.entry) for one in found)} are both totals; keep one in force")
        return found[0]

    def _read(self, document: Document, version: int | None) -> Adjustment:
        return read_adjustment(document, version, self.inputs)

    @staticmethod
    def _of(standings: Iterable[tuple[Document, int | None]], type: str) -> Iterator[tuple[Document, int | None]]:
        return ((document, version) for document, version in standings if document.body["type"] == type)


@dataclass(eq=False)
class PriceBook:
    """All price documents that stand, with their versions; and what of the company a price depends on."""

    standings: Sequence[tuple[Document, int | None]]
    channels: frozenset[str]
    zone: ZoneInfo

    def at(self, instant: datetime) -> Prices:
        """What is in force at an instant; `Invalid` where there are no totals then."""
        place = bisect_right(self._edges, instant)
        if place not in self._known:
            self._known[place] = Prices(self, instant)
        return self._known[place]

    @cached_property
    def _known(self) -> dict[int, Prices]:
        return {}

    @cached_property
    def _edges(self) -> Sequence[datetime]:
        edges = {edge for document, _ in self.standings for edge in document.window.edges()}
        for document, _ in self.standings:
            edges |= {datetime.combine(day, time(), self.zone) for day in _rate_days(document.body)}
        return sorted(edges)


def book_of(standings: Iterable[Standing], profile: Body) -> PriceBook:
    """The prices of what stands in a Snapshot, by the company's profile; examples are no prices."""
    found = [(one.document, one.version) for one in standings if one.document and one.document.entry.kind == "price"]
    known = sorted((one for one in found if one[0].body["type"] != "example"), key=lambda one: one[0].entry)
    return PriceBook(known, frozenset(profile["channels"]), ZoneInfo(profile["time_zone"]))


def _rate_days(body: Body) -> Iterator[date]:
    for rates in body.get("tax", {}).get("zones", {}).values() if body["type"] == "totals" else ():
        for rate in rates.values():
            yield from (date.fromisoformat(row["from"]) for row in rate if isinstance(rate, list) and "from" in row)


def _rate_on(rate: Json, day: date) -> int:
    """The rate on a local calendar day: the last row that has begun; before all of them, the first."""
    if isinstance(rate, str):
        return micro(rate)
    begun = [row for row in rate if "from" not in row or date.fromisoformat(row["from"]) <= day]
    return micro((begun or rate)[-1 if begun else 0]["rate"])
