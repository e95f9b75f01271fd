"""Words that are one slip away from a word the rules use: asked with one of them, a rule would be passed by unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from truth.conditions.condition import Condition, tests

_SEPARATORS = str.maketrans("", "", "-_ ")
_LONG = 6  # letters; shorter words are too often one letter apart and both right


def words_used(conditions: Iterable[Condition]) -> Mapping[str, frozenset[str]]:
    """By the name of each set that may hold any words: those the conditions look for in it."""
    found: dict[str, set[str]] = {}
    for condition in conditions:
        for test in tests(condition):
            if test.input.type == "set" and not test.input.of:
                words = [test.operand] if isinstance(test.operand, str) else test.operand
                found.setdefault(test.input.name, set()).update(words)
    return MappingProxyType({name: frozenset(words) for name, words in found.items()})


def near_word(word: str, used: frozenset[str]) -> str | None:
    """The word of the rules that `word` was probably meant to be; None where it is one of them, or like none.

    Like it is one that differs in capitals, hyphens, underscores or spaces only; and, of long words, in one letter.
    """
    if word in used:
        return None
    plain = _plain(word)
    return next((known for known in sorted(used) if _is_near(plain, _plain(known))), None)


def _plain(word: str) -> str:
    return word.casefold().translate(_SEPARATORS)


def _is_near(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(other) < _LONG or abs(len(one) - len(other)) > 1:
        return False
    alike = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(other))
    rest = one[alike:], other[alike:]
    return rest[0][1:] == rest[1][1:] or rest[0][1:] == rest[1] or rest[0] == rest[1][1:]
