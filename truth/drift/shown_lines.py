"""Shown lines: what stands on the lines that findings are about, read without holding any file whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from truth.drift.found import Found

Lines = Mapping[tuple[str, int], str]
"""A line's characters, without its end, by path and number."""


def lines_of(root: Path, found: Iterable[Found]) -> Lines:
    """The lines on which findings begin and end; those of a file that cannot be read any more are left out."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in found:
        if mark := one.finding.mark:
            wanted[mark.file] |= {mark.line, mark.end_line or mark.line}
    return {(path, number): line for path, numbers in wanted.items() for number, line in _lines(root / path, numbers)}


def _lines(file: Path, numbers: set[int]) -> Iterable[tuple[int, str]]:
    last = max(numbers)
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if number in numbers:
                    yield number, line.decode("utf-8", "replace").rstrip("\r\n")
                if number >= last:
                    return
    except OSError:
        return
