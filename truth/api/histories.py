"""Histories: events of orders in, findings out, both streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import IO, Any

import orjson
from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from truth.api.answer import NDJSON, stamp
from truth.api.fields import Instant, Line
from truth.api.reading import MomentQuery, read
from truth.api.resource import Resource
from truth.kinds.status.history.formats import Format, read_events
from truth.kinds.status.history.histories import Histories
from truth.kinds.status.history.record import BLOCK, Fields
from truth.model.finding import Finding
from truth.registry.histories import histories

_TYPES = {NDJSON: Format.NDJSON, "application/jsonl": Format.NDJSON, "text/csv": Format.CSV, "application/json": None}

blueprint = Resource("histories", __name__, description="What happened to orders, against what their status allows.")


def _field(role: str) -> Line:
    return Line(f"What the field `{role}` is called.", 200)


class HistoriesQuery(MomentQuery):
    """How the events are written."""

    order_field = _field("order")
    status_field = _field("status")
    at_field = _field("at")
    event_field = _field("event")
    actor_field = _field("actor")
    reason_field = _field("reason")
    vocabulary_field = Line("The field that says which vocabulary an event is of; default: all are of one.", 200)
    system = Line("The system whose codes the events hold; default: they hold the vocabulary's.")
    until = Instant("Find the orders that are too long in their status at this instant, too.")


@blueprint.take(
    "/v1/statuses/<vocabulary>/histories",
    {"type": "string"},
    query=HistoriesQuery,
    accepts=_TYPES,
    media_type=NDJSON,
    example={"order": "NC-10482", "status": "placed", "at": "2026-03-02T09:00:00Z"},
)
def validate(query: Mapping[str, Any], vocabulary: str) -> Response:
    """Check what happened to orders

    Send events as NDJSON, a CSV table or a JSON list, each with order and status, and where they are known at, event,
    actor and reason. Each line of the answer is a finding, with the line it is about; no line: nothing is wrong.
    """
    reading = read(query)
    if request.mimetype not in _TYPES:
        raise UnsupportedMediaType(f"send events with the header Content-Type: {NDJSON}")
    roles = _fields(query)
    judged = histories(reading.catalogue, vocabulary, roles, system=query.get("system"))
    found = judged.judge(read_events(blocks_of(request.stream), _TYPES[request.mimetype], roles))
    begun = next(found, [])  # what is wrong with the whole is told before the answer begins
    headers = {**stamp(reading.snapshot), "Cache-Control": "no-store"}
    return Response(_told(chain([begun], found), judged, query), headers=headers, content_type=NDJSON)


def _fields(query: Mapping[str, Any]) -> Fields:
    named = {name.removesuffix("_field"): value for name, value in query.items() if name.endswith("_field")}
    return Fields(**named)


def blocks_of(stream: IO[bytes]) -> Iterator[bytes]:
    """A body as blocks, never as a whole."""
    while block := stream.read(BLOCK):
        yield block


def _told(found: Iterable[list[Finding]], judged: Histories, query: Mapping[str, Any]) -> Iterator[bytes]:
    for findings in found:
        if findings:
            yield _lines(findings)
    if "until" in query:
        yield from (_lines([finding]) for finding in judged.waiting(query["until"]))


def _lines(findings: Iterable[Finding]) -> bytes:
    return b"".join(orjson.dumps(finding.as_json(), option=orjson.OPT_APPEND_NEWLINE) for finding in findings)
