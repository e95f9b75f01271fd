"""Where in a pattern, as it was typed, something stands that a check has found in the words people see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_BETWEEN = r"[\s*_]+"  # words may be apart by a line's end, and by the marks of emphasis
_APOSTROPHES = re.compile(r"['’]")


def occurrences(pattern: str, words: str) -> Iterator[tuple[int, int]]:
    """Every place of some words, whole and whatever their case: the first character, and the one after the last."""
    for found in _finder(words).finditer(pattern):
        yield found.span()


def first_occurrence(pattern: str, words: str) -> tuple[int, int] | None:
    """The first place of some words; None where markup stands in between."""
    return next(occurrences(pattern, words), None)


def first_name(pattern: str, name: str) -> tuple[int, int] | None:
    """Where an argument is first used."""
    found = re.search(rf"\{{\s*({re.escape(name)})\s*[,}}]", pattern)
    return found.span(1) if found else None


@lru_cache(maxsize=1024)
def _finder(words: str) -> re.Pattern[str]:
    pieces = (_APOSTROPHES.sub("['’]", re.escape(piece)) for piece in words.split())
    return re.compile(rf"(?<![\w{{])(?:{_BETWEEN.join(pieces)})(?!\w)", re.IGNORECASE)
