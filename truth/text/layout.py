"""Plain text in lines: hanging indents, wrapping, aligned tables; done last, when the values are in.

A writer puts each line as `first MARGIN rest MARGIN words`: what stands before its first line, what before the lines it
wraps into, and the words. A line without margins stays as it is (code). `BREAK` ends a line inside a block, `CELL`
separates the cells of a table's row.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import TextWrapper

MARGIN, BREAK, CELL = "\ufdd6", "\ufdd7", "\ufdd8"
WIDTH = 72


def lay_out(text: str, width: int | None) -> str:
    """Lines of at most `width` characters where words allow; None: unwrapped."""
    lines: list[str] = []
    for in_table, group in groupby(text.split("\n"), key=lambda line: CELL in line):
        block = list(group)
        lines.extend(_table(block, width) if in_table else _lines(block, width))
    return "\n".join(lines).strip("\n")


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
        for first, cells in split:
            yield first + _sentence(cells)
        return
    columns = max(len(cells) for _, cells in split)
    widths = [max((len(cells[at]) for _, cells in split if at < len(cells)), default=0) for at in range(columns)]
    for first, cells in split:
        padded = [cell.ljust(widths[at]) for at, cell in enumerate(cells)]
        yield (first + "  ".join(padded)).rstrip()


def _cells(row: str) -> tuple[str, list[str]]:
    first, _, words = row.split(MARGIN, 2)
    return first, [cell.replace(BREAK, " ").strip() for cell in words.split(CELL)]


def _sentence(cells: list[str]) -> str:
    head, *others = [cell for cell in cells if cell] or [""]
    return f"{head}: {', '.join(others)}" if others else head
