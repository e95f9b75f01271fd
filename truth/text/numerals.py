"""Number words of English, German and French, from 0 to 999: "thirty", "dreißig", "trente"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_EN_SMALL = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_EN_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_DE_SMALL = _words(
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
)
_DE_TENS = _words("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_FR_SMALL = _words(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
)
_FR_TENS = _words("vingt trente quarante cinquante soixante")


@lru_cache(maxsize=64)
def number_words(locale: str) -> Mapping[str, int]:
    """Every word (small letters) for a number in the locale's language; none for a language not listed here.

    The words for one that are also articles ("ein", "un", "une") are left out: they seldom count.
    """
    speller = _SPELLERS.get(locale.replace("_", "-").split("-")[0].lower())
    if speller is None:
        return {}
    return {word: number for number in range(1000) for word in speller(number) if word not in ("ein", "un")}


def _english(number: int) -> Iterator[str]:
    if number < 20:
        yield _EN_SMALL[number]
    elif number < 100:
        tens, ones = _EN_TENS[number // 10 - 2], number % 10
        yield from (f"{tens}-{_EN_SMALL[ones]}", f"{tens} {_EN_SMALL[ones]}") if ones else (tens,)
    else:
        yield from _english_hundreds(number)


def _english_hundreds(number: int) -> Iterator[str]:
    hundreds, rest = f"{_EN_SMALL[number // 100]} hundred", number % 100
    if rest == 0:
        yield hundreds
        return
    for word in _english(rest):
        yield f"{hundreds} and {word}"
        yield f"{hundreds} {word}"


def _german(number: int) -> Iterator[str]:
    for word in _german_words(number):
        yield word
        if "ß" in word:
            yield word.replace("ß", "ss")


def _german_words(number: int) -> Iterator[str]:
    if number < 20:
        yield _DE_SMALL[number]
    elif number < 100:
        tens, ones = _DE_TENS[number // 10 - 2], number % 10
        yield f"{_DE_SMALL[ones].removesuffix('s') if ones == 1 else _DE_SMALL[ones]}und{tens}" if ones else tens
    else:
        yield from _german_hundreds(number)


def _german_hundreds(number: int) -> Iterator[str]:
    counts = ("ein", "") if number < 200 else (_DE_SMALL[number // 100],)
    for word in _german_words(number % 100) if number % 100 else ("",):
        yield from (f"{count}hundert{word}" for count in counts)


def _french(number: int) -> Iterator[str]:
    for word in _french_words(number):
        yield word
        if "-" in word:
            yield word.replace("-", " ")


def _french_words(number: int) -> Iterator[str]:
    if number < 20:
        yield _FR_SMALL[number]
    elif number < 70:
        yield from _french_tens(number)
    elif number < 80:
        yield "soixante et onze" if number == 71 else f"soixante-{_FR_SMALL[number - 60]}"
    elif number < 100:
        yield "quatre-vingts" if number == 80 else f"quatre-vingt-{_FR_SMALL[number - 80]}"
    else:
        yield from _french_hundreds(number)


def _french_tens(number: int) -> Iterator[str]:
    tens, ones = _FR_TENS[number // 10 - 2], number % 10
    if ones == 1:
        yield f"{tens} et un"
        yield f"{tens}-et-un"
    else:
        yield f"{tens}-{_FR_SMALL[ones]}" if ones else tens


def _french_hundreds(number: int) -> Iterator[str]:
    count, rest = number // 100, number % 100
    head = "cent" if count == 1 else f"{_FR_SMALL[count]} cent"
    if rest == 0:
        yield head if count == 1 else f"{head}s"
        return
    yield from (f"{head} {word}" for word in _french_words(rest))


_SPELLERS: Mapping[str, Callable[[int], Iterator[str]]] = {"en": _english, "de": _german, "fr": _french}
