"""A condition as a function: operands are put on their scale once, and a question is a few comparisons."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any as Anything

from truth.conditions.calendar import Calendar, Span
from truth.conditions.condition import All, Any, Condition, Not, Test
from truth.conditions.inputs import Fact, Input, fact
from truth.model.errors import Invalid

TODAY = "@today"
"""The fact that `within` needs: the local calendar day of the question, as a day number."""

_NO_REGION = Calendar()

Facts = Mapping[str, Fact]
Predicate = Callable[[Facts], bool]

COMPARISONS: Mapping[str, Callable[[Anything, Anything], bool]] = MappingProxyType(
    {
        "eq": operator.eq,
        "ne": operator.ne,
        "lt": operator.lt,
        "lte": operator.le,
        "gt": operator.gt,
        "gte": operator.ge,
        "before": operator.lt,
        "after": operator.gt,
    }
)
"""The operators that compare an input with one operand on the input's scale."""


def compile_condition(condition: Condition, currency: str | None = None, calendar: Calendar = _NO_REGION) -> Predicate:
    """The predicate of a condition over facts on their scales; money operands are read in `currency`.

    Business days are those of `calendar`.

    `Invalid` where a money operand has no amount in that currency. A fact that is missing is a `KeyError`: whoever
    gathers facts knows by `used` which are needed.
    """
    match condition:
        case Test():
            return _comparison(condition, currency, calendar)
        case Not(part):
            inner = compile_condition(part, currency, calendar)
            return lambda facts: not inner(facts)
        case All(parts):
            return _every([compile_condition(part, currency, calendar) for part in parts])
        case Any(parts):
            return _some([compile_condition(part, currency, calendar) for part in parts])


def _every(parts: list[Predicate]) -> Predicate:
    if not parts:
        return lambda facts: True
    if len(parts) == 1:
        return parts[0]
    return lambda facts: all([part(facts) for part in parts])


def _some(parts: list[Predicate]) -> Predicate:
    if len(parts) == 1:
        return parts[0]
    return lambda facts: any([part(facts) for part in parts])


def _comparison(test: Test, currency: str | None, calendar: Calendar) -> Predicate:
    name, op, operand = test.input.name, test.op, test.operand
    if op == "within":
        return lambda facts: _is_within(facts[name], operand, facts[TODAY], calendar)
    if op in ("in", "not_in"):
        known = frozenset(fact(test.input, item) for item in operand)
        return (lambda facts: facts[name] in known) if op == "in" else (lambda facts: facts[name] not in known)
    if op == "contains":
        return lambda facts: operand in facts[name]  # type: ignore[operator]
    if op == "contains_any":
        words = frozenset(operand)
        return lambda facts: not words.isdisjoint(facts[name])  # type: ignore[arg-type]
    return _ordered(test.input, op, fact(test.input, operand, currency))


def _ordered(input: Input, op: str, bound: Fact) -> Predicate:
    compare, name = COMPARISONS[op], input.name
    return lambda facts: compare(facts[name], bound)


def _is_within(day: Fact, span: Span, today: Fact, calendar: Calendar) -> bool:
    """The calendar day of the input plus the span is not over, last day included."""
    if not isinstance(day, int) or not isinstance(today, int):
        raise Invalid("a day is needed")
    try:
        end = calendar.last_day(date.fromordinal(day), span)
    except OverflowError:
        return True  # beyond the calendar there is no last day
    return today <= end.toordinal()
