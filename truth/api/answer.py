"""Answer: finished bytes with their strong ETag, the Truth-* headers, and how long they may be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta

import orjson
from flask import Response, request

from truth.api.reading import Reading
from truth.api.wiring import wiring
from truth.model.canonical import Json
from truth.model.snapshot import Snapshot

JSON = "application/json"
NDJSON = "application/x-ndjson"
FOREVER = "max-age=31536000, immutable"
_DAY = 86_400
_NONE: Mapping[str, str] = {}


def as_bytes(content: Json) -> bytes:
    """A JSON value as the bytes that are sent, digested and compared."""
    return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)


def etag_of(data: bytes) -> str:
    """The SHA-256 of the exact bytes, as the opaque part of a strong ETag."""
    return hashlib.sha256(data).hexdigest()


def answer(content: Json, reading: Reading | None) -> Response:
    """A JSON value that was read at a moment; None: where nothing is in force yet, nothing may be kept."""
    if reading is None:
        return finished(as_bytes(content), {}, scoped("max-age=0"))
    return finished(as_bytes(content), stamp(reading.snapshot), freshness(reading))


def finished(data: bytes, headers: Mapping[str, str], cache: str, media_type: str = JSON) -> Response:
    """Bytes as a response; 304 with the same headers where the reader has them already."""
    tag = etag_of(data)
    kept = {**headers, "ETag": f'"{tag}"', "Cache-Control": cache}
    if request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=kept)
    return Response(data, headers=kept, content_type=media_type)


def stamp(snapshot: Snapshot) -> dict[str, str]:
    """Which release answered; nothing where none did, as for history imported from elsewhere."""
    pointer = snapshot.pointer
    if pointer.release is None:
        return {}
    headers = {
        "Truth-Position": str(pointer.position),
        "Truth-Release": str(pointer.release),
        "Truth-Digest": snapshot.digest,
    }
    return {**headers, "Truth-Scheduled": "true"} if pointer.scheduled else headers


def scoped(directives: str) -> str:
    """Cache-Control: shared caches may keep what anyone may read, and only that."""
    return f"{'public' if wiring().settings.public_reads else 'private'}, {directives}"


def freshness(reading: Reading) -> str:
    """How long an answer may be kept: never past the next change, and a day where nothing can change it any more."""
    seconds = _DAY if _settled(reading) else _capped(reading, wiring().settings.max_age)
    return scoped(f"max-age={seconds}")


def _settled(reading: Reading) -> bool:
    """The moment asked for and the change after it both lie in the past, which cannot be rewritten."""
    following = reading.snapshot.pointer.next_change
    return reading.explicit and following is not None and following <= reading.now


def _capped(reading: Reading, limit: int) -> int:
    edges = (reading.snapshot.at, reading.snapshot.pointer.next_change)
    ahead = [edge - reading.now for edge in edges if edge and edge > reading.now]
    return min([limit, *(left // timedelta(seconds=1) for left in ahead)])
