"""A table: a line of column names, then one event a line, separated by commas, semicolons or tabs (RFC 4180).

A field holds no line break: a quote that is never closed spoils its own line, and no other.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from truth.kinds.status.history.lines import lines_of
from truth.kinds.status.history.ndjson import not_utf8
from truth.kinds.status.history.record import BLANK, TOO_LONG, Batch, Unreadable
from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean

_SEPARATORS = (",", ";", "\t")


def read_table(blocks: Iterable[bytes], needed: Sequence[str]) -> Iterator[Batch]:
    """The events of a table; an empty field is one that is not there.

    Raises `Invalid` where there are no columns of the `needed` names.
    """
    columns: Sequence[str] = ()
    separator = ","
    for first, lines, _ in lines_of(blocks):
        records: list[object] = []
        for line in lines:
            if columns:
                records.append(_record(line, columns, separator))
            else:
                columns, separator = _head(line, needed)
                records.append(BLANK)
        yield Batch(range(first, first + len(lines)), records)


def _head(line: bytes | None, needed: Sequence[str]) -> tuple[Sequence[str], str]:
    if line is not None and not line.strip():
        return (), ","
    text = (line or b"").decode("utf-8", "replace")
    separator = max(_SEPARATORS, key=text.count)
    found = _split(text, separator)
    columns = [name.strip() for name in found] if isinstance(found, list) else []
    for name in needed:
        if name not in columns:
            raise Invalid(f"the table has no column '{name}' in its first line{did_you_mean(name, columns)}")
    if len(set(columns)) < len(columns):
        raise Invalid("the table has two columns of the same name")
    return columns, separator


def _record(line: bytes | None, columns: Sequence[str], separator: str) -> object:
    if line is None:
        return TOO_LONG
    if not line.strip():
        return BLANK
    try:
        row = _split(line.decode("utf-8"), separator)
    except UnicodeDecodeError as wrong:
        return not_utf8(line[wrong.start], wrong.start)
    if isinstance(row, Unreadable):
        return row
    if len(row) != len(columns):
        return Unreadable(f"the line has {len(row)} fields, and there are {len(columns)} columns", "write them all")
    return {name: value or None for name, value in zip(columns, row, strict=True)}


def _split(line: str, separator: str) -> list[str] | Unreadable:
    try:
        return next(csv.reader([line.rstrip("\r")], delimiter=separator, strict=True))
    except csv.Error as error:
        return Unreadable(f"this is no line of a table: {error}", "close its quotes; an event is one line")
