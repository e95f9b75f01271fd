"""Portions: data in lines that is too large to be read whole is judged some lines at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from truth.drift.discover import Listed
from truth.drift.found import Edit, Found
from truth.drift.judge import Judge, Judged
from truth.drift.source_file import SourceFile

ENDINGS = (".ndjson", ".jsonl")
"""Formats of which each line can be read by itself."""

_SIZE = 4 * 1024 * 1024
_LONGEST = 16 * 1024 * 1024
"""Bytes of a line; a longer one is read in pieces, which are told as broken."""


def judge_portions(judge: Judge, one: Listed) -> Judged:
    """What is wrong with a file of lines; memory does not grow with it."""
    found: list[Found] = []
    lines = size = 0
    with one.full.open("rb") as file:
        for portion in _portions(file):
            judged = judge.judge(SourceFile(one.path, portion))
            found += [_moved(each, lines, size) for each in judged.found]
            lines, size = lines + portion.count(b"\n"), size + len(portion)
    return Judged(tuple(found))


def _portions(file: BinaryIO) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    while line := file.readline(_LONGEST):
        held.append(line)
        size += len(line)
        if size >= _SIZE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _moved(one: Found, lines: int, size: int) -> Found:
    """The same, where it stands in the whole file."""
    mark, edit = one.finding.mark, one.edit
    if mark:
        last = mark.end_line + lines if mark.end_line else None
        mark = replace(mark, line=mark.line + lines, end_line=last)
    if edit:
        edit = Edit(edit.start + size, edit.end + size, edit.replacement)
    return replace(one, finding=one.finding.at(mark), start=one.start + size, end=one.end + size, edit=edit)
