"""The difference between two texts as a terminal shows it: nothing is said twice, and no line is wider than it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from truth.cli.words import Pieces, one_side, shortened
from truth.text.word_diff import Op, Piece

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_NARROWEST = 20
_SIDES = {Op.REMOVED: ("-", "red"), Op.ADDED: ("+", "green")}
_MARKS = {Op.REMOVED: "red strike", Op.ADDED: "green underline", Op.SAME: ""}


def redlined(pieces: Pieces, indent: str, out: Console) -> Iterator[Text]:
    """What differs: a line each for before and after where both are short, else one text with what went and what came
    marked, by colours or, without them, as `[-removed-]` and `{+added+}`."""
    width = max(out.width - len(indent) - 2, _NARROWEST)
    sides = {op: one_side(pieces, op) for op in _SIDES}
    for op, (sign, style) in _SIDES.items():
        if all(piece.op is op for piece in pieces):
            yield from _wrapped(_side(pieces, style), indent, (sign, style), out, width)
            return
    if all(_is_line(side, width) for side in sides.values()):
        for op, (sign, style) in _SIDES.items():
            yield from _wrapped(_side(sides[op], style), indent, (sign, style), out, width)
        return
    yield from _wrapped(_marked(shortened(pieces), out), indent, ("~", "yellow"), out, width)


def _is_line(pieces: Pieces, width: int) -> bool:
    text = "".join(piece.text for piece in pieces).strip()
    return "\n" not in text and len(text) <= width


def _side(pieces: Pieces, style: str) -> Text:
    from rich.text import Text

    text = Text()
    alone = all(piece.op is not Op.SAME for piece in pieces)
    for piece in pieces:
        words = piece.text.rstrip()
        text.append(words, style if alone or piece.op is Op.SAME else f"bold {style} reverse")
        text.append(piece.text[len(words) :], style)
    return text


def _marked(pieces: Pieces, out: Console) -> Text:
    from rich.text import Text

    is_coloured = out.is_terminal and not out.no_color
    text = Text()
    for piece in pieces:
        for number, line in enumerate(piece.text.split("\n")):  # no mark spans a line's end
            text.append("\n" if number else "")
            text.append_text(_coloured(Piece(piece.op, line)) if is_coloured else _signed(Piece(piece.op, line)))
    return text


def _coloured(piece: Piece) -> Text:
    from rich.text import Text

    words = piece.text.rstrip()
    return Text.assemble((words, _MARKS[piece.op]), piece.text[len(words) :])


def _signed(piece: Piece) -> Text:
    from rich.text import Text

    from truth.registry.redline import signed

    words = piece.text.strip()
    begins = piece.text.index(words)
    return Text(f"{piece.text[:begins]}{signed(piece.op, words)}{piece.text[begins + len(words) :]}")


def _wrapped(text: Text, indent: str, sign: tuple[str, str], out: Console, width: int) -> Iterator[Text]:
    from rich.text import Text

    text.rstrip()
    for number, line in enumerate(text.wrap(out, width)):
        line.rstrip()
        yield Text.assemble(indent, " " if number else sign, " ", line) if line else Text()
