"""Numbers in a text that may be values of its policy, for its owner to confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from babel.dates import get_month_names
from babel.numbers import get_currency_precision

from truth.kinds.policy.importing.rules import TYPED_DATE, Note, excerpt
from truth.kinds.policy.importing.sheet import Section
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.text.duration import UNITS
from truth.text.formatting import cldr
from truth.text.quantity import (
    BUSINESS_DAYS,
    PERCENT,
    currency_words,
    number_before,
    read_number,
    unit_words,
    without_gap,
)
from truth.text.reading import words_of

_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD")
_ISO: Mapping[str, str] = MappingProxyType(
    dict(zip(UNITS, ("P{}Y", "P{}M", "P{}W", "P{}D", "PT{}H", "PT{}M", "PT{}S"), strict=True))
)
_LARGEST = 99_999
_DIGITS_AFTER = re.compile(r"[ \u00a0\u202f]{0,2}(?P<digits>[0-9]{1,9}(?:[.,][0-9]{3})*(?:[.,][0-9]{1,2})?)(?!\w)")
_EMAIL = re.compile(r"(?<![\w.@+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?![\w@])")
_TARGET = re.compile(r"\]\((?:\\.|[^()\\])*\)")
_SENTENCE_END = re.compile(r"(?<=[^\d][.!?])\s+|\n+")
_DATED = re.compile(
    r"updated|effective|in force|revised|stand\b|gültig|in kraft|aktualisiert|mise à jour|en vigueur|version",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidate:
    """A number as a clause writes it, what it would be as a value, and the sentence it stands in."""

    typed: str
    type: str
    value: Json
    clause: str
    sentence: str


def candidates(sections: Sequence[Section], locale: str) -> list[Candidate]:
    """Every number with a unit, e-mail address and amount, clause by clause; each spelling once in a clause.

    Empty for a locale without data.
    """
    found: dict[tuple[str, str, str], Candidate] = {}
    for section in sections:
        for sentence in _sentences(section):
            for type, value, typed in sorted(_quantities(sentence, locale), key=lambda one: sentence.find(one[2])):
                key = (section.id, type, typed)
                found.setdefault(key, Candidate(typed, type, value, section.id, excerpt(sentence, 100)))
    return list(found.values())


def dated(sections: Sequence[Section], locale: str) -> Iterator[Note]:
    """Dates of the wording itself that were typed into it."""
    for section in sections:
        for sentence in _sentences(section):
            day = _days(locale).search(sentence) if _DATED.search(sentence) else None
            if day:
                fix = "write {effective} or {updated}, which know the date from the release"
                yield Note(TYPED_DATE, section.line, f"'{excerpt(sentence)}' in '{section.id}' is typed by hand", fix)


def _sentences(section: Section) -> Iterator[str]:
    """The sentences people see, without where links lead."""
    for words in words_of(_TARGET.sub("](#)", section.text), True):
        yield from (sentence for sentence in _SENTENCE_END.split(words) if sentence.strip())


def _quantities(sentence: str, locale: str) -> Iterator[tuple[str, Json, str]]:
    """`(type, value, as typed)`."""
    with suppress(Invalid):  # a locale without data
        yield from chain(_times(sentence, locale), _percents(sentence, locale), _amounts(sentence, locale))
    yield from (("email", match.group(), match.group()) for match in _EMAIL.finditer(sentence))


def _times(sentence: str, locale: str) -> Iterator[tuple[str, Json, str]]:
    business = BUSINESS_DAYS.get(cldr(locale).language)
    for number, typed in _counted(sentence, business, locale) if business else ():
        yield "business_days", number, typed
    for unit in UNITS:
        for number, typed in _counted(sentence, unit_words(locale, unit), locale):
            yield "duration", _ISO[unit].format(number), typed


def _counted(sentence: str, units: str, locale: str) -> Iterator[tuple[int, str]]:
    for number, typed in _before(sentence, units, locale):
        if number == int(number) and 0 < number <= _LARGEST:
            yield int(number), typed


def _percents(sentence: str, locale: str) -> Iterator[tuple[str, Json, str]]:
    for number, typed in _before(sentence, "%" + PERCENT.get(cldr(locale).language, ""), locale):
        yield "percent", f"{number:f}", typed


def _amounts(sentence: str, locale: str) -> Iterator[tuple[str, Json, str]]:
    for currency in _CURRENCIES:
        digits = Decimal(1).scaleb(-get_currency_precision(currency))
        signs = currency_words(currency, locale)
        for number, typed in chain(_before(sentence, signs, locale), _after(sentence, signs, locale)):
            if number <= 10**9 and number == number.quantize(digits):
                yield "money", {currency: f"{number.quantize(digits):f}"}, typed


def _before(sentence: str, units: str, locale: str) -> Iterator[tuple[Decimal, str]]:
    for unit in _unit(units).finditer(sentence):
        found = number_before(sentence, without_gap(sentence, unit.start()), locale)
        if found:
            yield found[0], sentence[found[1] : unit.end()]


def _after(sentence: str, units: str, locale: str) -> Iterator[tuple[Decimal, str]]:
    for unit in _unit(units).finditer(sentence):
        digits = _DIGITS_AFTER.match(sentence, unit.end())
        number = read_number(digits["digits"], locale) if digits else None
        if digits and number is not None:
            yield number, sentence[unit.start() : digits.end()]


@lru_cache(maxsize=512)
def _unit(units: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{units})(?![^\W\d])", re.IGNORECASE)


@lru_cache(maxsize=64)
def _days(locale: str) -> re.Pattern[str]:
    """A day of the calendar, as people of the locale write it; a day without its year is none."""
    try:
        names = [
            name for width in ("wide", "abbreviated") for name in get_month_names(width, locale=cldr(locale)).values()
        ]
    except Invalid:
        names = []
    any_month = "|".join(re.escape(name.rstrip(".")) for name in sorted(names, key=len, reverse=True)) or r"[^\W\d]+"
    day = r"[0-9]{1,2}(?:st|nd|rd|th|er|\.)?"
    return re.compile(
        rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{1,2}}[./][0-9]{{1,2}}[./][0-9]{{4}}"
        rf"|(?:{any_month})\.? {day},? [0-9]{{4}}|{day} (?:{any_month})\.? [0-9]{{4}}",
        re.IGNORECASE,
    )
