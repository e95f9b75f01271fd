"""Plain text in lines: hanging indents, wrapping, aligned tables, numbered links; done last, when the values are in.

A writer puts each line as `first MARGIN rest MARGIN words`: what stands before its first line, what before the lines it
wraps into, and the words. A line without margins stays as it is (code). `BREAK` ends a line inside a block, `CELL`
separates the cells of a table's row, and where a link led stands between `NOTE` and `NOTED`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from textwrap import TextWrapper

MARGIN, BREAK, CELL = "\ufdd6", "\ufdd7", "\ufdd8"
NOTE, NOTED = "\ufdd9", "\ufdda"
WIDTH = 78  # what a mail client quotes twice without breaking a line (RFC 5322 §2.1.1)
_GLUE = "\ufddb"  # a space no line is broken at
_NOTE = re.compile(f"(.?){NOTE}([^{NOTED}]*){NOTED}", re.DOTALL)


def lay_out(text: str, width: int | None) -> str:
    """Lines of at most `width` characters where words allow; None: unwrapped.

    Links are numbered in the order they come, and listed below; a place that is linked to twice has one number.
    """
    numbered, notes = _numbered(text)
    lines: list[str] = []
    for in_table, group in groupby(numbered.split("\n"), key=lambda line: CELL in line):
        block = list(group)
        lines.extend(_table(block, width) if in_table else _lines(block, width))
    body = "\n".join(lines).strip("\n").replace(_GLUE, " ")
    return "\n".join([body, "", *notes]) if notes else body


def _numbered(text: str) -> tuple[str, list[str]]:
    """The text with a number where each link was, and the list of where they lead."""
    numbers: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        glue = _GLUE if found[1] and found[1] not in f"{MARGIN}{BREAK}{CELL}\n" else ""
        return f"{found[1]}{glue}[{numbers.setdefault(found[2], len(numbers) + 1)}]"

    numbered = _NOTE.sub(number, text) if NOTE in text else text
    return numbered, [f"[{number}] {place}" for place, number in numbers.items()]


def _lines(group: list[str], width: int | None) -> Iterator[str]:
    for line in group:
        if MARGIN not in line:
            yield line
            continue
        first, rest, words = line.split(MARGIN, 2)
        for piece in words.split(BREAK):
            yield from _wrapped(first, rest, piece, width)
            first = rest


def _wrapped(first: str, rest: str, words: str, width: int | None) -> list[str]:
    if width is None or len(first) + len(words) <= width:
        return [(first + words).rstrip()]
    wrapper = TextWrapper(
        max(width, len(rest) + 20),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(words) or [first.rstrip()]


def _table(rows: list[str], width: int | None) -> Iterator[str]:
    split = [_cells(row) for row in rows]
    if width is None:
        yield from (first + _sentence(cells) for first, cells in split)
        return
    columns = max(len(cells) for _, cells in split)
    widths = [max((len(cells[at]) for _, cells in split if at < len(cells)), default=0) for at in range(columns)]
    if len(split[0][0]) + sum(widths) + 2 * (columns - 1) > width:
        yield from _too_wide(split, width)
        return
    for first, cells in split:
        padded = [cell.ljust(widths[at]) for at, cell in enumerate(cells)]
        yield (first + "  ".join(padded)).rstrip()


def _too_wide(rows: list[tuple[str, list[str]]], width: int) -> Iterator[str]:
    """A table that does not fit: each row below the other, a line for each cell with its column's heading."""
    _, heads = rows[0]
    for index, (first, cells) in enumerate(rows[1:]):
        if index:
            yield first.rstrip()
        for head, cell in zip(heads, cells, strict=False):
            yield from _wrapped(first, f"{first}  ", f"{head}: {cell}" if head else cell, width)


def _cells(row: str) -> tuple[str, list[str]]:
    first, _, words = row.split(MARGIN, 2)
    return first, [cell.replace(BREAK, " ").strip() for cell in words.split(CELL)]


def _sentence(cells: list[str]) -> str:
    head, *others = [cell for cell in cells if cell] or [""]
    return f"{head}: {', '.join(others)}" if others else head
