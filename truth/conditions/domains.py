"""What one input may be: ranges of whole numbers, words, or members of a set. All closed under `and` and `not`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count as count_from

Bound = int | None
"""An end of a range; None is open."""


@dataclass(frozen=True)
class Ranges:
    """Whole numbers in closed ranges, ascending and apart."""

    spans: tuple[tuple[Bound, Bound], ...] = ((None, None),)

    @property
    def empty(self) -> bool:
        """Whether no number is left."""
        return not self.spans

    def meet(self, other: Ranges) -> Ranges:
        """The numbers in both."""
        return Ranges(tuple(span for one in self.spans for two in other.spans for span in _overlap(one, two)))

    def complements(self) -> Iterator[Ranges]:
        """The numbers outside; as one domain."""
        gaps: list[tuple[Bound, Bound]] = []
        free: Bound = None
        for start, end in self.spans:
            if start is not None and (free is None or free < start):
                gaps.append((free, start - 1))
            if end is None:
                yield Ranges(tuple(gaps))
                return
            free = end + 1
        yield Ranges((*gaps, (free, None)))

    def witness(self) -> int:
        """A number in it, the one nearest to nought that a person would think of."""
        start, end = self.spans[0]
        if start is not None:
            return start
        return min(0, end) if end is not None else 0


@dataclass(frozen=True)
class Words:
    """One of `words`, or (`apart`) any but these; `universe` are all there are, where that is known."""

    words: frozenset[str | bool]
    apart: bool = False
    universe: frozenset[str | bool] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether no word is left."""
        return not self.left if self.universe or not self.apart else False

    @property
    def left(self) -> frozenset[str | bool]:
        """The words that are possible, where they can be counted."""
        return (self.universe - self.words) if self.apart else self.words

    def meet(self, other: Words) -> Words:
        """What both allow."""
        universe = self.universe or other.universe
        if self.apart and other.apart:
            return Words(self.words | other.words, True, universe)
        if self.apart:
            return Words(other.words - self.words, False, universe)
        if other.apart:
            return Words(self.words - other.words, False, universe)
        return Words(self.words & other.words, False, universe)

    def complements(self) -> Iterator[Words]:
        """What it does not allow; as one domain."""
        yield Words(self.words, not self.apart, self.universe)

    def witness(self) -> str | bool:
        """One that is possible."""
        if not self.apart or self.universe:
            return min(self.left, key=str)
        return next(word for count in count_from(0) if (word := "other" + "_" * count) not in self.words)


@dataclass(frozen=True)
class Members:
    """A set that has all of `has` and none of `lacks`; `universe` are the words it may hold, where that is known."""

    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    universe: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether no set is like that."""
        return bool(self.has & self.lacks) or bool(self.universe and self.has - self.universe)

    def meet(self, other: Members) -> Members:
        """Both at once."""
        return Members(self.has | other.has, self.lacks | other.lacks, self.universe or other.universe)

    def complements(self) -> Iterator[Members]:
        """A set that lacks one of these, or has one of those: a domain for each way."""
        for word in sorted(self.has):
            yield Members(lacks=frozenset((word,)), universe=self.universe)
        for word in sorted(self.lacks):
            yield Members(has=frozenset((word,)), universe=self.universe)

    def witness(self) -> frozenset[str]:
        """The smallest such set."""
        return self.has


Domain = Ranges | Words | Members


def _overlap(one: tuple[Bound, Bound], two: tuple[Bound, Bound]) -> Iterator[tuple[Bound, Bound]]:
    starts = [bound for bound in (one[0], two[0]) if bound is not None]
    ends = [bound for bound in (one[1], two[1]) if bound is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    if start is None or end is None or start <= end:
        yield start, end
