"""Event data: what systems did with orders, judged by the vocabulary's own histories, however long the file is."""

from __future__ import annotations

import csv
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from truth.drift.config import EventFiles
from truth.drift.found import Found
from truth.kinds.status.history.formats import Format, read_events
from truth.kinds.status.history.record import LONGEST, Fields
from truth.kinds.status.history.rules import UNREADABLE_EVENT
from truth.model.errors import Invalid
from truth.model.finding import Finding, Mark
from truth.registry.catalogue import Catalogue
from truth.registry.histories import histories

_FORMATS = {".ndjson": Format.NDJSON, ".jsonl": Format.NDJSON, ".csv": Format.CSV, ".tsv": Format.CSV}
_KEPT = 2 * LONGEST  # bytes behind the last block: a finding is on a line read just now
_SEPARATORS = (",", ";", "\t")


def judge_events(path: str, blocks: Iterable[bytes], told: EventFiles, catalogue: Catalogue) -> Iterator[Found]:
    """What is wrong with the events of a file, in constant memory; each finding at the status it is about.

    Raises `NotFound` for a vocabulary or system that is not there.
    """
    fields = Fields(**told.fields)
    judge = histories(catalogue, told.vocabulary, fields, system=told.system, name=path)
    window = _Window()
    format = _FORMATS.get(PurePosixPath(path).suffix.lower())
    try:
        for findings in judge.judge(read_events(window.passing(blocks), format, fields)):
            for finding in findings:
                yield _found(finding, path, window, fields.status)
    except Invalid as error:  # a table without the columns that are needed
        finding = UNREADABLE_EVENT.finding(path, error.message, fix="name the columns in truth.toml: fields")
        yield Found(finding.at(Mark(path, 1, 1)), path, 0, 0, "")


@dataclass(frozen=True, slots=True)
class _Block:
    data: bytes
    start: int
    line: int
    """The line its first byte stands on."""


class _Window:
    """The blocks read last, and where in the file they stand; and the first line, which a table's columns are in."""

    def __init__(self) -> None:
        self._blocks: deque[_Block] = deque()
        self._size = 0
        self.head = b""

    def passing(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The blocks, kept for a while as they pass."""
        at, line = 0, 1
        for data in blocks:
            if not self.head:
                self.head = data[: data.find(b"\n")] if b"\n" in data else data
            self._blocks.append(_Block(data, at, line))
            self._size += len(data)
            at, line = at + len(data), line + data.count(b"\n")
            while self._size - len(self._blocks[0].data) > _KEPT:
                self._size -= len(self._blocks.popleft().data)
            yield data

    def line(self, number: int) -> tuple[int, bytes]:
        """Where a line begins, and its bytes without its end; (0, nothing) for one that is long gone."""
        kept = [block for block in self._blocks if block.line <= number]
        first = max((index for index, block in enumerate(kept) if block.line < number), default=0)
        if not kept:
            return 0, b""
        data = b"".join(block.data for block in kept[first:])
        at = 0
        for _ in range(number - kept[first].line):
            at = data.find(b"\n", at) + 1
        end = data.find(b"\n", at)
        return kept[first].start + at, data[at : end if end >= 0 else len(data)].rstrip(b"\r")


def _found(finding: Finding, path: str, window: _Window, field: str) -> Found:
    """A finding at the status of its line, or else at the line."""
    number = finding.mark.line if finding.mark else 1
    start, line = window.line(number)
    begin, end = _status(line, field, window.head) if finding.rule != UNREADABLE_EVENT.id else (0, len(line))
    ahead = len(line[:begin].decode("utf-8", "replace")) + 1
    said = line[begin:end].decode("utf-8", "replace")
    mark = Mark(path, number, ahead, number, ahead + len(said))
    return Found(replace(finding, mark=mark), path, start + begin, start + end, said)


def _status(line: bytes, field: str, head: bytes) -> tuple[int, int]:
    """The bytes of a line that say the status: in JSON by its name, in a table by its column; else all of it."""
    named = re.search(rb'"' + re.escape(json.dumps(field)[1:-1].encode()) + rb'"\s*:\s*"((?:[^"\\]|\\.)*)"', line)
    if named:
        return named.span(1)
    separator = max(_SEPARATORS, key=lambda one: head.count(one.encode()))
    columns = next(csv.reader([head.decode("utf-8-sig", "replace")], delimiter=separator), [])
    names = [name.strip() for name in columns]
    cells = line.split(separator.encode())
    if field not in names or len(cells) != len(names):
        return 0, len(line)
    at = sum(len(cell) + 1 for cell in cells[: names.index(field)])
    return at, at + len(cells[names.index(field)])
