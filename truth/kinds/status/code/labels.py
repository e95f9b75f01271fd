"""Labels as constants: the words of a status in one locale and channel, without a reader to fill anything in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from truth.kinds.status.code.facts import Facts, StatusFacts
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.text.choice import DEFAULT
from truth.text.message import BadPattern, Literal, parse


def locales_of(facts: Facts) -> tuple[str, ...]:
    """The locales in which every status has a label, sorted."""
    having = [frozenset(status.label) for status in facts.statuses]
    return tuple(sorted(frozenset.intersection(*having))) if having else ()


def label(status: StatusFacts, locale: str, channel: str | None, entry: object) -> str:
    """The words of a status for good.

    Raises `Invalid` where there are none in the locale, or where they need an argument: a constant cannot say them.
    """
    where = f"{entry}/{status.code}/label"
    pattern = pattern_in(status.label, locale, channel)
    if pattern is None:
        raise Invalid(f"{where} has no words for '{locale}'; add them, or leave the locale out")
    words = constant(pattern)
    if words is None:
        raise Invalid(f"{where} ({locale}) is '{pattern[:80]}', which has an argument; leave labels out (--no-labels)")
    return words


def label_shown(status: StatusFacts, locale: str | None, channel: str | None = None) -> str:
    """What a picture calls a status: its label where there is one, else its code."""
    for candidate in (locale, *sorted(status.label)):
        pattern = pattern_in(status.label, candidate, channel) if candidate else None
        if pattern:
            return constant(pattern) or pattern
    return status.code


def pattern_in(text: Mapping[str, Json], locale: str, channel: str | None) -> str | None:
    """The pattern of a Text in a locale or the language it belongs to (`de-AT` → `de`); None where there is none."""
    for candidate in _wider(locale):
        for pattern in _patterns(text.get(candidate), channel):
            if isinstance(pattern, str):
                return pattern
    return None


def constant(pattern: str) -> str | None:
    """What a pattern says without arguments; None where it has any."""
    try:
        message = parse(pattern)
    except BadPattern:
        return None
    literals = [node.text for node in message if isinstance(node, Literal)]
    return "".join(literals) if len(literals) == len(message) else None


def _wider(locale: str) -> Iterator[str]:
    tags = locale.split("-")
    return ("-".join(tags[:count]) for count in range(len(tags), 0, -1))


def _patterns(words: Json, channel: str | None) -> Iterable[Json]:
    if isinstance(words, Mapping):
        return [words.get(name) for name in (channel, DEFAULT) if name]
    return [words]
