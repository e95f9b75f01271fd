"""Guarding: the headers that keep a browser from doing with an answer what it is not for."""

from __future__ import annotations

from flask import Flask, Response, request

from truth.api.access import ACCESS, Access
from truth.api.wiring import wiring

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_ALWAYS = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer")]
_EXPOSED = "ETag, Retry-After, Truth-Position, Truth-Release, Truth-Digest, Truth-Scheduled, Truth-Stale, X-Request-ID"
_ASKED = "Authorization, Content-Type, If-None-Match, Truth-Min-Position"


def page_policy(style_hash: str) -> str:
    """The Content-Security-Policy of a page of ours: its own style, and nothing else from anywhere."""
    return f"{_NOTHING}; style-src '{style_hash}'"


def guard_answers(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(_guarded)


def _guarded(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _NOTHING)
    headers.extend(_ALWAYS)
    if not wiring().settings.public_reads:
        headers.add("Cross-Origin-Resource-Policy", "same-origin")
    elif ACCESS.get(request.endpoint or "") is Access.READ:
        _share(response)
    return response


def _share(response: Response) -> None:
    """What anyone may read, any web page may read (the Fetch standard's CORS protocol)."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET")
        response.headers["Access-Control-Allow-Headers"] = _ASKED
        response.headers["Access-Control-Max-Age"] = "86400"
