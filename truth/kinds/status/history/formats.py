"""The formats events come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain

from truth.kinds.status.history.ndjson import read_ndjson
from truth.kinds.status.history.record import Batch, Fields
from truth.kinds.status.history.stream import read_stream
from truth.kinds.status.history.table import read_table


class Format(StrEnum):
    """How events are written."""

    NDJSON = "ndjson"
    CSV = "csv"
    JSON = "json"


def read_events(blocks: Iterable[bytes], format: Format | None, fields: Fields) -> Iterator[Batch]:
    """The events of a stream of bytes; None: written as its first character says."""
    if format is None:
        format, blocks = _told(blocks)
    match format:
        case Format.NDJSON:
            return read_ndjson(blocks)
        case Format.CSV:
            return read_table(blocks, (fields.order, fields.status))
        case Format.JSON:
            return read_stream(blocks)


def _told(blocks: Iterable[bytes]) -> tuple[Format, Iterable[bytes]]:
    """A list is JSON, an object the first line of NDJSON; a table begins with the name of a column."""
    rest = iter(blocks)
    first = next(rest, b"")
    begins = first.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    format = {b"[": Format.JSON, b"{": Format.NDJSON, b"": Format.NDJSON}.get(begins, Format.CSV)
    return format, chain([first], rest)
