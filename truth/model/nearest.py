"""The nearest known name, for messages that say "did you mean …?"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 200  # a longer name is not a typing mistake, and comparing it would cost


def nearest(name: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Up to `count` known names that `name` is probably meant to be, best first."""
    if len(name) > _LONGEST:
        return []
    return get_close_matches(name, [candidate for candidate in known if len(candidate) <= _LONGEST], count, 0.6)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a message: "; did you mean 'x'?", or a list of what there is, or nothing."""
    candidates = sorted(set(known))
    close = nearest(name, candidates)
    if close:
        return f"; did you mean '{close[0]}'?"
    if candidates and len(candidates) <= 12:
        return f"; there is: {', '.join(candidates)}"
    return ""
