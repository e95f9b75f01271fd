"""What a condition admits, as boxes: each gives some inputs a domain, and they hold together.

Overlap, implication and emptiness follow from the structure; nothing is tried out. Two things cannot be told apart and
count as possible: how a date lies relative to today and on the calendar at once, and months compared with days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any as Anything
from typing import cast

from truth.conditions.condition import All, Any, Condition, Not, Test
from truth.conditions.domains import Domain, Members, Ranges, Words
from truth.conditions.inputs import ORDERED, Fact, fact
from truth.text.duration import read_duration

Box = Mapping[str, Domain]
"""Domains by input.

What a date is `within` stands beside it: how many days it lies back under its name and `@age`, and whether a span of
months or business days is not over under its name, `@` and the span.
"""

AGE = "@age"
MOST_BOXES = 4_096
MOST_PAIRS = 65_536
"""Beyond these a condition is left undecided."""


class Undecided(Exception):
    """The condition has more cases than are worth looking at."""


def boxes(condition: Condition, currency: str | None = None) -> list[Box]:
    """The cases in which a condition holds; none: it never does. Money is compared in `currency`.

    Raises `Undecided` beyond `MOST_BOXES`.
    """
    return _boxes(condition, True, currency)


def can_hold(condition: Condition, currency: str | None = None) -> bool:
    """Whether some input satisfies it."""
    return bool(boxes(condition, currency))


def overlap(one: Condition, other: Condition, currency: str | None = None) -> Box | None:
    """A case in which both hold; None where there is none."""
    return next(iter(meet(boxes(one, currency), boxes(other, currency))), None)


def implies(one: Condition, other: Condition, currency: str | None = None) -> bool:
    """Whether the other holds wherever the one does."""
    return not meet(boxes(one, currency), boxes(Not(other), currency))


def witness(box: Box) -> dict[str, Fact]:
    """A fact for each input of a case, on its scale."""
    return {name: domain.witness() for name, domain in box.items()}


def _boxes(condition: Condition, holds: bool, currency: str | None) -> list[Box]:
    match condition:
        case Test():
            return _of_test(condition, holds, currency)
        case Not(part):
            return _boxes(part, not holds, currency)
        case All(parts) | Any(parts):
            together = isinstance(condition, All) == holds
            return _joined([_boxes(part, holds, currency) for part in parts], together)


def _joined(alternatives: list[list[Box]], together: bool) -> list[Box]:
    if not together:
        return _bounded([box for boxes in alternatives for box in boxes])
    met: list[Box] = [{}]
    for boxes in alternatives:
        met = meet(met, boxes)
    return met


def meet(ones: list[Box], others: list[Box]) -> list[Box]:
    """The cases in which one of these and one of those holds; `Undecided` where there are too many to look at."""
    if len(ones) * len(others) > MOST_PAIRS:
        raise Undecided
    return _bounded([met for one in ones for other in others for met in _meet_boxes(one, other)])


def _meet_boxes(one: Box, other: Box) -> Iterator[Box]:
    met = dict(one)
    for name, domain in other.items():
        met[name] = cast(Anything, met[name]).meet(domain) if name in met else domain
        if met[name].empty:
            return
    yield met


def _bounded(found: list[Box]) -> list[Box]:
    if len(found) > MOST_BOXES:
        raise Undecided
    return found


def _of_test(test: Test, holds: bool, currency: str | None) -> list[Box]:
    name = test.input.name
    if test.op == "within":
        name, domains = _age(test)
    else:
        domains = list(_domains(test, currency))
    if not holds:
        domains = [complement for domain in domains for complement in domain.complements()]
        if test.op == "contains_any":
            return _joined([[{name: domain}] for domain in domains], True)
    return [{name: domain} for domain in domains if not domain.empty]


def _domains(test: Test, currency: str | None) -> Iterator[Domain]:
    input, op, operand = test.input, test.op, test.operand
    if input.type == "set":
        for word in operand if op == "contains_any" else (operand,):
            yield Members(has=frozenset((word,)), universe=frozenset(input.of))
    elif input.type in ORDERED:
        operands = operand if op in ("in", "not_in") else (operand,)
        yield _ranges(op, sorted(cast(int, fact(input, item, currency)) for item in operands))
    else:
        known = frozenset((True, False)) if input.type == "boolean" else frozenset(input.of)
        words = frozenset(operand) if op in ("in", "not_in") else frozenset((operand,))
        yield Words(words, op in ("ne", "not_in"), known)


def _ranges(op: str, points: list[int]) -> Ranges:
    at = points[0]
    match op:
        case "lt" | "before":
            return Ranges(((None, at - 1),))
        case "lte":
            return Ranges(((None, at),))
        case "gt" | "after":
            return Ranges(((at + 1, None),))
        case "gte":
            return Ranges(((at, None),))
        case "eq" | "in":
            return Ranges(tuple((point, point) for point in dict.fromkeys(points)))
        case _:
            return _all_but(list(dict.fromkeys(points)))


def _all_but(points: list[int]) -> Ranges:
    between = [(low + 1, high - 1) for low, high in pairwise(points) if low + 1 <= high - 1]
    return Ranges(((None, points[0] - 1), *between, (points[-1] + 1, None)))


def _age(test: Test) -> tuple[str, list[Domain]]:
    """`within P30D` as: at most 30 days old. A span of months or business days is a fact of its own."""
    parts = read_duration(test.operand) if isinstance(test.operand, str) else ((test.operand, "business day"),)
    days = {"week": 7, "day": 1, "hour": 0, "minute": 0, "second": 0}
    if all(unit in days for _, unit in parts):
        return f"{test.input.name}{AGE}", [Ranges(((None, sum(count * days[unit] for count, unit in parts)),))]
    universe = frozenset((True, False))
    return f"{test.input.name}@{test.operand}", [Words(frozenset((True,)), False, universe)]
