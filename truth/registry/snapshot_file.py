"""A Snapshot as one file: what `--source`, locks and CI read offline.

JSON with a format marker: the instant, the pointer, the digest, and every entry that stands or was retired, with its
document (in canonical form, on one line), digest, version and release. The same Snapshot gives the same bytes. Reading
believes no digest it is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any, TypeVar

import orjson

from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid, TooLarge
from truth.model.instant import format_instant, parse_instant
from truth.model.ref import Ref
from truth.model.snapshot import Pointer, Position, Snapshot, Standing
from truth.registry.soundness import refuse_unsound

FORMAT = "truth-snapshot/1"
LARGEST_SNAPSHOT = 256 * 1024 * 1024
"""Bytes in a snapshot file."""

_AGAIN = "write it again with: truth export --snapshot FILE"

Read = TypeVar("Read")


def write_snapshot(snapshot: Snapshot) -> bytes:
    """A Snapshot as bytes; documents outside their own window are in it, as they may come into it."""
    standings = sorted(snapshot.standings.items(), key=itemgetter(0))
    whole = {
        "format": FORMAT,
        "at": _instant(snapshot.at),
        "pointer": _pointer(snapshot.pointer),
        "digest": snapshot.digest,
        "entries": {str(entry): _entry(standing) for entry, standing in standings},
    }
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _pointer(pointer: Pointer) -> Json:
    return {
        "position": str(pointer.position) if pointer.position else None,
        "release": pointer.release,
        "effective_at": _instant(pointer.effective_at),
        "next_change": _instant(pointer.next_change),
        "scheduled": pointer.scheduled,
    }


def _entry(standing: Standing) -> Json:
    document = standing.document
    return {
        "digest": document.digest if document else None,
        "version": standing.version,
        "release": standing.release,
        "effective_at": _instant(standing.effective_at),
        "recorded_at": _instant(standing.recorded_at),
        "replaced_by": standing.replaced_by,
        "document": orjson.Fragment(document.canonical) if document else None,
    }


def _instant(instant: datetime | None) -> str | None:
    return format_instant(instant) if instant else None


def read_snapshot(data: bytes, name: str) -> Snapshot:
    """The Snapshot in a file called `name`.

    Raises `Invalid` where the file is no snapshot, or says something whose digest is not the one written beside it;
    `TooLarge` beyond the limit.
    """
    if len(data) > LARGEST_SNAPSHOT:
        raise TooLarge(f"{name} is larger than {LARGEST_SNAPSHOT:,} bytes; no snapshot is")
    try:
        return _snapshot(orjson.loads(data))
    except (Invalid, orjson.JSONDecodeError) as error:
        raise Invalid(f"{name} is not a snapshot to rely on: {error}") from error


def _snapshot(whole: Json) -> Snapshot:
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        told = whole.get("format") if isinstance(whole, dict) else None
        raise Invalid(f"its format is {json.dumps(told)}, not {FORMAT}; {_AGAIN}")
    standings = dict(_standing(ref, told) for ref, told in _field(whole, "entries", dict).items())
    snapshot = Snapshot(standings, _read(whole, "at", parse_instant), _read_pointer(_field(whole, "pointer", dict)))
    if snapshot.digest != whole.get("digest"):
        raise Invalid(f"it adds up to {snapshot.digest}, but says {whole.get('digest')}; {_AGAIN}")
    return snapshot


def _read_pointer(told: Mapping[str, Json]) -> Pointer:
    return Pointer(
        position=_read(told, "position", Position.parse),
        release=_optional(told, "release", int),
        effective_at=_read(told, "effective_at", parse_instant),
        next_change=_read(told, "next_change", parse_instant),
        scheduled=_field(told, "scheduled", bool),
    )


def _standing(ref: str, told: Json) -> tuple[Ref, Standing]:
    entry = Ref.parse(ref)
    if entry.path or not isinstance(told, dict):
        raise Invalid(f"'{ref}' is not an entry with its document; {_AGAIN}")
    return entry, Standing(
        document=_document(entry, told),
        version=_optional(told, "version", int),
        release=_optional(told, "release", int),
        effective_at=_read(told, "effective_at", parse_instant),
        recorded_at=_read(told, "recorded_at", parse_instant),
        replaced_by=_optional(told, "replaced_by", str),
    )


def _document(entry: Ref, told: Mapping[str, Json]) -> Document | None:
    body = _optional(told, "document", dict)
    if body is None:
        return None
    refuse_unsound(entry, body)
    document = Document(entry, body)
    if document.digest != told.get("digest"):
        raise Invalid(f"{entry} adds up to {document.digest}, but says {told.get('digest')}: it was changed; {_AGAIN}")
    return document


def _field(told: Mapping[str, Json], name: str, type_: type[Read]) -> Read:
    value: Any = told.get(name)
    if not isinstance(value, type_) or (type_ is int and isinstance(value, bool)):
        raise Invalid(f"its '{name}' is {json.dumps(value)[:64]}, not {type_.__name__}; {_AGAIN}")
    return value


def _optional(told: Mapping[str, Json], name: str, type_: type[Read]) -> Read | None:
    return None if told.get(name) is None else _field(told, name, type_)


def _read(told: Mapping[str, Json], name: str, read: Callable[[str], Read]) -> Read | None:
    text = _optional(told, name, str)
    return None if text is None else read(text)
