"""What changed between two texts, paragraph by paragraph and word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from truth.text.sequences import Pair, common
from truth.text.word_diff import Op, Piece, one_sided, word_diff

_BREAK = re.compile(r"\n{2,}")
_SOFT_BREAK = re.compile(r"(?<=[^\n]{40})\n(?!\n|\s*(?:[-–•*+|#>]|\d+[.)])\s?)")
"""Where a long line goes on in the next one, which is no item, row or heading of its own: how a file was wrapped."""
_WORD = re.compile(r"[ \n]*[^ \n]+")
_AROUND = 8  # words kept beside a change, so that a reader finds the place
_ELLIPSIS = "…"

Pieces = Sequence[Piece]


def passages(before: str, after: str) -> Iterator[Pieces]:
    """The paragraphs in which two texts differ, each with the words that make the difference."""
    old, new = (_BREAK.split(_SOFT_BREAK.sub(" ", text)) for text in (before, after))
    start: Pair = (0, 0)
    for end in (*common(old, new), (len(old), len(new))):
        if start != end:
            yield passage("\n\n".join(old[start[0] : end[0]]), "\n\n".join(new[start[1] : end[1]]))
        start = (end[0] + 1, end[1] + 1)


def passage(before: str, after: str) -> Pieces:
    """Two texts that differ, word by word; where only their spaces do, all of either."""
    pieces = word_diff(before, after)
    if any(piece.op is not Op.SAME for piece in pieces):
        return pieces
    return (*one_sided(Op.REMOVED, before), *one_sided(Op.ADDED, after))


def one_side(pieces: Pieces, op: Op) -> Pieces:
    """How it read before (`REMOVED`), or reads after (`ADDED`)."""
    return [piece for piece in pieces if piece.op in (Op.SAME, op)]


def shortened(pieces: Pieces) -> Pieces:
    """The same, with the middle left out where many words stayed."""
    last = len(pieces) - 1
    return [
        Piece(piece.op, _kept(piece.text, place == 0, place == last)) if piece.op is Op.SAME else piece
        for place, piece in enumerate(pieces)
    ]


def _kept(text: str, is_first: bool, is_last: bool) -> str:
    words = _WORD.findall(text)
    head, tail = ([] if is_first else words[:_AROUND]), ([] if is_last else words[-_AROUND:])
    if len(words) <= len(head) + len(tail) + _AROUND:
        return text
    space = text[len("".join(words)) :]
    begins = f"{''.join(head)} {_ELLIPSIS}" if head else _ELLIPSIS
    return begins + (f" {''.join(tail).lstrip()}{space}" if tail else "")
