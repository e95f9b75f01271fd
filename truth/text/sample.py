"""Texts filled with believable values, so that checks can measure what people will see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from icu4py.breakers import CharacterBreaker, SentenceBreaker, WordBreaker

from truth.model.errors import Invalid
from truth.text.argument import UNDECIDED, Argument, example_of
from truth.text.formatting import ABSENT, Formatted, display
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.render import Rendered, names_in, render
from truth.text.setting import Format

_ORDINAL = re.compile(r"(?<![\w.,])[0-9]{1,2}\.\s*\Z")
_ORDINALS_WITH_A_STOP = frozenset(
    ("cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "nn", "no", "pl", "sk", "sl", "sr", "tr")
)


def show_example(argument: Argument, locale: str, channel: str | None, around: Surroundings) -> Formatted:
    """An argument's believable value as `locale` shows it to a channel; `Invalid` where it cannot be shown."""
    if argument.type == UNDECIDED:
        return Formatted("…", 1, "…")
    setting = around.setting
    currency = setting.currency_of(channel)
    value = example_of(argument)
    if argument.bound is None and value.type == "money" and isinstance(value.value, dict):
        currency = currency if currency in value.value else next(iter(value.value), currency)
    return display(value, locale, currency=currency, time_zone=setting.time_zone)


def samples(
    node: TextNode, variant: Variant, channel: str | None, format: Format, around: Surroundings
) -> Iterator[Rendered]:
    """The variant with every argument there, then with the optional ones absent; nothing where it cannot be filled."""
    try:
        names = names_in(variant.pattern, node.markdown)
        known = around.known(node)
        values = {name: show_example(known[name], variant.locale, channel, around) for name in names}
    except (Invalid, KeyError):
        return
    optional = {name: ABSENT for name in names if known[name].optional}
    for filled in [values, {**values, **optional}] if optional else [values]:
        yield from _rendered(node, variant, format, filled)


def _rendered(node: TextNode, variant: Variant, format: Format, values: Mapping[str, Formatted]) -> Iterator[Rendered]:
    try:
        yield render(variant.pattern, variant.locale, format, values, markdown=node.markdown)
    except Invalid:
        return


def length(text: str) -> int:
    """Characters as people see them (extended grapheme clusters, UAX #29)."""
    return len(text) if text.isascii() else sum(1 for _ in CharacterBreaker(text, "en"))


def sentences(text: str, locale: str) -> Iterator[str]:
    """The sentences of a text, line by line (UAX #29); `3. Dezember` does not end one."""
    ordinals = locale.split("-")[0] in _ORDINALS_WITH_A_STOP
    for line in text.splitlines():
        begun = ""
        for piece in SentenceBreaker(line, _icu(locale)):
            begun += piece
            if not (ordinals and _ORDINAL.search(begun)):
                yield from _stripped(begun)
                begun = ""
        yield from _stripped(begun)


def _stripped(sentence: str) -> Iterator[str]:
    if sentence.strip():
        yield sentence.strip()


def count_words(sentence: str, locale: str) -> int:
    """Words of a sentence (UAX #29); punctuation is none."""
    return sum(1 for piece in WordBreaker(sentence, _icu(locale)) if any(char.isalnum() for char in piece))


def _icu(locale: str) -> str:
    return locale.replace("-", "_")
