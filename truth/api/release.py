"""The pointer: which release is in effect, and until when. Clients poll it, or wait on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from truth.api import envelopes
from truth.api.answer import answer, as_bytes, etag_of
from truth.api.fields import Whole
from truth.api.reading import MomentQuery, Reading, held, read
from truth.api.resource import Resource
from truth.api.rules import PARAMETER
from truth.api.wiring import wiring
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.instant import format_instant
from truth.model.snapshot import Snapshot

LONGEST_WAIT = 30  # seconds
_LOOKS_A_SECOND = 4

blueprint = Resource("release", __name__, description="Which release is in effect.")


class PointerQuery(MomentQuery):
    """The pointer now, at a moment, or as soon as it changes."""

    wait = Whole("Hold the answer up to this many seconds, until it differs from If-None-Match.", 0, LONGEST_WAIT)


@blueprint.read("/v1/release", envelopes.Pointer, query=PointerQuery, example="/v1/release")
def pointer(query: Mapping[str, Any]) -> Response:
    """The pointer

    With `wait`, the answer is held until the pointer differs from the ETag in `If-None-Match`, and is a 304 when it did
    not in that time.
    """
    reading = read(query)
    if query.get("wait") and reading.explicit:
        message = "'wait' follows what is in effect now; leave out 'at' and 'release'"
        raise Invalid(message, [PARAMETER.finding("query", message, path=("wait",))])
    if query.get("wait"):
        reading = _changed(query, reading)
    return answer(pointer_json(reading.snapshot), reading)


def pointer_json(snapshot: Snapshot) -> dict[str, Json]:
    """The pointer as it is sent."""
    pointer = snapshot.pointer
    return {
        "position": str(pointer.position),
        "release": pointer.release,
        "digest": snapshot.digest,
        "effective_at": pointer.effective_at and format_instant(pointer.effective_at),
        "next_change": pointer.next_change and format_instant(pointer.next_change),
    }


def _changed(query: Mapping[str, Any], reading: Reading) -> Reading:
    """The pointer once the reader does not have it yet, or as it still is when the wait is over."""

    def differs() -> bool:
        nonlocal reading
        reading = read(query)
        return not request.if_none_match.contains_weak(etag_of(as_bytes(pointer_json(reading.snapshot))))

    held(wiring(), differs, 1 / _LOOKS_A_SECOND, query["wait"] * _LOOKS_A_SECOND)
    return reading
