"""Mentions: the quantities a sentence speaks of, in digits or in words, with their unit: "3–5 business days",
"30-day", "30-tägig", "sous quinze jours", "4,95 €", "19 percent".

A number without a unit is none. A range is one mention, from its lower to its upper end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from truth.text.duration import UNITS
from truth.text.formatting import cldr
from truth.text.quantity import (
    BUSINESS_DAYS,
    PERCENT,
    WHOLE,
    currency_words,
    number_before,
    read_number,
    unit_words,
    without_gap,
)
from truth.text.size import PERCENT as PERCENTAGE
from truth.text.size import TIME, Size, time

_RANGE = re.compile(r"(?:\s?[-–—−/]\s?|\s(?:to|or|and|bis|oder|und|à|a|ou|et)\s)\Z", re.IGNORECASE)
_OPENED = {"and": "between", "und": "zwischen", "et": "entre"}
_DIGITS_AFTER = re.compile(
    r"[ \u00a0\u202f]{0,2}([0-9]{1,12}(?:[.,'’ \u00a0\u202f][0-9]{3}){0,4}(?:[.,][0-9]{1,9})?)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity: what it comes to, and the characters that say it. Money has its `currency`, from `low` to `high`."""

    size: Size
    start: int
    end: int
    currency: str | None = None


def times_in(sentence: str, locale: str) -> Iterator[Mention]:
    """Durations and business days, in their order."""
    for unit in _time_units(locale).finditer(sentence):
        name = next(name for name, said in unit.groupdict().items() if said)
        found = list(_numbers_before(sentence, unit.start(), locale)) or _article_before(sentence, unit.start(), locale)
        for low, high, start in found:
            yield Mention(_sized(name, low).to(_sized(name, high)), start, unit.end())


def percents_in(sentence: str, locale: str) -> Iterator[Mention]:
    """Percentages."""
    words = "%" + PERCENT.get(cldr(locale).language, "")
    for unit in re.finditer(rf"(?:{words})(?![^\W\d])", sentence, re.IGNORECASE):
        for low, high, start in _numbers_before(sentence, unit.start(), locale):
            yield Mention(Size(PERCENTAGE, low, high), start, unit.end())


def amounts_in(sentence: str, locale: str, currencies: Collection[str]) -> Iterator[Mention]:
    """Amounts of money in any of the currencies; each amount once, however its currency stands to it."""
    met: set[int] = set()
    for currency in currencies:
        for sign in _currency(currency, locale).finditer(sentence):
            for mention in (*_amount_before(sentence, sign, locale), *_amount_after(sentence, sign, locale)):
                place = mention.end if mention.start == sign.start() else without_gap(sentence, sign.start())
                if place not in met:
                    met.add(place)
                    yield Mention(mention.size, mention.start, mention.end, currency)


def _amount_before(sentence: str, sign: re.Match[str], locale: str) -> Iterator[Mention]:
    for low, high, start in _numbers_before(sentence, sign.start(), locale):
        yield Mention(Size("money", low, high), start, sign.end())


def _amount_after(sentence: str, sign: re.Match[str], locale: str) -> Iterator[Mention]:
    digits = _DIGITS_AFTER.match(sentence, sign.end())
    number = read_number(digits[1], locale) if digits else None
    if digits and number is not None:
        yield Mention(Size("money", number, number), sign.start(), digits.end())


def _sized(name: str, count: Decimal) -> Size:
    return Size(TIME, count, count, business=True) if name == "business" else time(count, name)


def _numbers_before(sentence: str, unit: int, locale: str) -> Iterator[tuple[Decimal, Decimal, int]]:
    """The number or the range a unit follows, as (lowest, highest, where it begins); at most one."""
    found = number_before(sentence, without_gap(sentence, unit), locale)
    if found is None:
        return
    high, start = found
    sign = _RANGE.search(sentence, max(0, start - 8), start)
    if sign is None:
        yield high, high, start
        return
    lower = number_before(sentence, sign.start(), locale)
    if lower is None or lower[0] > high or not _may_range(sentence, sign, lower[1]):
        yield high, high, start
    else:
        yield lower[0], high, lower[1]


def _article_before(sentence: str, unit: int, locale: str) -> list[tuple[Decimal, Decimal, int]]:
    """One, where an article says it: `within a month`. Elsewhere it seldom counts: `twice a week`."""
    pattern = _ARTICLE.get(cldr(locale).language)
    found = pattern.search(sentence, max(0, unit - _LONGEST_ARTICLE), unit) if pattern else None
    return [(Decimal(1), Decimal(1), found.start(1))] if found else []


_ARTICLE = {
    "en": re.compile(r"\bwithin[ \u00a0](an?)[ \u00a0]\Z", re.IGNORECASE),
    "de": re.compile(r"\b(?:innerhalb|binnen)(?: von)?[ \u00a0](eine[mrs])[ \u00a0]\Z", re.IGNORECASE),
    "fr": re.compile(r"\b(?:sous|délai d['’])[ \u00a0]?(une?)[ \u00a0]\Z", re.IGNORECASE),
}
_LONGEST_ARTICLE = 24  # characters, with the word before it


def _may_range(sentence: str, sign: re.Match[str], start: int) -> bool:
    """`2 and 5 days` is a range only after `between`."""
    opening = _OPENED.get(sign.group().strip().casefold())
    return opening is None or sentence[:start].rstrip().casefold().endswith(opening)


@lru_cache(maxsize=64)
def _time_units(locale: str) -> re.Pattern[str]:
    business = BUSINESS_DAYS.get(cldr(locale).language)
    whole = WHOLE.get(cldr(locale).language, "")
    named = [f"(?P<business>{business})"] if business else []
    named += [f"(?P<{unit}>{whole}(?:{unit_words(locale, unit)}))" for unit in UNITS]
    return re.compile(rf"(?:{'|'.join(named)})(?![^\W\d])", re.IGNORECASE)


@lru_cache(maxsize=256)
def _currency(currency: str, locale: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{currency_words(currency, locale)})(?![^\W\d])", re.IGNORECASE)
