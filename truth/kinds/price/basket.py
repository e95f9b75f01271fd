"""A basket, read: every value known, or a finding for each that is not. There is never a partial basket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from truth.conditions.inputs import Fact
from truth.kinds.price import basket_rules as rules
from truth.kinds.price.besides import read_codes, read_facts, read_uses
from truth.kinds.price.book import PriceBook, Prices
from truth.kinds.price.faults import MOST_FAULTS, SUBJECT, Enough, Faults, shown
from truth.kinds.price.line_reading import read_lines
from truth.kinds.price.lines import Line
from truth.kinds.price.market import Market
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule
from truth.model.instant import format_instant, parse_instant
from truth.model.nearest import did_you_mean

__all__ = ["LARGEST_TOTAL", "SUBJECT", "Basket", "read_basket"]

LARGEST_TOTAL = 10**13
"""Minor units; beyond, a basket is a mistake."""

_KEYS = frozenset(("currency", "zone", "channel", "group", "at", "codes", "lines", "facts", "uses"))


@dataclass(frozen=True, eq=False)
class Basket:
    """What is bought. `lines` stand in order of their ids, which decides ties; `order` is how they were given.

    `facts` are on the scale of conditions; `given` is the basket as JSON, its instant filled in.
    """

    market: Market
    at: datetime
    lines: Sequence[Line]
    order: Sequence[str]
    codes: frozenset[str]
    facts: Mapping[str, Fact]
    uses: Mapping[str, Mapping[str, int]]
    given: Mapping[str, Json]


def read_basket(book: PriceBook, given: Json, now: datetime) -> Basket:
    """The basket of a JSON value; its instant is `now` where it names none.

    Raises `Invalid` with a finding for everything in it that is unknown, missing or malformed; of very many, the first.
    """
    reading = _Reading(book)
    basket = None
    with suppress(Enough):
        basket = reading.basket(given, now)
    found = reading.faults.findings
    if basket is None or found:
        raise Invalid(_summed_up(found), found)
    return basket


def _summed_up(found: Sequence[Finding]) -> str:
    if len(found) == 1:
        return found[0].message
    count = f"{len(found)} or more" if len(found) >= MOST_FAULTS else f"{len(found)}"
    return f"{count} things are wrong with the basket; the first: {found[0].message}"


class _Reading:
    def __init__(self, book: PriceBook) -> None:
        self.book = book
        self.faults = Faults()

    def basket(self, given: Json, now: datetime) -> Basket | None:
        if not isinstance(given, Mapping):
            self.faults.add(rules.SHAPE, "a basket is an object with currency, zone, channel and lines")
            return None
        for key in given:
            if key not in _KEYS:
                self.faults.add(
                    rules.SHAPE, f"a basket has no '{shown(key)}'{did_you_mean(shown(key), _KEYS)}", str(key)
                )
        at = self._instant(given.get("at"), now)
        prices = self._prices(at) if at else None
        market = self._market(prices, given, at) if prices and at else None
        lines = read_lines(given.get("lines"), market, self.faults)
        if prices is None or at is None:
            return None
        codes = read_codes(given.get("codes"), prices, self.faults)
        uses = read_uses(given.get("uses"), prices, self.faults)
        facts = read_facts(given.get("facts"), prices, market, self.faults)
        if market is None:
            return None
        normal = {
            "currency": market.currency,
            "zone": market.zone,
            "channel": market.channel,
            "group": market.group,
            "at": format_instant(at),
            "codes": list(codes),
            "lines": [{"id": line.id, "sku": line.article.sku, "quantity": line.written} for line in lines],
            "facts": dict(given.get("facts") or {}),
            "uses": {code: dict(counts) for code, counts in uses.items()},
        }
        order = [line.id for line in lines]
        return Basket(market, at, sorted(lines, key=itemgetter(0)), order, frozenset(codes), facts, uses, normal)

    def _instant(self, raw: Json, now: datetime) -> datetime | None:
        if raw is None:
            return now
        try:
            return parse_instant(raw if isinstance(raw, str) else shown(raw))
        except Invalid as error:
            self.faults.add(rules.SHAPE, f"at: {error.message}", "at")
            return None

    def _prices(self, at: datetime) -> Prices | None:
        try:
            return self.book.at(at)
        except Invalid as error:
            self.faults.add(rules.NO_PRICES, error.message, "at", fix="ask for an instant at which prices are in force")
            return None

    def _market(self, prices: Prices, given: Mapping[str, Json], at: datetime) -> Market | None:
        totals = prices.totals.body
        known = (
            self._one_of("currency", given, totals["currencies"], rules.UNKNOWN_CURRENCY),
            self._one_of("zone", given, totals["tax"]["zones"], rules.UNKNOWN_ZONE),
            self._one_of("channel", given, self.book.channels, rules.UNKNOWN_CHANNEL),
        )
        group = None if given.get("group") is None else self._one_of("group", given, prices.groups, rules.UNKNOWN_GROUP)
        currency, zone, channel = known
        if currency is None or zone is None or channel is None or (group is None and given.get("group") is not None):
            return None
        market = prices.market(currency, zone, channel, group)
        if not market.lists:
            self._no_list(market, at)
            return None
        return market

    def _no_list(self, market: Market, at: datetime) -> None:
        whom = f" for {market.group}" if market.group else ""
        message = f"there are no prices in {market.currency} in {market.zone} on {market.channel}{whom}"
        begins = sorted(
            document.window.since
            for document, _ in self.book.standings
            if document.body["type"] == "list" and document.window.since and document.window.since > at
        )
        later = f"; the first begin at {format_instant(begins[0])}" if begins else ""
        fix = "ask for a currency, zone, channel and instant that a list is in force for"
        self.faults.add(
            rules.NO_PRICES, f"{message} at {format_instant(at)}{later}", "at" if begins else "currency", fix=fix
        )

    def _one_of(
        self, name: str, given: Mapping[str, Json], known: Mapping[str, Json] | frozenset[str], rule: Rule
    ) -> str | None:
        value = given.get(name)
        if isinstance(value, str) and value in known:
            return value
        if name not in given:
            self.faults.add(
                rules.SHAPE, f"a basket names its {name}", name, fix=f"one of: {', '.join(sorted(known)[:12])}"
            )
        else:
            message = f"there is no {name} '{shown(value)}' here{did_you_mean(shown(value), known)}"
            self.faults.add(rule, message, name)
        return None
