"""Inputs: what a caller supplies to a decision or a quote, and the exact scale on which two of a type are compared.

Money and percent are counted in millionths, dates in days since 0001-01-01, instants in microseconds, durations in
seconds: whole numbers all, so that a comparison is never a matter of rounding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.instant import parse_instant, to_microseconds
from truth.model.nearest import did_you_mean
from truth.text.calendar import read_date
from truth.text.duration import read_duration

Localized = Mapping[str, str | Mapping[str, str]]
"""A Text: per locale words, or words per channel."""

Fact = int | str | bool | frozenset[str]
"""An input's value on its scale."""

MICRO = 6
"""Decimals that money and percent may have; they are counted in units of 10⁻⁶."""

ORDERED = frozenset(("integer", "business_days", "percent", "money", "date", "datetime", "duration"))
"""Types whose values have an order."""

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,6})?")
_LARGEST = 2**53 - 1
_SECONDS = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}


@dataclass(frozen=True)
class Input:
    """A typed input. `of` are the words an enum or a set may hold (empty: any).

    `label` is what people call it, and `words` what they call its words, per locale. `latest` is the last a date may
    be: "today", the day of the question; None: any.
    """

    name: str
    type: str
    of: tuple[str, ...] = ()
    label: Localized | None = None
    words: Mapping[str, Localized] = field(default_factory=dict, compare=False, hash=False)
    latest: str | None = None


TODAY_AT_LATEST = "today"
"""The `latest` of a date that cannot lie in the future, such as that of a delivery."""

Inputs = Mapping[str, Input]


def declared(specs: Mapping[str, Mapping[str, Json]]) -> Inputs:
    """The inputs a document declares as `{name: {type, of?, label?, words?, latest?}}`."""
    return {name: _declared(name, spec) for name, spec in specs.items()}


def _declared(name: str, spec: Mapping[str, Json]) -> Input:
    of, words = tuple(spec.get("of", ())), spec.get("words", {})
    return Input(name, spec["type"], of, spec.get("label"), words, spec.get("latest"))


def fact(input: Input, raw: Json, currency: str | None = None) -> Fact:
    """A supplied value on its scale; `Invalid` says what was given and what is expected.

    Money is `{CUR: amount}`, of which `currency` is taken, or the amount alone.
    """
    try:
        return _SCALES[input.type](input, raw, currency)
    except Invalid as error:
        given = json.dumps(raw, ensure_ascii=False, default=repr)
        raise Invalid(f"'{input.name}' is {given[:64]}: {error.message}") from error


def micro(text: Json) -> int:
    """A quoted decimal in millionths; `Invalid` for anything else, floats above all."""
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        raise Invalid('expected a decimal in quotes, with a point, like "4.95"')
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(MICRO, "0"))


def seconds(text: Json) -> int:
    """A duration's length; `Invalid` for years and months, which have none of their own."""
    parts = read_duration(_word(text, "a duration like P30D"))
    if any(unit not in _SECONDS for _, unit in parts):
        raise Invalid("months and years differ in length; compare durations in weeks, days or hours")
    return sum(count * _SECONDS[unit] for count, unit in parts)


def _integer(input: Input, raw: Json, _: str | None) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or abs(raw) > _LARGEST:
        raise Invalid("expected a whole number")
    return raw


def _money(input: Input, raw: Json, currency: str | None) -> int:
    if not isinstance(raw, Mapping):
        return micro(raw)
    if currency not in raw:
        raise Invalid(f"there is no amount in {currency}; there is: {', '.join(sorted(raw))}")
    return micro(raw[currency])


def _enum(input: Input, raw: Json, _: str | None) -> str:
    word = _word(raw, "a word")
    if input.of and word not in input.of:
        raise Invalid(f"it is none of its words{did_you_mean(word, input.of)}")
    return word


def _set(input: Input, raw: Json, _: str | None) -> frozenset[str]:
    if not isinstance(raw, list | tuple | set | frozenset):
        raise Invalid("expected a list of words")
    return frozenset(_enum(input, word, None) for word in raw)


def _boolean(input: Input, raw: Json, _: str | None) -> bool:
    if not isinstance(raw, bool):
        raise Invalid("expected true or false")
    return raw


def _word(raw: Json, wanted: str) -> str:
    if not isinstance(raw, str):
        raise Invalid(f"expected {wanted}")
    return raw


_SCALES: Mapping[str, Callable[[Input, Json, str | None], Fact]] = MappingProxyType(
    {
        "integer": _integer,
        "business_days": _integer,
        "percent": lambda _, raw, __: micro(raw),
        "money": _money,
        "date": lambda _, raw, __: read_date(_word(raw, "a date like 2026-12-03")).toordinal(),
        "datetime": lambda _, raw, __: to_microseconds(parse_instant(_word(raw, "an instant with its offset"))),
        "duration": lambda _, raw, __: seconds(raw),
        "enum": _enum,
        "string": lambda _, raw, __: _word(raw, "a text"),
        "boolean": _boolean,
        "set": _set,
    }
)
