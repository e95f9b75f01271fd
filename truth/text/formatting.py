"""Typed values as people read them, from CLDR data: what a pattern sees for one argument.

The digits of money and percent are ours: a decimal string is shown with exactly the digits it has, because CLDR's
currency digits differ from ISO 4217 for some currencies, and a formatter that rounds would change a price.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import NumberPattern
from babel.units import format_unit

from truth.model.errors import Invalid
from truth.model.instant import parse_instant
from truth.model.nearest import did_you_mean
from truth.text.argument import TypedValue
from truth.text.calendar import read_date
from truth.text.duration import read_duration
from truth.text.words import pattern_for_business_days, word_for_draft, word_for_truth

_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_CACHED = 8192
_SCALAR = (str, int)


@dataclass(frozen=True, slots=True)
class Formatted:
    """What a pattern sees for one argument.

    `{name}` sees `text`, plural and selectordinal `number` (None: it has none), select `choice`. Links take `choice`,
    the value as it was given. An absent optional argument is `ABSENT`.
    """

    text: str
    number: int | Decimal | None
    choice: str | None


DRAFT = "draft"
"""The type of a date of publication while nothing is published."""

ABSENT = Formatted("", None, "none")


def display(value: TypedValue, locale: str, *, currency: str, time_zone: str) -> Formatted:
    """A typed value in the words of a locale.

    `Invalid` when the value does not fit its type, for a currency the money lacks (naming those it has), and for a
    locale without the words it takes.
    """
    raw = value.value
    if value.type == "money":
        return _money(amount_in(raw, currency), currency, locale)
    if value.type == DRAFT:
        return Formatted(word_for_draft(cldr(locale)), None, DRAFT)
    if isinstance(raw, _SCALAR):
        return _shown(value.type, isinstance(raw, bool), raw, locale, time_zone)
    raise Invalid(f"a {value.type} is not written as {type(raw).__name__}")


def amount_in(raw: Any, currency: str) -> str:
    """The decimal string that money has in `currency`; `Invalid` names the currencies it does have."""
    if not isinstance(raw, dict):
        raise Invalid('money is written per currency, like {EUR: "4.95"}')
    amount = raw.get(currency)
    if not isinstance(amount, str):
        raise Invalid(f"there is no amount in {currency[:16]}; there is: {', '.join(sorted(map(str, raw))) or 'none'}")
    return amount


@lru_cache(maxsize=_CACHED)
def format_number(number: int | Decimal, locale: str) -> str:
    """A number with the locale's grouping and exactly its own digits: 1,234.50 · 1.234,50."""
    known = cldr(locale)
    return _exactly(known.decimal_formats[None], Decimal(number), _digits(Decimal(number)), known)


@lru_cache(maxsize=256)
def cldr(locale: str) -> Locale:
    """CLDR's data for a locale; `Invalid` where CLDR does not know it."""
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise Invalid(f"CLDR has no data for locale '{locale[:64]}'") from error


@lru_cache(maxsize=_CACHED)
def _shown(kind: str, _is_bool: bool, raw: Any, locale: str, time_zone: str) -> Formatted:
    # `_is_bool` is part of the cache key only: 1 and True are equal, and mean different things.
    if kind == "datetime":
        return _datetime(raw, locale, time_zone)
    formatter = _FORMATTERS.get(kind)
    if formatter is None:
        raise Invalid(f"'{kind}' is not a type of value{did_you_mean(kind, [*_FORMATTERS, 'money', 'datetime'])}")
    return formatter(raw, locale)


def _plain(raw: Any, _locale: str) -> Formatted:
    if not isinstance(raw, str) or not raw:
        raise Invalid("it is no text, or an empty one")
    return Formatted(raw, None, raw)


def _boolean(raw: Any, locale: str) -> Formatted:
    if not isinstance(raw, bool):
        raise Invalid("a boolean is true or false")
    code = "true" if raw else "false"
    return Formatted(word_for_truth(raw, cldr(locale)) or code, None, code)


def _integer(raw: Any, locale: str) -> Formatted:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Invalid("an integer is a whole number without quotes")
    return Formatted(format_number(raw, locale), raw, str(raw))


def _business_days(raw: Any, locale: str) -> Formatted:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise Invalid("business days are a whole number from 0")
    shown = pattern_for_business_days(raw, cldr(locale)).format(format_number(raw, locale))
    return Formatted(shown, raw, str(raw))


def _duration(raw: Any, locale: str) -> Formatted:
    if not isinstance(raw, str):
        raise Invalid("a duration is written like P30D")
    parts, known = read_duration(raw), cldr(locale)
    shown = [format_unit(count, f"duration-{unit}", "long", locale=known) for count, unit in parts]
    return Formatted(format_list(shown, locale=known), parts[0][0] if len(parts) == 1 else None, raw)


def _date(raw: Any, locale: str) -> Formatted:
    return Formatted(format_date(read_date(str(raw)), "long", cldr(locale)), None, str(raw))


def _datetime(raw: Any, locale: str, time_zone: str) -> Formatted:
    if not isinstance(raw, str):
        raise Invalid("a datetime is an instant with its offset, like 2026-12-03T14:00:00+01:00")
    known = cldr(locale)
    try:
        there = parse_instant(raw).astimezone(_zone(time_zone))
    except OverflowError as error:
        raise Invalid(f"'{raw}' is outside the calendar in {time_zone}") from error
    day, hour = format_date(there.date(), "long", known), format_time(there, "short", locale=known)
    joined = str(known.datetime_formats["long"]).replace("'", "")
    return Formatted(joined.replace("{1}", day).replace("{0}", hour), None, raw)


def _percent(raw: Any, locale: str) -> Formatted:
    number, known = _decimal(raw), cldr(locale)
    shown = _exactly(known.percent_formats[None], number.scaleb(-2), _digits(number), known)
    return Formatted(shown, number, raw)


@lru_cache(maxsize=_CACHED)
def _money(amount: str, currency: str, locale: str) -> Formatted:
    number, known = _decimal(amount), cldr(locale)
    pattern = known.currency_formats["standard"]
    return Formatted(_exactly(pattern, number, _digits(number), known, currency), number, amount)


def _decimal(raw: Any) -> Decimal:
    if not isinstance(raw, str) or not _DECIMAL.fullmatch(raw):
        raise Invalid(f"'{str(raw)[:64]}' is not a decimal; write it quoted with a point, like \"4.95\"")
    return Decimal(raw)


def _digits(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _exactly(pattern: NumberPattern, number: Decimal, digits: int, known: Locale, currency: str | None = None) -> str:
    exact = copy.copy(pattern)
    exact.frac_prec = (digits, digits)
    return str(exact.apply(number, known, currency=currency, currency_digits=False))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(f"'{name[:64]}' is not a time zone; write it like Europe/Berlin") from error


_FORMATTERS: Mapping[str, Callable[[Any, str], Formatted]] = MappingProxyType(
    {
        **dict.fromkeys(("string", "enum", "url", "phone", "email"), _plain),
        "boolean": _boolean,
        "integer": _integer,
        "percent": _percent,
        "duration": _duration,
        "business_days": _business_days,
        "date": _date,
    }
)
