"""The backup file: every row as one line of JSON, gzipped, the same from either engine.

- The first line is an object: `format`, `version`, `made_at`, `made_by`, `migrations` (the names of those the tables
  come from) and `tables` (each table's columns, in the order in which the tables follow).
- Every line after it is one row: `["table", value, …]`, its values whole numbers, strings or null.
- The last line is an object: `rows` (how many, by table) and `sha256`, over all bytes before that line.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson

from truth.model.errors import Invalid

FORMAT, VERSION = "truth-backup", 1
_LONGEST = 256 * 1024 * 1024  # bytes of one line; a document is far smaller
_LEVEL = 6

Row = tuple[str, Sequence[Any]]
"""A row with the name of its table."""


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself, before its rows."""

    made_at: str
    made_by: str
    migrations: Sequence[str]
    tables: Mapping[str, Sequence[str]]


def write_backup(file: BinaryIO, contents: Contents, rows: Iterable[Row]) -> Mapping[str, int]:
    """Write a backup; how many rows there are, by table."""
    counts = Counter(dict.fromkeys(contents.tables, 0))
    digest = hashlib.sha256()
    with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=_LEVEL, filename="", mtime=0) as packed:
        for line in _lines(contents, rows, counts):
            digest.update(line)
            packed.write(line)
        packed.write(_line({"rows": dict(counts), "sha256": f"sha256:{digest.hexdigest()}"}))
    return dict(counts)


def read_backup(file: BinaryIO) -> tuple[Contents, Iterator[Row]]:
    """What a backup says of itself, and its rows.

    Raises `Invalid` for a file that is none, was torn, or is not as it was written; for the latter only once its rows
    have all been read.
    """
    lines = _read_lines(file)
    head = next(lines, b"")
    return _contents(head), _rows(head, lines, _contents(head).tables)


def _lines(contents: Contents, rows: Iterable[Row], counts: Counter[str]) -> Iterator[bytes]:
    yield _line({"format": FORMAT, "version": VERSION, **vars(contents)})
    for table, values in rows:
        counts[table] += 1
        yield _line([table, *_sound(table, values)])


def _line(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def _sound(table: str, values: Sequence[Any]) -> Sequence[Any]:
    """The values, which must be of the types that both engines and JSON keep alike."""
    for value in values:
        if type(value) not in (int, str, type(None)):
            raise TypeError(f"a {type(value).__name__} in {table} has no form in a backup")
    return values


def _read_lines(file: BinaryIO) -> Iterator[bytes]:
    try:
        with gzip.GzipFile(fileobj=file, mode="rb") as packed:
            while line := packed.readline(_LONGEST):
                if not line.endswith(b"\n"):
                    raise _torn()
                yield line
    except EOFError as error:
        raise _torn() from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise Invalid("this is not a backup, or it was damaged: its compression cannot be read") from error


def _contents(line: bytes) -> Contents:
    head = _parsed(line)
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise Invalid("this is not a backup; make one with: truth backup FILE")
    if head.get("version") != VERSION:
        raise Invalid(f"this backup has version {head.get('version')} of the format; restore it with a newer truth")
    try:
        tables = {str(table): tuple(map(str, columns)) for table, columns in head["tables"].items()}
        return Contents(str(head["made_at"]), str(head["made_by"]), tuple(map(str, head["migrations"])), tables)
    except (KeyError, TypeError, AttributeError) as error:
        raise _changed("its first line is incomplete") from error


def _rows(head: bytes, lines: Iterator[bytes], tables: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    digest, counts = hashlib.sha256(head), Counter(dict.fromkeys(tables, 0))
    for line in lines:
        value = _parsed(line)
        if isinstance(value, dict):
            _check_end(value, f"sha256:{digest.hexdigest()}", counts, lines)
            return
        digest.update(line)
        table, values = _row(value, tables)
        counts[table] += 1
        yield table, values
    raise _torn()


def _row(value: Any, tables: Mapping[str, Sequence[str]]) -> Row:
    if not isinstance(value, list) or not value or value[0] not in tables or len(value) != len(tables[value[0]]) + 1:
        raise _changed("a row fits none of its tables")
    if any(type(one) not in (int, str, type(None)) for one in value):
        raise _changed(f"a row of {value[0]} has a value of a type that none has")
    return value[0], value[1:]


def _check_end(end: Mapping[str, Any], digest: str, counts: Counter[str], rest: Iterator[bytes]) -> None:
    if end.get("sha256") != digest:
        raise _changed("its contents are not what its SHA-256 says")
    if end.get("rows") != dict(counts):
        raise _changed("it does not have as many rows as it says")
    if next(rest, None) is not None:
        raise _changed("something follows its last line")


def _parsed(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Invalid("this is not a backup, or it was damaged: a line of it is not JSON") from error


def _torn() -> Invalid:
    return Invalid("this backup was torn: it ends before its last line; take another one")


def _changed(how: str) -> Invalid:
    return Invalid(f"this backup is not as it was written: {how}; take another one")
