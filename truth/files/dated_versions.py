"""Dated versions of a file as NDJSON: `{"at", "text", "path"?, "author"?, "reason"?}`, one to a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from truth.model.errors import Invalid, TooLarge, UsageError
from truth.model.instant import parse_instant
from truth.model.nearest import did_you_mean
from truth.registry.importing import Dated

LONGEST_LINE = 4 * 1024 * 1024
MOST_LINES = 100_000
_REQUIRED = ("at", "text")
_FIELDS = (*_REQUIRED, "path", "author", "reason")


def read_dated_versions(file: Path) -> list[Dated]:
    """Every version, in the order of the file; `Invalid` names the line that is none."""
    try:
        with file.open("rb") as lines:
            found = [_version(file, number, line) for number, line in _lines(lines) if line.strip()]
    except FileNotFoundError as error:
        raise UsageError(f"there is no file {file}") from error
    if not found:
        raise Invalid(f"{file} holds no version")
    return found


def _lines(lines: Any) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := lines.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE or number > MOST_LINES:
            raise TooLarge(f"line {number} is beyond what is read: {MOST_LINES:,} lines of {LONGEST_LINE:,} bytes")
        yield number, line


def _version(file: Path, number: int, line: bytes) -> Dated:
    try:
        return _read(line, f"{file.name}:{number}")
    except (Invalid, UnicodeDecodeError, RecursionError) as error:
        said = error.message if isinstance(error, Invalid) else "it is not UTF-8, or nested too deep"
        raise Invalid(f"{file}:{number} is no version: {said}") from error


def _read(line: bytes, place: str) -> Dated:
    try:
        given = json.loads(line.decode("utf-8"), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise Invalid(f"it is not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(given, Mapping):
        raise Invalid('write an object, {"at": "2020-04-01T09:00:00+02:00", "text": "…"}')
    _refuse_misfits(given)
    source = f"{given['path']} ({place})" if given.get("path") else place
    return Dated(parse_instant(given["at"]), given["text"], source, given.get("author"), given.get("reason"))


def _refuse_misfits(given: Mapping[str, Any]) -> None:
    for name in given:
        if name not in _FIELDS:
            raise Invalid(f"there is no field '{name[:64]}'{did_you_mean(name, _FIELDS)}")
    for name in _FIELDS:
        value = given.get(name)
        if not isinstance(value, str) and (name in _REQUIRED or value is not None):
            raise Invalid(f"'{name}' is missing" if value is None else f"'{name}' must be text")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Invalid("a field is written twice")
    return found
