"""What holds for baskets of one currency, zone, channel and customer group: amounts in minor units, conditions as
functions, articles found by their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from truth.conditions.compiled import Predicate, compile_condition
from truth.conditions.condition import ALWAYS, Condition, read, used
from truth.conditions.inputs import fact, micro
from truth.kinds.price.adjustment import Adjustment, threshold, values_of
from truth.kinds.price.matcher import Matcher, OfArticles, OfLines, split
from truth.kinds.price.money import HUNDRED, minor, steps
from truth.kinds.price.rounding import MODES, Portion, portion
from truth.kinds.price.tiers import Tiers, read_tiers
from truth.model.canonical import Json
from truth.model.document import Document

if TYPE_CHECKING:
    from truth.kinds.price.book import Prices

PRO_RATA = "pro_rata"


class Article(NamedTuple):
    """What one article costs here. `unit` is in millionths, `minor` in minor units where that is exact.

    `listed` is the list its price is from and `version` that list's, as a quote names them; `tags` are for conditions.
    `scale` is 10ᵈ for quantities with d decimals.
    """

    sku: str
    listed: str
    version: int | None
    written: str | None
    unit: int
    minor: int | None
    tiers: Tiers | None
    scale: int
    decimals: int
    floor: int
    tags: frozenset[str]
    tax: str


@dataclass(frozen=True, eq=False)
class Offer:
    """An adjustment in one currency: amounts in minor units (None: not given), percent in millionths.

    `taken` is the percentage as a part of one, `kept` what it leaves. `named` is how a quote names the adjustment.
    `unpriced` says that an amount it needs is missing in this currency; then it never applies.
    """

    adjustment: Adjustment
    named: Mapping[str, Json]
    key: str
    type: str
    scope: str
    group: str
    choose: str
    codes: tuple[str, ...]
    when: Predicate | None
    asks_matching: bool
    where: Matcher
    trigger: Matcher
    get: Matcher
    items: tuple[tuple[int, Matcher], ...]
    percent: int
    taken: Portion
    kept: Portion
    amount: int
    price: int
    cap: int | None
    per_unit: bool
    floors: bool
    most: int | None
    threshold: tuple[str, int] | None
    unpriced: bool


class Charge(NamedTuple):
    """Something charged besides the goods; `free_from` None: never free. `classes` None: pro rata."""

    name: str
    scope: str
    amount: int
    free_from: int | None
    before_discounts: bool
    when: Predicate | None
    tax: str | None


class Cash(NamedTuple):
    """Rounding to the smallest step that can be paid, in minor units."""

    step: int
    when: Predicate | None
    mode: str


class Market:
    """Everything a basket meets. `rates` are by class, in millionths of a percent."""

    def __init__(self, prices: Prices, currency: str, zone: str, channel: str, group: str | None) -> None:
        totals = prices.totals.body
        self.prices = prices
        self.currency, self.zone, self.channel, self.group = currency, zone, channel, group
        self.digits: int = totals["currencies"][currency]["digits"]
        self.step = steps(self.digits)
        self.round = MODES[totals["rounding"]["mode"]]
        self.round_price = totals["rounding"]["on"] == "price"
        self.round_unit = totals["rounding"].get("at") == "unit"
        self.weight: str = totals["allocation"]["weight"]
        self.level: str = totals["tax"]["level"]
        self.rates = prices.rates[zone]
        self.lists = self._lists()
        self.basis: str = self.lists[0][0].body["basis"] if self.lists else "gross"
        self.lanes: Sequence[str] = totals["lanes"]
        self.valid_for: str = totals["quote"]["valid_for"]
        self.articles: dict[str, Article] = {}
        self._matchers: dict[str, OfArticles] = {}

    def article(self, sku: str) -> Article | None:
        """The price of an article, from the most specific list that has it; None where there is none."""
        found = self.articles.get(sku)
        if found is None and sku in self._entries:
            found = self.articles[sku] = self._article(*self._entries[sku])
        return found

    @cached_property
    def offers(self) -> Mapping[str, Sequence[Offer]]:
        """The adjustments in force, by lane, in their order."""
        ordered = sorted(self.prices.adjustments, key=lambda one: one.order)
        return {lane: [self.offer(one) for one in ordered if one.lane == lane] for lane in self.lanes}

    @cached_property
    def charges(self) -> Sequence[Charge]:
        """What is charged besides the goods, by name; a charge without an amount in this currency is none here."""
        totals = self.prices.totals.body
        charges = sorted(totals.get("charges", {}).items())
        return [self._charge(name, spec) for name, spec in charges if self.currency in spec["amount"]]

    @cached_property
    def cash(self) -> Cash | None:
        """How totals are rounded to what can be paid."""
        spec = self.prices.totals.body["currencies"][self.currency]
        if "cash_step" not in spec:
            return None
        when = self._predicate(spec.get("cash_when"))
        return Cash(minor(spec["cash_step"], self.digits), when, spec.get("cash_mode", "half_up"))

    @cached_property
    def skus(self) -> Sequence[str]:
        """The articles sold here."""
        return sorted(self._entries)

    def class_of(self, scope: str, own: str | None) -> str | None:
        """The tax class of a charge: its own, or its scope's; None: pro rata with the goods."""
        tax = self.prices.totals.body["tax"]
        name: str = own or tax.get(scope) or tax["shipping"]
        return None if name == PRO_RATA else name

    def _lists(self) -> Sequence[tuple[Document, int | None]]:
        """The lists that match, the most specific first; those of another basis than the first take no part."""
        found = sorted(
            (one for one in self.prices.lists if self._is_for_us(one[0].body["selector"])),
            key=lambda one: (-one[0].body["specificity"], one[0].entry),
        )
        return [one for one in found if one[0].body["basis"] == found[0][0].body["basis"]]

    def _is_for_us(self, selector: Mapping[str, Json]) -> bool:
        return (
            selector["currency"] == self.currency
            and self.zone in selector["zones"]
            and (not selector.get("channels") or self.channel in selector["channels"])
            and (not selector.get("groups") or self.group in selector["groups"])
        )

    @cached_property
    def _entries(self) -> Mapping[str, tuple[Document, int | None, Mapping[str, Json]]]:
        found: dict[str, tuple[Document, int | None, Mapping[str, Json]]] = {}
        for document, version in self.lists:
            for price in document.body["prices"]:
                found.setdefault(price["sku"], (document, version, price))
        return found

    def _article(self, document: Document, version: int | None, price: Mapping[str, Json]) -> Article:
        tiers = read_tiers(price["tiers"]) if "tiers" in price else None
        unit = 0 if tiers else micro(price["unit"])
        decimals = price.get("decimals", 0)
        return Article(
            sku=price["sku"],
            listed=str(document.entry),
            version=version,
            written=price.get("unit"),
            unit=unit,
            minor=None if tiers or unit % self.step or decimals else unit // self.step,
            tiers=tiers,
            scale=10**decimals,
            decimals=decimals,
            floor=minor(price.get("floor", "0"), self.digits),
            tags=frozenset(price.get("tags", ())),
            tax=price["tax"],
        )

    def offer(self, adjustment: Adjustment) -> Offer:
        """An adjustment as it counts here."""
        unpriced = adjustment.lacks(self.currency)
        if unpriced:
            adjustment = adjustment.without_conditions()
        effect, when = adjustment.effect, adjustment.when
        percent = micro(effect.get("percent", "100"))
        return Offer(
            adjustment=adjustment,
            named=_named(adjustment),
            key=adjustment.key,
            type=adjustment.type,
            scope=adjustment.scope,
            group=adjustment.group,
            choose=adjustment.choose,
            codes=adjustment.codes,
            when=None if when == ALWAYS else compile_condition(when, self.currency),
            asks_matching=not used(when).isdisjoint(("matching", "matching_quantity")),
            where=self._matcher(adjustment.where),
            trigger=self._matcher(adjustment.trigger),
            get=self._matcher(adjustment.get),
            items=tuple((quantity, self._matcher(where)) for quantity, where in adjustment.items),
            percent=percent,
            taken=portion(percent, HUNDRED),
            kept=portion(HUNDRED - percent, HUNDRED),
            amount=self._amount(effect.get("amount")) or 0,
            price=self._amount(effect.get("price")) or 0,
            cap=self._amount(effect.get("cap")),
            per_unit=effect.get("per") == "unit",
            floors=effect.get("respects_floor", False),
            most=effect.get("max"),
            threshold=self._threshold(adjustment),
            unpriced=unpriced,
        )

    def _matcher(self, condition: Condition) -> Matcher:
        """What an article decides is shared by all adjustments that ask it, so that it is found once."""
        article, line = split(condition)
        said = repr(article)
        if said not in self._matchers:
            self._matchers[said] = OfArticles(article, self.currency)
        of_articles = self._matchers[said]
        return of_articles if line == ALWAYS else OfLines(of_articles, line, self.currency)

    def _threshold(self, adjustment: Adjustment) -> tuple[str, int] | None:
        test = threshold(adjustment.when)
        if test is None:
            return None
        bound = fact(test.input, test.operand, self.currency)
        least = (bound if isinstance(bound, int) else 0) + (test.op == "gt")
        return test.input.name, -(-least // self.step) if test.input.type == "money" else least

    def _amount(self, money: Mapping[str, str] | None) -> int | None:
        return None if money is None or self.currency not in money else minor(money[self.currency], self.digits)

    def _charge(self, name: str, spec: Mapping[str, Json]) -> Charge:
        return Charge(
            name=name,
            scope=spec["scope"],
            amount=minor(spec["amount"][self.currency], self.digits),
            free_from=self._amount(spec.get("free_from")),
            before_discounts=spec.get("measured") == "before_discounts",
            when=self._predicate(spec.get("when")),
            tax=self.class_of(spec["scope"], spec.get("tax")),
        )

    def _predicate(self, node: Json) -> Predicate | None:
        if node is None:
            return None
        condition = read(node, self.prices.inputs, values_of(self.prices.totals.body))
        return compile_condition(condition, self.currency)


def _named(adjustment: Adjustment) -> Mapping[str, Json]:
    """Its rule and version; and its limits, where it has some, which whoever counts uses must know."""
    limits = adjustment.limits
    stated = {"limits": dict(limits)} if limits else {}
    return {"rule": str(adjustment.document.entry), "version": adjustment.version, **stated}
