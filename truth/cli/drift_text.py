"""Drift as a person reads it: by file, each finding with its line, the words marked, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from truth.cli.findings import STYLES, counted
from truth.cli.output import console

if TYPE_CHECKING:
    from rich.text import Text

    from truth.drift.found import Found
    from truth.drift.report.result import Result

_WIDEST = 110  # columns of a source line that are shown; of a longer one, those around the finding
_TAB = "    "


def print_result(result: Result) -> None:
    """Every finding, then how many there are, in how many files, and what was left out of account."""
    out = console()
    by_file = sorted(result.found, key=lambda one: one.path)
    for path, ones in groupby(by_file, key=lambda one: one.path):
        out.print(_heading(path))
        for one in ones:
            for line in _lines(one, result):
                out.print(line)
        out.print()
    out.print(summary(result))


def summary(result: Result) -> str:
    """`2 errors, 1 warning in 40 files`, and which findings were accepted or let be."""
    said = f"{counted(one.finding for one in result.found)} in {_many(result.checked, 'file')}"
    rest = [
        f"{count:,} {what}"
        for count, what in ((result.accepted, "in the baseline"), (result.ignored, "ignored"))
        if count
    ]
    against = f", against release {result.release}" if result.release else ""
    return f"{said}{against}" + (f" ({', '.join(rest)})" if rest else "")


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _heading(path: str) -> Text:
    from rich.text import Text

    return Text(path or ".", "bold underline")


def _lines(one: Found, result: Result) -> Iterator[Text]:
    from rich.text import Text

    finding, mark = one.finding, one.finding.mark
    place = f"{mark.line}:{mark.column}" if mark else ""
    yield Text.assemble(f"  {place:<8}", (finding.severity, STYLES[finding.severity]), "  ", (finding.rule, "dim"))
    if mark:
        yield from _shown(result.line(one.path, mark.line), mark.column, _until(one), finding.severity)
    yield Text(f"          {finding.message}")
    if finding.fix:
        yield Text(f"          → {finding.fix}", "green")


def _until(one: Found) -> int | None:
    """The column before which the finding ends; None where that is on a later line."""
    mark = one.finding.mark
    return mark.end_column if mark and mark.end_line == mark.line else None


def _shown(line: str, column: int, until: int | None, severity: str) -> Sequence[Text]:
    """A line of the file and the mark below it, as wide as the words are on a terminal."""
    from rich.cells import cell_len
    from rich.text import Text

    from truth.model.finding import Severity

    begin, end = column - 1, (until or len(line) + 1) - 1
    first = max(0, min(begin - 30, len(line) - _WIDEST)) if len(line) > _WIDEST else 0
    before, said, after = line[first:begin], line[begin:end], line[end : first + _WIDEST]
    before, said, after = (_printable(part) for part in (before, said[:_WIDEST], after))
    left, right = "…" if first else "", "…" if first + _WIDEST < len(line) else ""
    caret = " " * cell_len(left + before) + "^" * max(1, cell_len(said))
    gutter = "        │ "
    style = STYLES[Severity(severity)]
    return [
        Text.assemble((gutter, "dim"), left, before, (said, "bold"), after, right),
        Text.assemble((gutter, "dim"), (caret, style)),
    ]


def _printable(text: str) -> str:
    """Without what would move the cursor or reorder the line."""
    shown = text.replace("\t", _TAB)
    return "".join(char if char.isprintable() else "\ufffd" for char in shown)
