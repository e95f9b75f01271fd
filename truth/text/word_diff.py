"""Two texts compared word by word, as a person marks up a page: what stayed, what went, what came.

Spaces are no words: a text that was only wrapped anew is the same. A line's end is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from truth.text.sequences import Pair, common

_WORD = re.compile(
    r"(?P<word>\n|https?://[^\s()<>]+|[^\W_]+(?:[-.,:'’/@_][^\W_]+)*|[^\s])(?P<space>[^\S\n]*)", re.UNICODE
)
_ISLAND = 2  # words that stayed between two changes, and are easier to read as part of them


class Op(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A piece of either text, with the spaces that follow it."""

    op: Op
    text: str


@dataclass(frozen=True)
class _Edit:
    """Words that stayed, or that were replaced: `[old, old_end)` by `[new, new_end)`."""

    stayed: bool
    old: int
    old_end: int
    new: int
    new_end: int

    @property
    def size(self) -> int:
        return max(self.old_end - self.old, self.new_end - self.new)


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of both texts in reading order; the removed and the same make the old one, the added and the same the
    new one, but for spaces. Its work grows with the length of the texts, not with its square."""
    before, after = _words(old), _words(new)
    pairs = common([word for word, _ in before], [word for word, _ in after])
    edits = _joined(_edits(pairs, before, after), before)
    return tuple(piece for edit in edits for piece in _pieces(edit, before, after))


def one_sided(op: Op, text: str) -> tuple[Piece, ...]:
    """A text that is all new, all gone, or all the same."""
    return (Piece(op, text),) if text else ()


def count_words(pieces: Sequence[Piece], op: Op) -> int:
    """How many words were removed, or added."""
    return sum(len(piece.text.split()) for piece in pieces if piece.op is op)


def _words(text: str) -> list[tuple[str, str]]:
    """Every word with the spaces after it; a line's end takes none, so that indenting says nothing."""
    return [(match["word"], match["space"]) for match in _WORD.finditer(text.strip())]


Words = Sequence[tuple[str, str]]


def _edits(pairs: Sequence[Pair], before: Words, after: Words) -> Iterator[_Edit]:
    """What stayed and what was replaced, by turns."""
    old = new = 0
    runs = groupby(enumerate(pairs), key=lambda one: (one[1][0] - one[0], one[1][1] - one[0]))
    for _, run in runs:
        stayed = [pair for _, pair in run]
        first, last = stayed[0], stayed[-1]
        if (old, new) != first:
            yield _Edit(False, old, first[0], new, first[1])
        old, new = last[0] + 1, last[1] + 1
        yield _Edit(True, first[0], old, first[1], new)
    if old < len(before) or new < len(after):
        yield _Edit(False, old, len(before), new, len(after))


def _joined(edits: Iterator[_Edit], before: Words) -> Iterator[_Edit]:
    """The same, with islands of a word or two between larger changes taken into them."""
    held: _Edit | None = None
    island: _Edit | None = None
    for edit in edits:
        if held is None or held.stayed:
            yield from (held,) if held else ()
            held = edit
        elif island is None and edit.stayed:
            island = edit
            if not _is_island(edit, before):
                yield held
                held, island = edit, None
        elif island is not None and min(held.size, edit.size) > island.size:
            held, island = replace(held, old_end=edit.old_end, new_end=edit.new_end), None
        else:
            yield from (held, *((island,) if island else ()))
            held, island = edit, None
    yield from (one for one in (held, island) if one)


def _is_island(edit: _Edit, before: Words) -> bool:
    words = [word for word, _ in before[edit.old : edit.old_end]]
    return len(words) <= _ISLAND and "\n" not in words


def _pieces(edit: _Edit, before: Words, after: Words) -> Iterator[Piece]:
    if edit.stayed:
        yield Piece(Op.SAME, _text(after[edit.new : edit.new_end]))
        return
    for op, words in ((Op.REMOVED, before[edit.old : edit.old_end]), (Op.ADDED, after[edit.new : edit.new_end])):
        if words:
            yield Piece(op, _text(words))


def _text(words: Words) -> str:
    return "".join(word + space for word, space in words)
