"""Coverage: is every combination of statuses matched by a row? Decided on sets, not by trying combinations.

A row is a box: in each dimension the codes it matches, or None for all of them. Codes that the same rows match are one
case, so what counts is how many rows differ, not how many statuses there are. In the worst case the question is hard
for any algorithm (it is the satisfiability problem turned around), so the search has a budget.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Code = str | None
"""A status's code; None: the order has no status in this dimension."""

Box = tuple[frozenset[Code] | None, ...]
Domains = Sequence[Sequence[Code]]

BUDGET = 200_000


class Undecided(Exception):
    """The rows are too entangled to be decided within the budget."""


def uncovered(domains: Domains, boxes: Sequence[Box]) -> tuple[Code, ...] | None:
    """One combination that no box holds; None when the boxes hold them all. Raises `Undecided`."""
    return _Search(Masks.of(domains, boxes), None).run()


@dataclass(frozen=True)
class Masks:
    """Per dimension, in which boxes each code is: bit `n` stands for the box `n`.

    `free[d]` are the boxes that match whatever the dimensions from `d` on are.
    """

    cases: tuple[tuple[tuple[Code, int], ...], ...]
    free: tuple[int, ...]
    boxes: Sequence[Box]

    @staticmethod
    def of(domains: Domains, boxes: Sequence[Box]) -> Masks:
        """The masks of these boxes."""
        everywhere = (1 << len(boxes)) - 1
        free = [everywhere]
        for dimension in reversed(range(len(domains))):
            free.append(free[-1] & _bits(box[dimension] is None for box in boxes))
        cases = tuple(_cases(domain, [box[place] for box in boxes]) for place, domain in enumerate(domains))
        return Masks(cases, tuple(reversed(free)), boxes)

    def shadowed(self, number: int) -> bool:
        """Whether the boxes before it hold all that box `number` holds. Raises `Undecided`."""
        return _Search(self, number).run() is None


@dataclass
class _Search:
    """Looks for a combination outside the boxes: outside all of them, or inside box `within` and outside those before.

    Depth first; what was found covered is not looked into again.
    """

    masks: Masks
    within: int | None
    covered: set[tuple[int, int]] = field(default_factory=set)
    steps: int = 0

    def run(self) -> tuple[Code, ...] | None:
        boxes = self.masks.boxes
        return self._from(0, (1 << (len(boxes) if self.within is None else self.within)) - 1)

    def _from(self, depth: int, active: int) -> tuple[Code, ...] | None:
        if active & self.masks.free[depth] or (depth, active) in self.covered:
            return None
        if depth == len(self.masks.cases):
            return ()
        tried: set[int] = set()
        for code, mask in self._cases(depth):
            left = active & mask
            if left not in tried:
                tried.add(left)
                self._count()
                rest = self._from(depth + 1, left)
                if rest is not None:
                    return (code, *rest)
        self.covered.add((depth, active))
        return None

    def _cases(self, depth: int) -> Sequence[tuple[Code, int]]:
        box = None if self.within is None else self.masks.boxes[self.within][depth]
        cases = self.masks.cases[depth]
        return cases if box is None else [case for case in cases if case[0] in box]

    def _count(self) -> None:
        self.steps += 1
        if self.steps > BUDGET:
            raise Undecided


def _cases(domain: Sequence[Code], sets: Sequence[frozenset[Code] | None]) -> tuple[tuple[Code, int], ...]:
    anyway = _bits(codes is None for codes in sets)
    masks = dict.fromkeys(domain, anyway)
    for number, codes in enumerate(sets):
        for code in codes or ():
            if code in masks:
                masks[code] |= 1 << number
    return tuple(masks.items())


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << number for number, flag in enumerate(flags) if flag)
