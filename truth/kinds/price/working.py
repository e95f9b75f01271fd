"""The basket while its total is made: what each line costs by now. Lines stand in order of their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from truth.conditions.inputs import Fact
from truth.kinds.price.allocation import spread
from truth.kinds.price.basket import Basket, Line
from truth.kinds.price.market import Article, Market

Shares = Sequence[tuple[int, int]]
"""What places lose: (place, amount ≥ 0)."""


@dataclass(eq=False)
class Working:
    """`base` is what a line costs by the list, `start` as the present lane began, `amount` by now; minor units."""

    basket: Basket
    market: Market
    lines: Sequence[Line]
    articles: Sequence[Article]
    base: list[int]
    start: list[int]
    amount: list[int]
    facts: dict[str, Fact] = field(default_factory=dict)

    def begin_lane(self) -> None:
        """Freeze what this lane's conditions and percentages are taken of."""
        self.start = list(self.amount)
        self.facts["goods"] = sum(self.start) * self.market.step

    def facts_of(self, place: int) -> Mapping[str, Fact]:
        """What conditions may ask of a line, besides its article."""
        line = self.lines[place]
        article = line.article
        unit = (
            article.unit if article.tiers is None else self.base[place] * self.market.step * article.scale // line.parts
        )
        amount = self.start[place] * self.market.step
        return {"quantity": line.parts // article.scale, "unit": unit, "amount": amount}

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
    whole = [line.parts * line.article.minor for line in lines if line.article.minor is not None]
    base = whole if len(whole) == len(lines) else _priced(market, lines)
    facts = {
        **basket.facts,
        "currency": market.currency,
        "zone": market.zone,
        "channel": market.channel,
        "group": market.group or "none",
        "lines": len(lines),
        "quantity": sum([line.parts // line.article.scale for line in lines]),
    }
    return Working(basket, market, lines, [line.article for line in lines], base, base, list(base), facts)


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
