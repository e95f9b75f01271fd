"""Typed values as Python has them, and what Python has as typed values are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from truth.model.errors import Invalid

if TYPE_CHECKING:
    from truth.text.argument import TypedValue

_FIXED = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}


def native(typed: TypedValue, currency: str) -> Any:
    """A value as its Python type.

    A duration becomes a `timedelta`, or stays ISO 8601 text where it counts months or years, which have no fixed
    length; money becomes the `Decimal` amount in `currency`, and `Invalid` names the currencies there are.
    """
    match typed.type:
        case "duration":
            return _timedelta(typed.value)
        case "money":
            from truth.text.formatting import amount_in

            return Decimal(amount_in(typed.value, currency))
        case "percent":
            return Decimal(typed.value)
        case "date":
            return date.fromisoformat(typed.value)
        case "datetime":
            return datetime.fromisoformat(typed.value)
        case _:
            return typed.value


def supplied(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as the registry reads them: `date(2026, 12, 3)` as "2026-12-03". None is an argument left out."""
    return {
        name: value if type(value) is str else _plain(name, value)
        for name, value in arguments.items()
        if value is not None
    }


def _plain(name: str, value: Any) -> Any:
    """A value as a string or JSON; what has no such form is left to be refused with its argument's type."""
    match value:
        case str():
            return str.__str__(value)
        case date():  # a datetime is one too
            return value.isoformat()
        case timedelta():
            return _iso(name, value)
        case Decimal():
            return f"{value:f}"
        case Mapping():
            return {key: _plain(name, one) for key, one in value.items()}
        case _:
            return value


def _iso(name: str, length: timedelta) -> str:
    """`P30D`, `PT2H30M`: days, hours, minutes and seconds, each where there are any."""
    if length.days < 0 or length.microseconds or not length:
        raise Invalid(f"'{name}' is {length}; a duration is a whole number of seconds above 0")
    days = f"{length.days}D" if length.days else ""
    clock = {"H": length.seconds // 3600, "M": length.seconds // 60 % 60, "S": length.seconds % 60}
    hours = "".join(f"{count}{unit}" for unit, count in clock.items() if count)
    return f"P{days}T{hours}" if hours else f"P{days}"


def _timedelta(text: str) -> timedelta | str:
    from truth.text.duration import read_duration

    parts = read_duration(text)
    if any(unit not in _FIXED for _, unit in parts):
        return text
    return timedelta(seconds=sum(count * _FIXED[unit] for count, unit in parts))
