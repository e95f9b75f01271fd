"""A condition asked of many rows at once: each input is a column of facts, and the answer is a column too.

It says of each row what the predicate of `compiled.py` says; a comparison goes over its column without a call for
each row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat
from operator import and_, or_

from truth.conditions.compiled import COMPARISONS, TODAY, compile_condition
from truth.conditions.condition import All, Any, Condition, Not, Test
from truth.conditions.inputs import Fact, fact

Column = Sequence[Fact]
"""One input of every row, each on its scale."""

Mask = Callable[[Callable[[str], Column], int], list[bool]]
"""`mask(column, rows)`: for each row whether the condition holds; `column` gives an input's column by its name."""


def compile_columns(condition: Condition, currency: str | None = None) -> Mask:
    """The mask of a condition; money operands are read in `currency`, `Invalid` where they have no amount in it."""
    match condition:
        case Test():
            return _comparison(condition, currency)
        case Not(part):
            inner = compile_columns(part, currency)
            return lambda column, rows: [not holds for holds in inner(column, rows)]
        case All(parts):
            return _joined([compile_columns(part, currency) for part in parts], and_, True)
        case Any(parts):
            return _joined([compile_columns(part, currency) for part in parts], or_, False)


def _joined(parts: Sequence[Mask], join: Callable[[bool, bool], bool], of_none: bool) -> Mask:
    if not parts:
        return lambda column, rows: [of_none] * rows
    first, *others = parts

    def mask(column: Callable[[str], Column], rows: int) -> list[bool]:
        joined = first(column, rows)
        for part in others:
            joined = list(map(join, joined, part(column, rows)))
        return joined

    return mask


def _comparison(test: Test, currency: str | None) -> Mask:
    name, operand = test.input.name, test.operand
    if test.op in COMPARISONS:
        compare, bound = COMPARISONS[test.op], fact(test.input, operand, currency)
        return lambda column, rows: list(map(compare, column(name), repeat(bound)))
    if test.op == "contains":
        return lambda column, rows: [operand in words for words in column(name)]  # type: ignore[operator]
    return _row_by_row(test, currency)


def _row_by_row(test: Test, currency: str | None) -> Mask:
    """The comparisons that are rare."""
    holds = compile_condition(test, currency)
    names = (test.input.name, TODAY) if test.op == "within" else (test.input.name,)

    def mask(column: Callable[[str], Column], rows: int) -> list[bool]:
        columns = zip(*[column(name) for name in names], strict=True)
        return [holds(dict(zip(names, row, strict=True))) for row in columns]

    return mask
