"""An input that is such a case: the facts of a box made concrete, and written as a caller would write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import cast

from truth.conditions.calendar import Calendar, Span
from truth.conditions.domains import Ranges
from truth.conditions.inputs import MICRO, TODAY_AT_LATEST, Fact, Input, Inputs
from truth.conditions.regions import AGE, Box
from truth.model.canonical import Json
from truth.model.instant import format_instant, from_microseconds

_AT = AGE[0]
_DAYS = Ranges(((1, date.max.toordinal()),))
_NOT_NEGATIVE = frozenset(("duration", "business_days"))
_DAY = 86_400


def relative_to_today(box: Box) -> bool:
    """Whether a date of the case is held to several spans at once: then it depends on the day whether it can be."""
    told = [name.partition(_AT)[0] for name in box if _AT in name]
    return len(told) != len(set(told))


def instance(box: Box, inputs: Inputs, today: date, calendar: Calendar) -> dict[str, Fact] | None:
    """Facts for all inputs that fit a box on a day; None where none do."""
    facts = {name: domain.witness() for name, domain in box.items() if _AT not in name}
    for name, input in inputs.items():
        if input.type == "date":
            days = _days(box, input, today, calendar)
            if days.empty:
                return None
            facts[name] = _nearest(days, today.toordinal())
        elif input.type in _NOT_NEGATIVE and isinstance(box.get(name), Ranges):
            counts = cast(Ranges, box[name]).meet(Ranges(((0, None),)))
            if counts.empty:
                return None
            facts[name] = counts.witness()
    return {name: facts.get(name, _anything(input)) for name, input in inputs.items()}


def written(input: Input, fact: Fact, currency: str) -> Json:
    """A fact as a caller writes it."""
    writer = _WRITTEN.get(input.type)
    return writer(fact, currency) if writer else fact


def _days(box: Box, input: Input, today: date, calendar: Calendar) -> Ranges:
    """The days a date may be, given the day of the question."""
    days = _DAYS.meet(cast(Ranges, box[input.name])) if input.name in box else _DAYS
    if input.latest == TODAY_AT_LATEST:
        days = days.meet(Ranges(((None, today.toordinal()),)))
    for other, domain in box.items():
        name, _, span = other.partition(_AT)
        if name != input.name or not span:
            continue
        if isinstance(domain, Ranges):
            days = days.meet(_born(domain, today.toordinal()))
        else:
            first = calendar.first_day(today, _span(span)).toordinal()
            days = days.meet(Ranges(((first, None),) if domain.witness() else ((None, first - 1),)))
    return days


def _born(ages: Ranges, today: int) -> Ranges:
    """The days that lie so many days back."""
    ends = [
        (None if oldest is None else today - oldest, None if youngest is None else today - youngest)
        for youngest, oldest in ages.spans
    ]
    return Ranges(tuple(reversed(ends)))


def _span(text: str) -> Span:
    return int(text) if text.isdigit() else text


def _nearest(days: Ranges, today: int) -> int:
    """The day of a case that is nearest to today: the one a person would think of."""
    inside = [min(max(today, first or 1), last or today) for first, last in days.spans]
    return min(inside, key=lambda day: abs(day - today))


def _anything(input: Input) -> Fact:
    if input.type == "enum":
        return input.of[0]
    return _ANYTHING.get(input.type, 0)


def _decimal(fact: Fact) -> str:
    count = cast(int, fact)
    whole, decimals = divmod(abs(count), 10**MICRO)
    return f"{'-' if count < 0 else ''}{whole}.{decimals:0{MICRO}}".rstrip("0").rstrip(".")


def _duration(fact: Fact) -> str:
    seconds = cast(int, fact)
    return f"PT{seconds}S" if seconds % _DAY else f"P{seconds // _DAY}D"


def _instant(fact: Fact) -> str:
    try:
        return format_instant(from_microseconds(cast(int, fact)))
    except OverflowError:
        return str(fact)


_ANYTHING: Mapping[str, Fact] = MappingProxyType({"string": "any", "boolean": False, "set": frozenset()})
_WRITTEN: Mapping[str, Callable[[Fact, str], Json]] = MappingProxyType(
    {
        "date": lambda fact, _: date.fromordinal(cast(int, fact)).isoformat(),
        "datetime": lambda fact, _: _instant(fact),
        "duration": lambda fact, _: _duration(fact),
        "percent": lambda fact, _: _decimal(fact),
        "money": lambda fact, currency: {currency: _decimal(fact)},
        "set": lambda fact, _: sorted(cast("frozenset[str]", fact)),
    }
)
