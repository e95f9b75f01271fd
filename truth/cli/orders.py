"""A file of live orders, read line by line: one JSON object each, with an order's id and its status."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from truth.model.canonical import Json
from truth.model.errors import Invalid, UsageError

if TYPE_CHECKING:
    from truth.registry.live_orders import LiveOrder

ORDER_FIELDS = ("order", "order_id", "id")
"""Where an order's id may stand; the first that is there counts."""

_LONGEST = 1_000_000  # bytes of one line; an order under way needs a hundred


def read_orders(path: Path, vocabulary: str | None) -> Iterator[LiveOrder]:
    """The orders of an NDJSON file; `vocabulary` is that of lines which name none.

    Raises `Invalid` with the line that cannot be read, and `UsageError` where there is no such file.
    """
    try:
        with path.open("rb") as file:
            for number, line in _lines(file, path):
                yield _order(line, vocabulary, f"{path}:{number}")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error


def _lines(file: IO[bytes], path: Path) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(_LONGEST + 1):
        number += 1
        if len(line) > _LONGEST:
            raise Invalid(f"{path}:{number}: the line is longer than {_LONGEST} bytes")
        if line.strip():
            yield number, line


def _order(line: bytes, vocabulary: str | None, place: str) -> LiveOrder:
    from truth.registry.live_orders import LiveOrder

    record = _record(line, place)
    id = next((record[name] for name in ORDER_FIELDS if name in record), None)
    if isinstance(id, bool) or not isinstance(id, str | int):
        raise Invalid(f"{place}: the order has no id; write it as 'order'")
    status, named = record.get("status"), record.get("vocabulary", vocabulary)
    if not isinstance(status, str):
        raise Invalid(f"{place}: the order has no 'status'")
    if not isinstance(named, str):
        raise Invalid(f"{place}: which vocabulary is '{status}' of? Add 'vocabulary', or --vocabulary for all lines")
    return LiveOrder(str(id), status, named)


def _record(line: bytes, place: str) -> Mapping[str, Json]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"{place}: not a line of JSON: {error}") from error
    if not isinstance(record, dict):
        raise Invalid(f'{place}: an order is an object: {{"order": "A-1001", "status": "shipped"}}')
    return record
