"""Observing: every request gets an id, is counted, and is logged."""

from __future__ import annotations

import re
import secrets
import time

from flask import Flask, Response, g, request

from truth.api.access import ACCESS, Access
from truth.api.wiring import wiring
from truth.logs import Log
from truth.model.instant import format_instant
from truth.registry.lasting import Lasting

HEADER = "X-Request-ID"
STALE = "Truth-Stale"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_PROBES = frozenset({"health.healthz", "health.readyz", "metrics.metrics"})
_PLANS = {"writes.plan": "plan", "writes.apply": "apply"}


def observe(app: Flask, log: Log | None) -> None:
    """Watch every request of an application; before anything else looks at it, and after everything has.

    What has no id gets one; a well-formed one that was sent is kept, so that a request can be followed through systems.
    """

    def observed(response: Response) -> Response:
        response.headers[HEADER] = g.request_id
        _say_if_stale(response)
        seconds = time.perf_counter() - g.began
        _count(response, seconds)
        if log and not (request.endpoint in _PROBES and response.status_code < 400):
            _tell(log, response, seconds)
        return response

    app.before_request(_begin)
    app.after_request(observed)


def route() -> str:
    """The template of the route that was asked for; never what was asked of it."""
    return request.url_rule.rule if request.url_rule else "none"


def _begin() -> None:
    sent = request.headers.get(HEADER, "")
    g.request_id = sent if _ID.fullmatch(sent) else secrets.token_hex(16)
    g.began = time.perf_counter()


def _say_if_stale(response: Response) -> None:
    """What comes from memory says since when, and is asked for again rather than kept."""
    source = wiring().registry.source
    since = source.away_since if isinstance(source, Lasting) else None
    if since and response.status_code < 400 and ACCESS.get(request.endpoint or "") is Access.READ:
        response.headers[STALE] = format_instant(since)
        response.headers["Cache-Control"] = "no-cache"


def _count(response: Response, seconds: float) -> None:
    meters = wiring().meters
    meters.answered(_method(), route(), response.status_code, seconds)
    if request.endpoint in _PLANS:
        meters.plans.labels(_PLANS[request.endpoint]).observe(seconds)


def _method() -> str:
    return request.method if request.method in _METHODS else "other"


def _tell(log: Log, response: Response, seconds: float) -> None:
    principal = g.get("principal")
    log.info(
        "request",
        request_id=g.request_id,
        method=_method(),
        route=route(),
        status=response.status_code,
        milliseconds=round(seconds * 1000, 2),
        principal=principal and principal.id,
    )
