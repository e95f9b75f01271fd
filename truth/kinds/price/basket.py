"""A basket, read: every value known, or a finding for each that is not. There is never a partial basket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from truth.conditions.inputs import MICRO, Fact, Input, fact, micro
from truth.kinds.price import basket_rules as rules
from truth.kinds.price.book import PriceBook, Prices
from truth.kinds.price.market import Article, Market
from truth.kinds.price.money import decimals_of
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule
from truth.model.instant import format_instant, parse_instant
from truth.model.nearest import did_you_mean

MOST_LINES = 5_000
MOST_CODES = 50
LARGEST_QUANTITY = 1_000_000
LARGEST_TOTAL = 10**13
"""Minor units; beyond, a basket is a mistake."""

SUBJECT = "basket"
_KEYS = frozenset(("currency", "zone", "channel", "group", "at", "codes", "lines", "facts", "uses"))
_LINE_KEYS = frozenset(("id", "sku", "quantity"))
_USE_KEYS = frozenset(("total", "customer"))


class Line(NamedTuple):
    """Some of one article: `parts` in 1/`article.scale`; `written` is the quantity as it was given."""

    id: str
    article: Article
    parts: int
    written: int | str


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

    Raises `Invalid` with a finding for everything in it that is unknown, missing or malformed.
    """
    reading = _Reading(book)
    basket = reading.basket(given, now)
    if basket is None or reading.findings:
        found = reading.findings
        first = found[0].message
        message = f"{len(found)} things are wrong with the basket; the first: {first}" if len(found) > 1 else first
        raise Invalid(message, found)
    return basket


class _Reading:
    def __init__(self, book: PriceBook) -> None:
        self.book = book
        self.findings: list[Finding] = []

    def wrong(self, rule: Rule, message: str, *path: str | int, fix: str | None = None) -> None:
        self.findings.append(rule.finding(SUBJECT, message, path=path, fix=fix))

    def basket(self, given: Json, now: datetime) -> Basket | None:
        if not isinstance(given, Mapping):
            self.wrong(rules.SHAPE, "a basket is an object with currency, zone, channel and lines")
            return None
        for key in given:
            if key not in _KEYS:
                self.wrong(rules.SHAPE, f"a basket has no '{str(key)[:64]}'{did_you_mean(str(key), _KEYS)}", str(key))
        at = self._instant(given.get("at"), now)
        prices = self._prices(at) if at else None
        market = self._market(prices, given, at) if prices and at else None
        lines = self._lines(given.get("lines"), market)
        if prices is None or at is None:
            return None
        codes = self._codes(given.get("codes"), prices)
        uses = self._uses(given.get("uses"), prices)
        facts = self._facts(given.get("facts"), prices, market)
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
            return parse_instant(raw if isinstance(raw, str) else str(raw))
        except Invalid as error:
            self.wrong(rules.SHAPE, f"at: {error.message}", "at")
            return None

    def _prices(self, at: datetime) -> Prices | None:
        try:
            return self.book.at(at)
        except Invalid as error:
            self.wrong(rules.NO_PRICES, error.message, "at", fix="ask for an instant at which prices are in force")
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
        self.wrong(
            rules.NO_PRICES, f"{message} at {format_instant(at)}{later}", "at" if begins else "currency", fix=fix
        )

    def _one_of(
        self, name: str, given: Mapping[str, Json], known: Mapping[str, Json] | frozenset[str], rule: Rule
    ) -> str | None:
        value = given.get(name)
        if isinstance(value, str) and value in known:
            return value
        if name not in given:
            self.wrong(rules.SHAPE, f"a basket names its {name}", name, fix=f"one of: {', '.join(sorted(known)[:12])}")
        else:
            message = f"there is no {name} '{str(value)[:64]}' here{did_you_mean(str(value), known)}"
            self.wrong(rule, message, name)
        return None

    def _lines(self, raw: Json, market: Market | None) -> list[Line]:
        if not isinstance(raw, list) or not raw:
            self.wrong(rules.SHAPE, "a basket has at least one line", "lines")
            return []
        if len(raw) > MOST_LINES:
            self.wrong(rules.TOO_LARGE, f"{len(raw):,} lines; a basket has at most {MOST_LINES:,}", "lines")
            return []
        lines: list[Line] = []
        seen: set[str] = set()
        for place, item in enumerate(raw):
            line = self._line(place, item, market, seen)
            if line is not None:
                lines.append(line)
        return lines

    def _line(self, place: int, item: Json, market: Market | None, seen: set[str]) -> Line | None:
        if not isinstance(item, Mapping) or item.keys() != _LINE_KEYS:
            self._misshapen_line(place, item)
            return None
        id, sku, quantity = item["id"], item["sku"], item["quantity"]
        if not isinstance(id, str) or not 0 < len(id) <= 80:
            self.wrong(rules.SHAPE, "a line's id is a text of 1 to 80 characters", "lines", place, "id")
        elif id in seen:
            self.wrong(rules.DUPLICATE_LINE, f"the id '{id}' is there twice", "lines", place, "id")
        else:
            seen.add(id)
        if market is None:
            self._quantity_of_nothing(place, quantity)
            return None
        article = market.article(sku) if isinstance(sku, str) else None
        if article is None:
            self._unknown_sku(place, sku, market)
            return None
        parts = quantity if type(quantity) is int and article.decimals == 0 else self._parts(place, quantity, article)
        if parts is None or not 0 < parts <= LARGEST_QUANTITY * article.scale:
            if parts is not None:
                self._bad_quantity(place, quantity, "is not between nought and " + f"{LARGEST_QUANTITY:,}")
            return None
        return Line(id, article, parts, quantity)

    def _quantity_of_nothing(self, place: int, quantity: Json) -> None:
        """What is wrong with a quantity whatever the article is."""
        if isinstance(quantity, float):
            self.wrong(rules.FLOAT, _FLOAT.format(quantity), "lines", place, "quantity", fix=_QUOTE)
        elif not isinstance(quantity, str) and (type(quantity) is not int or quantity <= 0):
            self._bad_quantity(place, quantity, "is no number above nought")

    def _misshapen_line(self, place: int, item: Json) -> None:
        if not isinstance(item, Mapping):
            self.wrong(rules.SHAPE, "a line is an object with id, sku and quantity", "lines", place)
            return
        for key in sorted(_LINE_KEYS - item.keys()):
            self.wrong(rules.SHAPE, f"a line has its {key}", "lines", place, key)
        for key in item.keys() - _LINE_KEYS:
            message = f"a line has no '{str(key)[:64]}'{did_you_mean(str(key), _LINE_KEYS)}"
            self.wrong(rules.SHAPE, message, "lines", place, str(key))

    def _unknown_sku(self, place: int, sku: Json, market: Market) -> None:
        elsewhere = isinstance(sku, str) and sku in market.prices.skus
        why = f"'{sku}' has no price" if elsewhere else f"there is no article '{str(sku)[:80]}'"
        where = f" in {market.currency} in {market.zone} on {market.channel}"
        near = "" if elsewhere else did_you_mean(str(sku), market.skus)
        self.wrong(rules.UNKNOWN_SKU, f"{why}{where}{near}", "lines", place, "sku")

    def _parts(self, place: int, quantity: Json, article: Article) -> int | None:
        if isinstance(quantity, float):
            self.wrong(rules.FLOAT, _FLOAT.format(quantity), "lines", place, "quantity", fix=_QUOTE)
            return None
        if type(quantity) is int:
            return quantity * article.scale
        try:
            exact = micro(quantity)
        except Invalid:
            self._bad_quantity(place, quantity, "is not a number")
            return None
        step: int = 10**MICRO // article.scale
        if exact % step or (article.decimals == 0):
            allowed = f"at most {article.decimals} decimals" if article.decimals else "whole, without quotes"
            self._bad_quantity(place, quantity, f"does not fit {article.sku}, whose quantities are {allowed}")
            return None
        return exact // step

    def _bad_quantity(self, place: int, quantity: Json, why: str) -> None:
        self.wrong(rules.QUANTITY, f"the quantity {str(quantity)[:64]} {why}", "lines", place, "quantity")

    def _codes(self, raw: Json, prices: Prices) -> list[str]:
        if raw is None:
            return []
        if not isinstance(raw, list) or len(raw) > MOST_CODES or not all(isinstance(code, str) for code in raw):
            self.wrong(rules.SHAPE, f"codes are a list of at most {MOST_CODES} texts", "codes")
            return []
        for place, code in enumerate(raw):
            if code not in prices.codes:
                self.wrong(
                    rules.UNKNOWN_CODE, f"there is no code '{code[:64]}'{_meant(code, prices.codes)}", "codes", place
                )
        return sorted(set(raw))

    def _facts(self, raw: Json, prices: Prices, market: Market | None) -> Mapping[str, Fact]:
        raw = {} if raw is None else raw
        declared: Mapping[str, Mapping[str, Json]] = prices.totals.body.get("facts", {})
        if not isinstance(raw, Mapping):
            self.wrong(rules.SHAPE, "facts are an object of values by name", "facts")
            return {}
        for name in raw:
            if name not in declared:
                near = did_you_mean(str(name), declared)
                self.wrong(rules.UNKNOWN_FACT, f"there is no fact '{str(name)[:64]}'{near}", "facts", str(name))
        return {} if market is None else dict(self._known_facts(raw, declared, prices, market))

    def _known_facts(
        self, raw: Mapping[str, Json], declared: Mapping[str, Mapping[str, Json]], prices: Prices, market: Market
    ) -> Iterator[tuple[str, Fact]]:
        for name, spec in declared.items():
            value = raw.get(name, spec.get("default"))
            if value is None:
                fix = f"add facts.{name}, a {spec['type']}"
                self.wrong(rules.MISSING_FACT, f"the fact '{name}' is missing", "facts", name, fix=fix)
            elif isinstance(value, float):
                self.wrong(rules.FLOAT, _FLOAT.format(value), "facts", name, fix=_QUOTE)
            else:
                yield from self._fact(prices.inputs[name], value, market)

    def _fact(self, input: Input, value: Json, market: Market) -> Iterator[tuple[str, Fact]]:
        try:
            read = fact(input, value, market.currency)
        except Invalid as error:
            self.wrong(rules.WRONG_FACT, error.message, "facts", input.name)
            return
        if input.type == "money":
            written = value[market.currency] if isinstance(value, Mapping) else value
            if decimals_of(written) > market.digits:
                message = f"{written} has more decimals than {market.currency}, which has {market.digits}"
                self.wrong(rules.TOO_MANY_DIGITS, message, "facts", input.name)
        yield input.name, read

    def _uses(self, raw: Json, prices: Prices) -> Mapping[str, Mapping[str, int]]:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping):
            self.wrong(rules.SHAPE, "uses are an object of counts by code", "uses")
            return {}
        known = prices.codes | {one.key for one in prices.adjustments}
        for code, counts in raw.items():
            if code not in known:
                self.wrong(
                    rules.UNKNOWN_USE,
                    f"there is no code '{str(code)[:64]}'{_meant(str(code), known)}",
                    "uses",
                    str(code),
                )
            elif not isinstance(counts, Mapping) or not all(_is_count(*pair) for pair in counts.items()):
                self.wrong(rules.SHAPE, "uses are counted as {total, customer}, whole numbers", "uses", str(code))
        return raw


_FLOAT = "{0} is a binary fraction, which cannot hold every decimal"
_QUOTE = 'write a whole number, or a decimal in quotes, like "0.75"'


def _meant(code: str, known: frozenset[str]) -> str:
    """A code that differs in case or spaces only; others are nobody's business."""
    plain = code.strip().casefold()
    same = [one for one in sorted(known) if one.casefold() == plain]
    return f"; did you mean '{same[0]}'?" if same else ""


def _is_count(name: Json, count: Json) -> bool:
    return name in _USE_KEYS and type(count) is int and 0 <= count <= 10**12
