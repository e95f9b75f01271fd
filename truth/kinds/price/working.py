"""The basket while its total is made: what each line costs by now. Lines stand in order of their ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from truth.conditions.columns import Column
from truth.conditions.inputs import Fact
from truth.kinds.price.allocation import spread
from truth.kinds.price.basket import Basket
from truth.kinds.price.lines import Line
from truth.kinds.price.market import Article, Market
from truth.kinds.price.matcher import OfArticles

Shares = tuple[Sequence[int], Sequence[int]]
"""What places lose: the places, and for each its amount (> 0)."""

NOTHING: Shares = ((), ())


def losing(places: Sequence[int], amounts: Sequence[int]) -> Shares:
    """The places that lose something at all; an amount below nought is none."""
    if amounts and min(amounts) > 0:
        return places, amounts
    kept = [(place, amount) for place, amount in zip(places, amounts, strict=True) if amount > 0]
    return [place for place, _ in kept], [amount for _, amount in kept]


@dataclass(eq=False, slots=True)
class Working:
    """`base` is what a line costs by the list, `start` as the present lane began, `amount` by now; minor units.

    `found` are the places of conditions that depend on nothing but the articles.
    """

    basket: Basket
    market: Market
    lines: Sequence[Line]
    articles: Sequence[Article]
    skus: Sequence[str]
    base: list[int]
    start: list[int]
    amount: list[int]
    facts: dict[str, Fact] = field(default_factory=dict)
    found: dict[OfArticles, Sequence[int]] = field(default_factory=dict)
    _columns: dict[str, Column] = field(default_factory=dict)

    def begin_lane(self) -> None:
        """Freeze what this lane's conditions and percentages are taken of."""
        self.start = list(self.amount)
        self.facts["goods"] = sum(self.start) * self.market.step
        self._columns.pop("amount", None)

    def column(self, name: str) -> Column:
        """What conditions may ask of every line, by the input's name."""
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = _COLUMNS[name](self)
        return found

    @property
    def tax_classes(self) -> Sequence[str]:
        """The class of each line."""
        return [article.tax for article in self.articles]

    def room(self, place: int, floors: bool) -> int:
        """How much a place may still lose: down to nought, or to its floor."""
        if not floors:
            return self.amount[place]
        line = self.lines[place]
        floor = line.article.floor * line.parts // line.article.scale
        return max(0, self.amount[place] - floor)


def begin(basket: Basket) -> Working:
    """Every line at its list price: the quantity of an article over all its lines, times its price, rounded once."""
    market, lines = basket.market, basket.lines
    articles = [article for _, article, _, _ in lines]
    whole = [parts * article.minor for _, article, parts, _ in lines if article.minor is not None]
    base = whole if len(whole) == len(lines) else _priced(market, lines)
    skus = [article.sku for article in articles]
    working = Working(basket, market, lines, articles, skus, base, base, list(base))
    working.facts = {
        **basket.facts,
        "currency": market.currency,
        "zone": market.zone,
        "channel": market.channel,
        "group": market.group or "none",
        "lines": len(lines),
        "quantity": sum(working.column("quantity")),  # type: ignore[arg-type]
    }
    return working


def _priced(market: Market, lines: Sequence[Line]) -> list[int]:
    base = [0] * len(lines)
    places: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        places.setdefault(line.article.sku, []).append(place)
    for same in places.values():
        article = lines[same[0]].article
        parts = [lines[place].parts for place in same]
        for place, amount in zip(same, spread(cost(market, article, sum(parts)), parts), strict=True):
            base[place] = amount
    return base


def cost(market: Market, article: Article, parts: int) -> int:
    """What a quantity of one article costs by its list, in minor units, rounded once."""
    exact = article.tiers.cost(parts, article.scale) if article.tiers else parts * article.unit
    return market.round(exact, market.step * article.scale)


def _pieces(working: Working) -> list[int]:
    """The whole pieces of each line."""
    return [parts // article.scale for _, article, parts, _ in working.lines]


def _units(working: Working) -> list[int]:
    """The list price of one, in millionths; with tiers, what one costs on average."""
    step = working.market.step
    return [
        line.article.unit if line.article.tiers is None else base * step * line.article.scale // line.parts
        for line, base in zip(working.lines, working.base, strict=True)
    ]


_COLUMNS: Mapping[str, Callable[[Working], Column]] = MappingProxyType(
    {
        "sku": lambda working: working.skus,
        "tags": lambda working: [article.tags for article in working.articles],
        "tax": lambda working: working.tax_classes,
        "quantity": _pieces,
        "unit": _units,
        "amount": lambda working: [amount * working.market.step for amount in working.start],
    }
)
"""The inputs of a line; of them only the amount changes, from lane to lane."""
