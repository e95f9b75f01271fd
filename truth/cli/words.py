"""What changed between two texts, paragraph by paragraph and word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s]+")
_BREAK = re.compile(r"\n{2,}")
_LONGEST = 4000  # words; beyond that a comparison word by word costs more than it shows


@dataclass(frozen=True)
class Run:
    """Words that stand together; `changed` when the other text does not have them."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Passage:
    """Paragraphs that differ: how they read before and after; empty where there were, or are, none."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]


def passages(before: str, after: str) -> Iterator[Passage]:
    """The paragraphs in which two texts differ, with the words that make the difference."""
    old, new = _BREAK.split(before), _BREAK.split(after)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield passage("\n\n".join(old[a:b]), "\n\n".join(new[c:d]))


def passage(before: str, after: str) -> Passage:
    """Two texts side by side, word by word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > _LONGEST:
        return Passage((Run(before, True),), (Run(after, True),))
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return Passage(
        tuple(_runs(old, [(a, b, tag != "equal") for tag, a, b, _, _ in codes])),
        tuple(_runs(new, [(c, d, tag != "equal") for tag, _, _, c, d in codes])),
    )


def _runs(words: Sequence[str], spans: Sequence[tuple[int, int, bool]]) -> Iterator[Run]:
    for start, end, changed in spans:
        if start < end:
            yield Run("".join(words[start:end]), changed)
