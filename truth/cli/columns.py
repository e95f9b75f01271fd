"""Rows in columns: aligned by what a terminal shows, and wrapped within the widest column where it is narrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

_GAP = 2
_LEAST = 20  # characters a column is never narrowed below


def columns(rows: Sequence[Sequence[str]], width: int | None = None, *, indent: int = 0, right: int = 0) -> list[str]:
    """The lines of a table; the last `right` columns stand to the right. `width` None: never wrapped."""
    return [line for lines in by_row(rows, width, indent=indent, right=right) for line in lines]


def by_row(
    rows: Sequence[Sequence[str]], width: int | None = None, *, indent: int = 0, right: int = 0
) -> list[list[str]]:
    """The same, row by row: the lines each row takes."""
    if not rows:
        return []
    widths = [max(_cells(row[place]) for row in rows) for place in range(len(rows[0]))]
    if width is not None:
        over = indent + sum(widths) + _GAP * (len(widths) - 1) - width
        widest = widths.index(max(widths))
        widths[widest] = max(_LEAST, widths[widest] - max(0, over))
    return [list(_lines(row, widths, indent, right)) for row in rows]


def paragraphs(text: str, width: int | None) -> str:
    """A text whose lines are within the width, what stands under a margin still there; `width` None: as it is.

    A word that is longer, such as an address, is never broken.
    """
    if width is None:
        return text
    return "\n".join(part for line in text.split("\n") for part in _within(line, width))


def _within(line: str, width: int) -> list[str]:
    if _cells(line) <= width:
        return [line]
    margin = line[: len(line) - len(line.lstrip())]
    return wrap(line, width, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False)


def _lines(row: Sequence[str], widths: Sequence[int], indent: int, right: int) -> Iterator[str]:
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(len(cell) for cell in cells)):
        parts = []
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            text = cell[number] if number < len(cell) else ""
            space = " " * (width - _cells(text))
            parts.append(space + text if place >= len(cells) - right else text + space)
        yield (" " * indent + (" " * _GAP).join(parts)).rstrip()


def _wrapped(cell: str, width: int) -> list[str]:
    margin = cell[: len(cell) - len(cell.lstrip())]
    return [cell] if _cells(cell) <= width else wrap(cell, width, subsequent_indent=margin)


def _cells(text: str) -> int:
    """How wide a terminal shows it."""
    from rich.cells import cell_len

    return cell_len(text)
