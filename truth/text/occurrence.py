"""Where in a pattern, as it was typed, something stands that a check has found in the words people see."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

_BETWEEN = r"[\s*_]+"  # words may be apart by a line's end, and by the marks of emphasis
_APART = "\0"  # what no words hold
_APOSTROPHES = re.compile(r"['’]")


def occurrences(pattern: str, words: str) -> Iterator[tuple[int, int]]:
    """Every place of some words, whole and whatever their case: the first character, and the one after the last."""
    for found in _finder(words).finditer(pattern):
        yield found.span()


class Places:
    """Where in a pattern what its sentences say was typed: what is said for the nth time, at its nth place."""

    def __init__(self, pattern: str, sentences: Sequence[str]) -> None:
        self._pattern = pattern
        self._said = _APART.join(sentences)
        self._begins = [0, *accumulate(len(sentence) + len(_APART) for sentence in sentences)]
        self._known: dict[str, tuple[list[int], list[tuple[int, int]]]] = {}

    def of(self, words: str, sentence: int) -> tuple[int, int] | None:
        """The place of some words of the sentence with this index; None where markup stands in between."""
        if words not in self._known:
            said = [start for start, _ in occurrences(self._said, words)]
            self._known[words] = said, list(occurrences(self._pattern, words))
        said, typed = self._known[words]
        nth = bisect_left(said, self._begins[sentence])
        return typed[min(nth, len(typed) - 1)] if typed else None


def first_name(pattern: str, name: str) -> tuple[int, int] | None:
    """Where an argument is first used."""
    found = re.search(rf"\{{\s*({re.escape(name)})\s*[,}}]", pattern)
    return found.span(1) if found else None


@lru_cache(maxsize=1024)
def _finder(words: str) -> re.Pattern[str]:
    pieces = (_APOSTROPHES.sub("['’]", re.escape(piece)) for piece in words.split())
    return re.compile(rf"(?<![\w{{])(?:{_BETWEEN.join(pieces)})(?!\w)", re.IGNORECASE)
