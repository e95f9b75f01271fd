"""Numbers with their unit, as people write them: "30 days", "thirty-day", "30-tägig", "4,95 €", "19 percent".

Finds in a sentence what repeats a typed value. Precision first: a number counts only with its unit beside it, a bare
number only where the sentence is anchored to the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from babel import Locale
from babel.numbers import get_currency_name, get_currency_symbol
from babel.units import format_unit

from truth.model.errors import Invalid
from truth.text.argument import TypedValue
from truth.text.duration import UNITS, read_duration
from truth.text.formatting import cldr, display
from truth.text.numerals import number_words

_DIGITS = r"[0-9]{1,12}(?:[.,'’ \u00a0\u202f][0-9]{3}){0,4}(?:[.,][0-9]{1,9})?"
_BARE = re.compile(rf"(?<![\w.,]){_DIGITS}(?![\w%])|(?<![\w\u2011-])[^\W\d_]+(?![\w\u2011-])")
_DIGITS_BEFORE = re.compile(rf"(?<![\w.,]){_DIGITS}\Z")
_DIGITS_AFTER = re.compile(rf"{_DIGITS}(?!\w)")
_WORDS = re.compile(r"\w+")
_HYPHEN = "\u2011"  # the one that does not break
_GAP = f" \u00a0\u202f-{_HYPHEN}"
_WIDEST_GAP = 2
_LONGEST_NUMBER = 40  # characters that a number, in words, may take
_LAST_GROUP = re.compile(r"^(.*)([.,])([0-9]+)$")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./\u00a0-]{5,30}[0-9]")

_MORE_UNITS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "de": {
            "year": r"jahren?|jahres|jährig\w{0,2}",
            "month": r"monaten?|monats|monatig\w{0,2}",
            "week": r"wochen|wöchig\w{0,2}",
            "day": r"tagen|tages|tägig\w{0,2}",
            "hour": r"stündig\w{0,2}",
            "minute": r"minütig\w{0,2}",
        },
    }
)
BUSINESS_DAYS: Mapping[str, str] = MappingProxyType(
    {
        "en": r"(?:business|working|work)[ -]?days?|weekdays?",
        "de": r"(?:werk|arbeits|geschäfts)tag(?:en?|es)?",
        "fr": r"jours? (?:ouvrés?|ouvrables?)",
    }
)
WHOLE: Mapping[str, str] = MappingProxyType(
    {
        "en": r"(?:(?:calendar|full|whole|consecutive)[ -])?",
        "de": r"(?:kalender|(?:volle|ganze|aufeinanderfolgende)[rn]? )?",
    }
)
"""What may stand between a number and a unit of time, and changes nothing."""
PERCENT: Mapping[str, str] = MappingProxyType({"en": "|per ?cent", "de": "|prozent", "fr": "|pour ?cent"})

_MONTHS = {"year": 12, "month": 1}
_COUNTS = (0, 1, 2, 3, 5, 11, 100)  # between them, they reach every plural form a count of days takes
_SECONDS = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}


def repeats(sentence: str, value: TypedValue, locale: str, *, anchored: bool) -> Iterator[str]:
    """The pieces of a sentence that say what a value says; `anchored` sentences are known to speak of it."""
    finder = _FINDERS.get(value.type) or (_bare if anchored and value.type == "integer" else None)
    try:
        yield from dict.fromkeys(finder(sentence, value, locale) if finder else ())
    except Invalid:  # a value that cannot be read, or a locale without data, repeats nothing
        return


def read_number(text: str, locale: str) -> Decimal | None:
    """A number as written in a locale, in digits or in words; None where it is none."""
    spoken = _spoken(text, locale)
    return Decimal(spoken) if spoken is not None else _digits(text, cldr(locale))


def _spoken(text: str, locale: str) -> int | None:
    return number_words(locale).get(text.casefold().replace(_HYPHEN, "-"))


def _business_days(sentence: str, value: TypedValue, locale: str) -> Iterator[str]:
    return _counted(sentence, BUSINESS_DAYS.get(cldr(locale).language), value, locale)


def _percents(sentence: str, value: TypedValue, locale: str) -> Iterator[str]:
    return _counted(sentence, "%" + PERCENT.get(cldr(locale).language, ""), value, locale)


def _dates(sentence: str, value: TypedValue, locale: str) -> Iterator[str]:
    shown = display(value, locale, currency="", time_zone="UTC").text
    return _verbatim(sentence, [shown, str(value.value)])


def _addresses(sentence: str, value: TypedValue, _locale: str) -> Iterator[str]:
    return _verbatim(sentence, [str(value.value)])


def _durations(sentence: str, value: TypedValue, locale: str) -> Iterator[str]:
    wanted = _size(read_duration(str(value.value)))
    whole = WHOLE.get(cldr(locale).language, "")
    for unit in UNITS:
        for number, typed in _before_units(sentence, f"{whole}(?:{unit_words(locale, unit)})", locale):
            if number == int(number) and _size(((int(number), unit),)) == wanted:
                yield typed


def _size(parts: tuple[tuple[int, str], ...]) -> tuple[int, int]:
    """Months and seconds: what can be compared; a month is never so many days."""
    months = sum(count * _MONTHS.get(unit, 0) for count, unit in parts)
    return months, sum(count * _SECONDS.get(unit, 0) for count, unit in parts)


def _counted(sentence: str, unit: str | None, value: TypedValue, locale: str) -> Iterator[str]:
    for number, typed in _before_units(sentence, unit, locale) if unit else ():
        if _equal(number, value.value):
            yield typed


def _amounts(sentence: str, value: TypedValue, locale: str) -> Iterator[str]:
    for currency, amount in value.value.items():
        signs = currency_words(currency, locale)
        for number, typed in chain(_before_units(sentence, signs, locale), _after_units(sentence, signs, locale)):
            if _equal(number, amount):
                yield typed


def _bare(sentence: str, value: TypedValue, locale: str) -> Iterator[str]:
    for match in _BARE.finditer(sentence):
        if _equal(read_number(match.group(), locale), value.value):
            yield match.group()


def _before_units(sentence: str, units: str, locale: str) -> Iterator[tuple[Decimal, str]]:
    """Numbers that a unit follows, each with the piece of the sentence that says both."""
    for unit in _unit(units).finditer(sentence):
        end = without_gap(sentence, unit.start())
        found = number_before(sentence, end, locale)
        if found:
            number, start = found
            yield number, sentence[start : unit.end()]


def _after_units(sentence: str, units: str, locale: str) -> Iterator[tuple[Decimal, str]]:
    for unit in _unit(units).finditer(sentence):
        begin = unit.end()
        while begin < len(sentence) and begin - unit.end() < _WIDEST_GAP and sentence[begin] in _GAP:
            begin += 1
        digits = _DIGITS_AFTER.match(sentence, begin)
        number = read_number(digits.group(), locale) if digits else None
        if digits and number is not None:
            yield number, sentence[unit.start() : digits.end()]


def without_gap(sentence: str, end: int) -> int:
    """Where the word before `end` ends: at most two spaces or hyphens back."""
    begin = end
    while begin > 0 and end - begin < _WIDEST_GAP and sentence[begin - 1] in _GAP:
        begin -= 1
    return begin


def number_before(sentence: str, end: int, locale: str) -> tuple[Decimal, int] | None:
    """The number that ends at `end`, in digits or in words, the longest there is, and where it begins.

    A number in brackets counts only where it says the one before it again: `thirty (30) days`, `30 (thirty) days`.
    """
    opening = sentence.rfind("(", max(0, end - _LONGEST_NUMBER), end) if sentence[end - 1 : end] == ")" else -1
    if opening < 0:
        return _written_before(sentence, end, locale)
    found = _written_before(sentence, without_gap(sentence, opening), locale)
    again = read_number(sentence[opening + 1 : end - 1], locale)
    return found if found and found[0] == again else None


def _written_before(sentence: str, end: int, locale: str) -> tuple[Decimal, int] | None:
    lowest = max(0, end - _LONGEST_NUMBER)
    digits = _DIGITS_BEFORE.search(sentence, lowest, end)
    if digits:
        number = read_number(digits.group(), locale)
        return None if number is None else (number, digits.start())
    for word in _WORDS.finditer(sentence, lowest, end):
        spoken = _spoken(sentence[word.start() : end], locale)
        if spoken is not None:
            return Decimal(spoken), word.start()
    return None


def _phones(sentence: str, value: TypedValue, _locale: str) -> Iterator[str]:
    wanted = re.sub(r"[^0-9]", "", str(value.value))
    for match in _PHONE.finditer(sentence):
        if re.sub(r"[^0-9]", "", match.group()) == wanted:
            yield match.group()


def _verbatim(sentence: str, written: list[str]) -> Iterator[str]:
    for text in written:
        if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", sentence):
            yield text


def _equal(number: Decimal | None, owned: object) -> bool:
    try:
        return number is not None and number == Decimal(str(owned))
    except InvalidOperation:
        return False


def _digits(text: str, known: Locale) -> Decimal | None:
    plain = re.sub(r"['’ \u00a0\u202f]", "", text)
    last = _LAST_GROUP.match(plain)
    if last:
        grouped = len(last[3]) == 3 and known.number_symbols["latn"].get("group") == last[2]
        whole = re.sub(r"[.,]", "", last[1])
        plain = f"{whole}{last[3]}" if grouped else f"{whole}.{last[3]}"
    return Decimal(plain) if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain) else None


@lru_cache(maxsize=1024)
def _unit(units: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{units})(?![^\W\d])", re.IGNORECASE)


@lru_cache(maxsize=512)
def unit_words(locale: str, unit: str) -> str:
    """The unit's forms: CLDR's for a count, and the inflected ones a language also uses."""
    known = cldr(locale)
    shown = {format_unit(count, f"duration-{unit}", "long", format="0", locale=known) for count in _COUNTS}
    forms = {re.sub(r"[0-9]", "", text).strip(" \u00a0\u202f") for text in shown}
    own = _MORE_UNITS.get(known.language, {}).get(unit)
    return "|".join([*(re.escape(form) for form in _longest_first(forms)), *([own] if own else [])])


@lru_cache(maxsize=512)
def currency_words(currency: str, locale: str) -> str:
    """The ways to write a currency, as a regular expression: its code, its sign, its name."""
    known = cldr(locale)
    words = {currency, get_currency_symbol(currency, known)}
    words |= {get_currency_name(currency, count, known) for count in (1, 2)}
    return "|".join(re.escape(word) for word in _longest_first(words))


def _longest_first(words: set[str]) -> list[str]:
    return sorted(words - {""}, key=lambda word: (-len(word), word))


_FINDERS: Mapping[str, Callable[[str, TypedValue, str], Iterator[str]]] = MappingProxyType(
    {
        "duration": _durations,
        "business_days": _business_days,
        "percent": _percents,
        "money": _amounts,
        "date": _dates,
        "url": _addresses,
        "email": _addresses,
        "phone": _phones,
    }
)
