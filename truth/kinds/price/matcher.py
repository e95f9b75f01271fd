"""Which lines of a basket a condition means; what an article decides alone is decided once for a Snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, count
from typing import Protocol

from truth.conditions.columns import Column, compile_columns
from truth.conditions.compiled import compile_condition
from truth.conditions.condition import ALWAYS, All, Condition, used
from truth.kinds.price.inputs import FIXED_OF_A_LINE


class Goods(Protocol):
    """The lines of a basket, as far as conditions may ask about them."""

    @property
    def skus(self) -> Sequence[str]:
        """The article of each line."""
        ...

    def column(self, name: str) -> Column:
        """An input of every line."""
        ...

    @property
    def found(self) -> dict[OfArticles, Sequence[int]]:
        """The places that were found already, where they stay the same for the whole basket."""
        ...


class Matcher(Protocol):
    """Whether a line is meant."""

    def places(self, goods: Goods) -> Sequence[int]:
        """The places of the lines that are meant, in their order."""
        ...


class OfArticles:
    """Whether a line is meant by its article alone."""

    def __init__(self, condition: Condition, currency: str) -> None:
        self._everything = condition == ALWAYS
        self._holds = compile_condition(condition, currency)
        self._known: dict[str, bool] = {}

    def places(self, goods: Goods) -> Sequence[int]:
        """The places of the lines that are meant, in their order."""
        if self._everything:
            return range(len(goods.skus))
        found = goods.found.get(self)
        if found is None:
            found = goods.found[self] = self._of_articles(goods)
        return found

    def _of_articles(self, goods: Goods) -> Sequence[int]:
        known = self._known
        try:
            return list(compress(count(), [known[sku] for sku in goods.skus]))
        except KeyError:
            self._decide(goods)
            return self._of_articles(goods)

    def _decide(self, goods: Goods) -> None:
        """Remember the answer for every article in the basket."""
        names = sorted(FIXED_OF_A_LINE)
        for sku, *facts in zip(goods.skus, *(goods.column(name) for name in names), strict=True):
            self._known[sku] = self._holds(dict(zip(names, facts, strict=True)))


class OfLines:
    """Whether a line is meant: its article is, and what is asked of the line itself holds."""

    def __init__(self, articles: OfArticles, line: Condition, currency: str) -> None:
        self._articles = articles
        self._mask = compile_columns(line, currency)

    def places(self, goods: Goods) -> Sequence[int]:
        """The places of the lines that are meant, in their order."""
        among = self._articles.places(goods)

        def column(name: str) -> Column:
            whole = goods.column(name)
            return [whole[place] for place in among]

        return list(compress(among, self._mask(column, len(among))))


def split(condition: Condition) -> tuple[Condition, Condition]:
    """What an article decides alone, and what the line has to decide; the condition holds where both do."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    fixed = [part for part in parts if used(part) <= FIXED_OF_A_LINE]
    rest = [part for part in parts if not used(part) <= FIXED_OF_A_LINE]
    return _every(fixed), _every(rest)


def _every(parts: Sequence[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else All(tuple(parts))
