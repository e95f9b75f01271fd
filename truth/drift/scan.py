"""Scan: one pass over a file's bytes that tells which rules can have something to say about it.

An Aho-Corasick automaton over everything that could matter: refs, the names of configured fields, a few words of every
canonical text, anchors with their units, words to avoid. A file in which nothing is found is never parsed.
The pass is over the bytes in small ASCII letters; other letters are looked for in each of their cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ahocorasick_rs import BytesAhoCorasick

from truth.drift.config import StatusPlace
from truth.drift.facts.facts import Facts
from truth.drift.patterns import Clue, Kind, Traces, clues_of, runs_of


class Matter(StrEnum):
    """What a file can matter for."""

    REFS = "refs"
    TEXTS = "texts"
    STATUSES = "statuses"
    NUMBERS = "numbers"
    TONE = "tone"
    IGNORES = "ignores"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file can matter for, and the bytes at which words of canonical texts and anchors stand, in order."""

    matters: frozenset[Matter] = frozenset()
    words: Sequence[int] = ()
    anchors: Sequence[int] = ()


NOTHING = Seen()
_BLANK = 80  # bytes of white space around a label
_NEAR = 700  # bytes between an anchor and a unit that can be of one sentence, markup and escapes included
_BESIDE = b">\"'`:|}\n="  # before a label that stands alone
_BEHIND = b"<\"'`,;|{\n.!"
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789_")


_Hit = tuple[int, int, int]
"""Which pattern, from which byte, to which."""


class Scanner:
    """Knows what a snapshot and a configuration make worth looking for; made once, used for every file."""

    def __init__(self, facts: Facts, places: Sequence[StatusPlace]) -> None:
        clues = dict.fromkeys(_in_cases(clues_of(facts, places)))
        by_run, self._traces = runs_of(facts.phrasebook.phrases)
        runs = dict.fromkeys(_in_cases((run, Kind.RUN) for run in by_run))
        self._kinds = [kind for _, kind in (*clues, *runs)]
        told = [by_run.get(word.decode().replace("’", "'").lower(), ()) for word, _ in runs]
        self._by_pattern = [*([()] * len(clues)), *told]
        patterns = [word for word, _ in (*clues, *runs)]
        self._automaton = BytesAhoCorasick(patterns) if patterns else None

    def see(self, data: bytes) -> Seen:
        """What there is to see in a file."""
        if self._automaton is None:
            return NOTHING
        small = data.lower()
        hits: dict[Kind, list[_Hit]] = {kind: [] for kind in Kind}
        kinds = self._kinds
        for hit in self._automaton.find_matches_as_indexes(small, overlapping=True):
            hits[kinds[hit[0]]].append(hit)
        found = {matter for kind, matter in _MEANT.items() if _any_stands(kind, small, hits[kind])}
        if _are_near(small, hits[Kind.ANCHOR], hits[Kind.UNIT]):
            found.add(Matter.NUMBERS)
        if self._says_enough(small, hits[Kind.RUN]):
            found.add(Matter.TEXTS)
        words = sorted(start for kind in _OF_TEXTS for _, start, _ in hits[kind])
        return Seen(frozenset(found), words, [start for _, start, _ in hits[Kind.ANCHOR]])

    def _says_enough(self, small: bytes, runs: Sequence[_Hit]) -> bool:
        """Whether as much of any phrase is there as is left of it when it was altered a little."""
        before: dict[int, tuple[int, int]] = {}
        for run, start, _ in runs:
            for phrase in self._by_pattern[run]:
                traces = self._traces[phrase]
                other, at = before.get(phrase, (run, 0))
                is_second = other != run and start - at <= traces.length
                if (traces.needed == 1 or is_second) and _are_around(small, start, traces):
                    return True
                before[phrase] = run, start
        return False


def _are_around(small: bytes, start: int, traces: Traces) -> bool:
    """Whether most words of a phrase stand around one of its runs."""
    around = small[max(0, start - traces.length) : start + traces.length]
    return sum(word in around for word in traces.words) >= traces.least


def _in_cases(clues: Iterable[Clue]) -> Iterable[tuple[bytes, Kind]]:
    """The clues as bytes in small ASCII letters; other letters in the cases they are written in."""
    for word, kind in clues:
        if word.isascii() and "'" not in word:
            yield word.lower().encode(), kind
            continue
        for cased in (word.lower(), word.upper(), word.capitalize()):
            yield cased.encode().lower(), kind
            yield cased.replace("'", "’").encode().lower(), kind


_REF = re.compile(rb"[a-z0-9-]{1,80}/|[{$%\"'`]")
_ASKED = re.compile(rb"\s{0,4}[.(\"'\\-]")
_NUMBER_WORDS = (
    *(b"one", b"two", b"three", b"four", b"five", b"six", b"seven", b"eight", b"nine", b"ten", b"eleven", b"twelve"),
    *(b"teen", b"ty", b"hundred", b"ein", b"eins", b"eine", b"einer", b"einem", b"einen", b"zwei", b"drei", b"vier"),
    *(
        "fünf".encode(),
        b"sechs",
        b"sieben",
        b"acht",
        b"neun",
        b"zehn",
        b"elf",
        "zwölf".encode(),
        b"zig",
        "ßig".encode(),
    ),
    *(b"within a", b"within an", b"eines"),
    *(b"hundert", b"un", b"une", b"deux", b"trois", b"quatre", b"cinq", b"sept", b"huit", b"neuf", b"dix", b"onze"),
    *(b"douze", b"treize", b"quatorze", b"quinze", b"seize", b"vingt", b"trente", b"quarante", b"cinquante"),
    *(b"soixante", b"cent", b"cents"),
)
_SPOKEN = re.compile(
    rb"(?:zehn|zig|\xc3\x9fig|hundert|(?<![a-z])(?:[a-z]{2,7}(?:teen|ty)|"
    + b"|".join(word for word in _NUMBER_WORDS if word not in (b"teen", b"ty"))
    + rb"))\Z"
)
_BETWEEN = (
    rb"(?:&nbsp;|&#160;|&#xa0;|\\u00a0|\xc2\xa0|\xe2\x80\xaf|</?(?:b|i|u|em|strong|span)>|[ \t\r\n*_}-]|"
    rb"\xe2\x80[\x90-\x95])"
)
_GAP = re.compile(_BETWEEN + rb"{1,5}\Z")
_COUNTS = re.compile(rb"(?:&nbsp;|&#160;|\xc2\xa0|\xe2\x80\xaf| ){0,2}[0-9]")


def _begins_a_ref(data: bytes, _start: int, end: int) -> bool:
    return _REF.match(data, end) is not None


def _is_asked(data: bytes, start: int, end: int) -> bool:
    """Whether `truth` is asked for something, rather than spoken of."""
    beside = data[max(0, start - 8) : start].rstrip()
    return _ASKED.match(data, end) is not None or beside.endswith((b"data-", b"|", b"{%", b"@"))


def _is_counted(data: bytes, start: int, end: int) -> bool:
    """Whether a number stands beside a unit."""
    beside = data[max(0, start - 48) : start]
    before = beside.rstrip(b" \t\r\n*_-")
    if len(beside) - len(before) > _WIDEST_GAP:
        return _COUNTS.match(data, end) is not None
    if before[-1:] in _MAY_BE_MARKUP:
        before = _GAP.sub(b"", before)
    spoken = before.endswith(_NUMBER_WORDS) and _SPOKEN.search(before, max(0, len(before) - 24)) is not None
    return spoken or before[-1:].isdigit() or _COUNTS.match(data, end) is not None


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether nothing but what ends a text stands around a word."""
    before, after = data[max(0, start - _BLANK) : start].rstrip(b" \t\r"), data[end : end + _BLANK].lstrip(b" \t\r")
    return (not before or before[-1:] in _BESIDE) and (not after or after[:1] in _BEHIND)


def _is_whole(data: bytes, start: int, end: int) -> bool:
    return (start == 0 or data[start - 1] not in _LETTERS) and (end == len(data) or data[end] not in _LETTERS)


_WIDEST_GAP = 5  # bytes of white space between a number and its unit
_MAY_BE_MARKUP = tuple(bytes([byte]) for byte in (*b">;0}", *range(0x80, 0xC0)))


_MEANT: Mapping[Kind, Matter] = {
    Kind.REF: Matter.REFS,
    Kind.CALL: Matter.REFS,
    Kind.IGNORE: Matter.IGNORES,
    Kind.STATUS: Matter.STATUSES,
    Kind.LABEL: Matter.TEXTS,
    Kind.SHORT: Matter.TEXTS,
    Kind.AVOIDED: Matter.TONE,
}
_OF_TEXTS = (Kind.RUN, Kind.LABEL, Kind.SHORT)
_STANDS: Mapping[Kind, Callable[[bytes, int, int], bool]] = {
    Kind.REF: _begins_a_ref,
    Kind.CALL: _is_asked,
    Kind.LABEL: _stands_alone,
    Kind.AVOIDED: _is_whole,
}


def _any_stands(kind: Kind, data: bytes, hits: Sequence[_Hit]) -> bool:
    """Whether any hit of a kind stands as it has to."""
    stands = _STANDS.get(kind)
    return bool(hits) if stands is None else any(stands(data, start, end) for _, start, end in hits)


def _are_near(data: bytes, anchors: Sequence[_Hit], units: Sequence[_Hit]) -> bool:
    """Whether any anchor and any counted unit are near one another; both are in the order of the file."""
    first = 0
    for _, anchor, _ in anchors:
        while first < len(units) and units[first][1] < anchor - _NEAR:
            first += 1
        while first < len(units) and units[first][1] <= anchor + _NEAR:
            if _is_counted(data, *units[first][1:]):
                return True
            first += 1  # one that is not counted is near no other anchor either
    return False
