"""Tokens: the words of a text, each with its place, as wordings are compared: whatever their case and their spacing."""

from __future__ import annotations

import re
from typing import NamedTuple

from truth.drift.piece import HOLE

_TOKEN = re.compile(rf"{HOLE}|[€$£¥%]|[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_ENDS = ".!?…\n"
_CLOSING = "»”“\"'’)]* \t\u00a0\u202f"


class Token(NamedTuple):
    """A word as it is compared, and the characters it stands on; `HOLE` for what is filled in."""

    word: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """The words of a text, in order."""
    return [Token(_folded(found.group()), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(_folded(found) for found in _TOKEN.findall(text))


def sentence_spans(text: str, tokens: list[Token]) -> list[tuple[int, int]]:
    """The runs of tokens, as (first, after the last), between which a sentence or a line ends."""
    spans, first = [], 0
    for index in range(1, len(tokens)):
        if ends_between(text, tokens[index - 1].end, tokens[index].start):
            spans.append((first, index))
            first = index
    if tokens:
        spans.append((first, len(tokens)))
    return spans


def ends_between(text: str, end: int, start: int) -> bool:
    """Whether a sentence or a line ends between two words."""
    between = text[end:start]
    if "\n" in between:
        return True
    sign = between.lstrip(_CLOSING)[:1]
    return sign != "" and sign in _SENTENCE_ENDS and between[-1:].isspace()


def _folded(word: str) -> str:
    return word.lower().replace("’", "'")
