"""Words and phrases found in a sentence: whole, whatever their case, their apostrophes and their spacing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")


@lru_cache(maxsize=1024)
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """Finds any of the phrases, the longest first, in a `folded` text; None where there are none."""
    if not phrases:
        return None
    longest_first = sorted({folded(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(phrase) for phrase in longest_first)})(?!\w)")


def folded(text: str) -> str:
    """The text as it is compared: case folded, one kind of apostrophe, single spaces."""
    return " ".join(text.casefold().replace("’", "'").split())


def for_locale(by_locale: Mapping[str, Sequence[T]], locale: str) -> Sequence[T]:
    """What is kept for a locale, or for the language it belongs to."""
    tags = locale.split("-")
    for count in range(len(tags), 0, -1):
        if "-".join(tags[:count]) in by_locale:
            return by_locale["-".join(tags[:count])]
    return ()
