"""Health: whether the process is up, and whether it can answer readers."""

from __future__ import annotations

from flask import Response

from truth.api import envelopes
from truth.api.answer import JSON, as_bytes
from truth.api.resource import Resource
from truth.api.shown import moment_json
from truth.api.wiring import wiring
from truth.model.canonical import Json
from truth.model.errors import BeforeFirstRelease, Unavailable

blueprint = Resource("health", __name__, description="For whoever keeps it running.")


@blueprint.tell("/healthz", envelopes.Health, example="/healthz")
def healthz() -> Response:
    """The process is up"""
    return _now({"status": "ok"})


@blueprint.tell("/readyz", envelopes.Readiness, example="/readyz")
def readyz() -> Response:
    """The database answers and a release is in force"""
    try:
        snapshot = wiring().registry.snapshot()
    except BeforeFirstRelease as error:
        raise Unavailable("no release is in force yet; publish content with: truth apply") from error
    return _now({"status": "ready", **moment_json(snapshot)})


def _now(content: Json) -> Response:
    return Response(as_bytes(content), headers={"Cache-Control": "no-store"}, content_type=JSON)
