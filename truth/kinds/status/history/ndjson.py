"""NDJSON: one event a line. The quickest way in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from orjson import JSONDecodeError, loads

from truth.kinds.status.history.lines import lines_of
from truth.kinds.status.history.record import BLANK, TOO_LONG, Batch, Unreadable


def read_ndjson(blocks: Iterable[bytes]) -> Iterator[Batch]:
    """The events of a stream of NDJSON; what is no JSON is Unreadable, and the rest is read all the same."""
    for first, lines, cut in lines_of(blocks):
        yield Batch(range(first, first + len(lines)), _torn(lines) if cut else _records(lines))


def read_line(line: bytes) -> object:
    """What one line says."""
    if not line.strip():
        return BLANK
    try:
        return loads(line)
    except JSONDecodeError as error:
        return _why(line, error)


def _records(lines: Sequence[bytes | None]) -> list[object]:
    try:
        return list(map(loads, cast("Sequence[bytes]", lines)))
    except JSONDecodeError:  # of None too
        return [TOO_LONG if line is None else read_line(line) for line in lines]


def _torn(lines: Sequence[bytes | None]) -> list[object]:
    """The last line, which nothing ends."""
    records = _records(lines)
    if isinstance(records[0], Unreadable) and lines[0] is not None:
        return [Unreadable(f"the last line is torn off: {records[0].why}", "write the file to its end")]
    return records


def _why(line: bytes, error: JSONDecodeError) -> Unreadable:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return not_utf8(line[wrong.start], wrong.start)
    return Unreadable(f"this is not JSON: {error}", "write one JSON object a line")


def not_utf8(byte: int, place: int) -> Unreadable:
    """A line of another encoding."""
    return Unreadable(f"byte {byte:#04x}, the {place + 1}. of the line, is not UTF-8", "write it in UTF-8")
