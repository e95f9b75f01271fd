"""Patterns: what to look for in the bytes of a file, of everything a snapshot and a configuration know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from truth.drift.config import StatusPlace
from truth.drift.facts.facts import Facts
from truth.drift.facts.phrases import FEWEST, Phrase
from truth.drift.piece import HOLE
from truth.drift.tokens import tokens_of
from truth.kinds import KINDS
from truth.text.size import PERCENT, TIME


class Kind(StrEnum):
    """What a pattern is a clue to."""

    REF = "ref"
    CALL = "call"
    IGNORE = "ignore"
    STATUS = "status"
    LABEL = "label"
    """A label of one word: counts only where it stands alone."""
    SHORT = "short"
    """The beginning of a label or a sentence of a few words."""
    RUN = "run"
    """Some words of a longer wording."""
    AVOIDED = "avoided"
    ANCHOR = "anchor"
    UNIT = "unit"


Clue = tuple[str, Kind]

MONEY = "money"
_COMMON = 0.02  # the share of the phrases that a word is in which tells nothing
_ENOUGH = 3  # runs of words, so that one change does not spoil them all
_MARKUP = 80  # bytes of it that stand between the words of a phrase
_MOST, _NEARLY_ALL = 0.65, 0.8  # of a phrase's words: an escape or an alteration hides some
_MANY = 5  # runs of words, of which one change leaves two
_UNITS = {
    TIME: (
        *("day", "week", "month", "year", "hour", "business", "working", "calendar", "werk", "arbeits", "tag", "täg"),
        *(
            "woche",
            "wöch",
            "monat",
            "jahr",
            "jähr",
            "stunde",
            "jour",
            "semaine",
            "mois",
            "an ",
            "an.",
            "an<",
            "an,",
            "ans",
        ),
        "heure",
    ),
    PERCENT: ("%", "per cent", "percent", "prozent", "pour cent"),
    MONEY: (
        *("€", "£", "$", "¥", "&euro;", "&pound;", "&#8364;", "&#163;", "\\u20ac", "\\u00a3"),
        *("euro", "pound", "pfund", "livre"),
    ),
}


def clues_of(facts: Facts, places: Sequence[StatusPlace]) -> Iterator[Clue]:
    """Everything but the longer wordings."""
    yield from ((f"{kind}:", Kind.REF) for kind in KINDS)
    yield "truth", Kind.CALL
    yield "truth:ignore", Kind.IGNORE
    for place in places:
        yield from _of_place(facts, place)
    for phrase in facts.phrasebook.phrases:
        if len(phrase.words) < FEWEST and HOLE not in phrase.words:
            yield from _short(phrase)
    for each in facts.catalogue.setting.avoid.values():
        yield from ((" ".join(one.say.split()), Kind.AVOIDED) for one in each)
    for promise in facts.promises:
        yield from ((_beginning(word), Kind.ANCHOR) for words in promise.anchors.values() for word in words)
    yield from ((unit, Kind.UNIT) for unit in _units(facts))


def _units(facts: Facts) -> Iterator[str]:
    """The units of what the anchors are about; others tell nothing."""
    wanted = {promise.size.of if promise.size else MONEY for promise in facts.promises}
    yield from (unit for kind in sorted(wanted) for unit in _UNITS.get(kind, ()))
    yield from facts.currencies


@dataclass(frozen=True, slots=True)
class Traces:
    """What is left of a phrase when it was altered a little, one word in five: `needed` of its runs of words.

    They stand within `length` bytes of each other, and at least so many of its `words`, `least`, with them.
    """

    needed: int
    length: int
    words: tuple[bytes, ...]
    least: float


def runs_of(phrases: Sequence[Phrase]) -> tuple[Mapping[str, tuple[int, ...]], Sequence[Traces]]:
    """Runs of words, with the longer phrases, by index, that have them; and the traces of each phrase."""
    common = _common(phrases)
    by_run: dict[str, list[int]] = {}
    traces: list[Traces] = []
    for index, phrase in enumerate(phrases):
        runs = _telling(phrase, common) if len(phrase.words) >= FEWEST else []
        for run in runs:
            by_run.setdefault(run, []).append(index)
        traces.append(_traces(phrase, len(runs), common))
    return {run: tuple(each) for run, each in by_run.items()}, traces


def _traces(phrase: Phrase, runs: int, common: frozenset[str]) -> Traces:
    """Where one run has to be enough, nearly all words have to stand around it; else most of those that tell."""
    said = list(dict.fromkeys(word for word in phrase.words if word != HOLE))
    rare = [word for word in said if word not in common]
    many = runs >= _MANY and len(rare) >= _ENOUGH
    words = tuple(word.encode() for word in (rare if many else said))
    length = len(phrase.said.encode()) * 3 // 2 + _MARKUP
    return Traces(2 if runs >= _MANY else 1, length, words, len(words) * (_MOST if many else _NEARLY_ALL))


def _of_place(facts: Facts, place: StatusPlace) -> Iterator[Clue]:
    """The last step of every name, as code and data write it, and codes no person would write."""
    for name in (*place.fields, *place.enums, *place.columns, *place.json, *place.i18n):
        steps = [step for step in name.replace("[*]", "").split(".") if step and step != "$"]
        yield steps[-1], Kind.STATUS
    known = facts.vocabularies.get(place.vocabulary)
    yield from ((code, Kind.STATUS) for code in (known.codes if known else ()) if "_" in code)


def _short(phrase: Phrase) -> Iterator[Clue]:
    if len(phrase.words) == 1:
        yield from [(phrase.words[0], Kind.LABEL)] if phrase.role == "label" else []
    elif phrase.whole:
        yield " ".join(phrase.words[:2]), Kind.SHORT


def _common(phrases: Sequence[Phrase]) -> frozenset[str]:
    """The words that are in so many phrases that they tell nothing."""
    counts = Counter(word for phrase in phrases for word in set(phrase.words))
    return frozenset(word for word, count in counts.items() if count > len(phrases) * _COMMON)


def _telling(phrase: Phrase, common: frozenset[str]) -> list[str]:
    """Runs of words by which a phrase is known; none of common words alone, where enough others are left."""
    tokens = tokens_of(phrase.said)
    width = 2 if len(tokens) == FEWEST else 3
    runs = [tokens[at : at + width] for at in range(len(tokens) - width + 1)]
    whole = [run for run in runs if all(token.word != HOLE for token in run)]
    rare = [run for run in whole if not common.issuperset(token.word for token in run)]
    said = (phrase.said[run[0].start : run[-1].end] for run in (rare if len(rare) >= _ENOUGH else whole))
    return list(dict.fromkeys(" ".join(run.lower().replace("’", "'").split()) for run in said))


def _beginning(anchor: str) -> str:
    """What an anchor begins with, whatever stands between its words, and a German verb's `zu` in it."""
    first = anchor.split()[0]
    return first[:6] if len(first) > 8 else first
