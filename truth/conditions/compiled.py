"""A condition as a function: operands are put on their scale once, and a question is a few comparisons."""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any as Anything

from truth.conditions.condition import All, Any, Condition, Not, Test
from truth.conditions.inputs import Fact, Input, fact
from truth.model.errors import Invalid
from truth.text.duration import read_duration

TODAY = "@today"
"""The fact that `within` needs: the local calendar day of the question, as a day number."""

Facts = Mapping[str, Fact]
Predicate = Callable[[Facts], bool]

_COMPARISONS: Mapping[str, Callable[[Anything, Anything], bool]] = MappingProxyType(
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


def compile_condition(condition: Condition, currency: str | None = None) -> Predicate:
    """The predicate of a condition over facts on their scales; money operands are read in `currency`.

    `Invalid` where a money operand has no amount in that currency. A fact that is missing is a `KeyError`: whoever
    gathers facts knows by `used` which are needed.
    """
    match condition:
        case Test():
            return _comparison(condition, currency)
        case Not(part):
            inner = compile_condition(part, currency)
            return lambda facts: not inner(facts)
        case All(parts):
            return _every([compile_condition(part, currency) for part in parts])
        case Any(parts):
            return _some([compile_condition(part, currency) for part in parts])


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


def _comparison(test: Test, currency: str | None) -> Predicate:
    name, op, operand = test.input.name, test.op, test.operand
    if op == "within":
        return lambda facts: _is_within(facts[name], operand, facts[TODAY])
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
    compare, name = _COMPARISONS[op], input.name
    return lambda facts: compare(facts[name], bound)


def _is_within(day: Fact, duration: str, today: Fact) -> bool:
    """The calendar day of the input plus the duration is not over, last day included."""
    if not isinstance(day, int) or not isinstance(today, int):
        raise Invalid("a day is needed")
    try:
        end = days_later(date.fromordinal(day), duration)
    except OverflowError:
        return True  # beyond the calendar there is no last day
    return today <= end.toordinal()


def days_later(day: date, duration: str) -> date:
    """The calendar day a duration later; a month after 31 January is the last day of February.

    `OverflowError` beyond the year 9999. Hours and less do not change the day.
    """
    for count, unit in read_duration(duration):
        if unit in ("year", "month"):
            months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
            day = _in_month(months // 12, months % 12 + 1, day.day)
        else:
            day += timedelta(days=count * {"week": 7, "day": 1}.get(unit, 0))
    return day


def _in_month(year: int, month: int, day: int) -> date:
    if year > 9999:
        raise OverflowError("outside the calendar")
    return date(year, month, min(day, monthrange(year, month)[1]))
