"""Values as promises: what a change of a constant takes from customers, and from programs that read it.

Which direction is good for the customer is what the old document says under `favours`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from truth.conditions.calendar import days_later
from truth.conditions.inputs import micro
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Category, Finding, Rule, Severity
from truth.text.calendar import read_date
from truth.text.duration import read_duration


def _window(**changes: Json) -> Mapping[str, Any]:
    return {"after": {"policy:returns": {"values": {"window": changes}}}}


VALUE_REMOVED = Rule(
    "policy/value-removed",
    Severity.ERROR,
    "Programs that read the value, and texts elsewhere that show it, find nothing.",
    passes={"after": {"policy:returns": {"values": {"hold": {"type": "duration", "value": "P7D"}}}}},
    fails={"after": {"policy:returns": {"values": {"window": None}}}},
    category=Category.WIRE,
)
VALUE_TYPE_CHANGED = Rule(
    "policy/value-type-changed",
    Severity.ERROR,
    "Programs that read the value get something they cannot read.",
    passes=_window(value="P45D"),
    fails=_window(type="integer", value=30, favours="more"),
    category=Category.WIRE,
)
UNIT_CHANGED = Rule(
    "policy/unit-changed",
    Severity.ERROR,
    "The same number in another unit is another promise: 5 days are over before 5 business days.",
    passes=_window(value="P45D"),
    fails=_window(type="business_days", value=30, favours="more"),
    category=Category.WIRE,
)
NARROWED = Rule(
    "policy/narrowed",
    Severity.ERROR,
    "Customers get less than we promised; they are told in time, and it counts after the notice period.",
    passes=_window(value="P45D"),
    fails=_window(value="P14D"),
    category=Category.PROMISE,
)
WIDENED = Rule(
    "policy/widened",
    Severity.INFO,
    "Customers get more than we promised; worth telling them.",
    passes=_window(value="P14D"),
    fails=_window(value="P45D"),
    category=Category.PROMISE,
)
RULES = (VALUE_REMOVED, VALUE_TYPE_CHANGED, UNIT_CHANGED, NARROWED, WIDENED)

_UNITS = frozenset(("duration", "business_days"))
_MORE_IS_BETTER = frozenset(("longer", "more", "higher", "later"))
_DAY = 86_400
_SECONDS: Mapping[str, int] = MappingProxyType(
    {"week": 7 * _DAY, "day": _DAY, "hour": 3_600, "minute": 60, "second": 1}
)
_MONTHS = tuple(date(year, month, 1) for year in range(2023, 2027) for month in range(1, 13))

Length = tuple[int, int]
"""The least and the most a value can come to: a month is 28 to 31 days."""


def value_breaks(old: Document, new: Document) -> Iterator[Finding]:
    """What the change does to the entry's own values."""
    before, after = old.body.get("values", {}), new.body.get("values", {})
    for name, was in before.items():
        if name not in after:
            message, fix = f"the value '{name}' is gone", "keep it until nobody reads it"
            yield VALUE_REMOVED.finding(old.entry / "values" / name, message, path=("values",), fix=fix)
        else:
            yield from _changed(new, name, was, after[name])


def _changed(new: Document, name: str, was: Mapping[str, Json], now: Mapping[str, Json]) -> Iterator[Finding]:
    subject, path = new.entry / "values" / name, ("values", name)
    if was["type"] != now["type"]:
        rule = UNIT_CHANGED if {was["type"], now["type"]} <= _UNITS else VALUE_TYPE_CHANGED
        message = f"'{name}' was {_shown(was)} and is {_shown(now)}"
        fix = "say what is meant now under another name, and keep this one until nobody reads it"
        yield rule.finding(subject, message, path=(*path, "type"), fix=fix)
    elif was["type"] == "money":
        for currency in sorted(set(was["value"]) - set(now["value"])):
            message, fix = f"'{name}' has no amount in {currency} any more", f"keep the amount in {currency}"
            yield VALUE_REMOVED.finding(subject, message, path=(*path, "value"), fix=fix)
        for currency in sorted(set(was["value"]) & set(now["value"])):
            ends = (was["value"][currency], now["value"][currency])
            yield from _moved(new, name, was, ends, (*path, "value", currency))
    else:
        yield from _moved(new, name, was, (was["value"], now["value"]), (*path, "value"))


def _moved(
    new: Document, name: str, was: Mapping[str, Json], ends: tuple[Json, Json], path: tuple[str, ...]
) -> Iterator[Finding]:
    length, favours = _LENGTHS.get(was["type"]), was.get("favours")
    if length is None or favours is None or ends[0] == ends[1]:
        return
    before, after = (length(end) for end in ends)
    if before == after:
        return
    if favours not in _MORE_IS_BETTER:
        before, after = after, before
    narrowed = after[0] < before[0] or after[1] < before[1]
    message = f"'{name}' was {ends[0]} and is {ends[1]}; customers are better off with {favours}"
    told = "let it count after the notice period of the company profile (governance: notice), and tell customers"
    rule, fix = (NARROWED, told) if narrowed else (WIDENED, "tell customers")
    yield rule.finding(new.entry / "values" / name, message, path=path, fix=fix)


def _shown(spec: Mapping[str, Json]) -> str:
    return f"{spec['value']} ({spec['type'].replace('_', ' ')})"


def _duration(text: str) -> Length:
    parts = read_duration(text)
    months = sum(count * (12 if unit == "year" else 1) for count, unit in parts if unit in ("year", "month"))
    rest = sum(count * _SECONDS[unit] for count, unit in parts if unit in _SECONDS)
    whole, years = months % 4_800, months // 4_800  # the calendar repeats every 400 years
    days = [(days_later(first, f"P{whole}M") - first).days for first in _MONTHS]
    return tuple((one + years * 146_097) * _DAY + rest for one in (min(days), max(days)))  # type: ignore[return-value]


def _point(read: Callable[[Any], int]) -> Callable[[Json], Length]:
    return lambda raw: (read(raw), read(raw))


_LENGTHS: Mapping[str, Callable[[Json], Length]] = MappingProxyType(
    {
        "duration": _duration,
        "business_days": _point(int),
        "integer": _point(int),
        "percent": _point(micro),
        "money": _point(micro),
        "date": _point(lambda text: read_date(text).toordinal()),
    }
)
