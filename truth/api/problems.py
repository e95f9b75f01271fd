"""Problems: the one error tree, marshmallow's and Werkzeug's errors, as RFC 9457 problem details."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote

import orjson
from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.exceptions import NotFound as NoRoute

from truth.logs import Log, origin_of
from truth.model import errors
from truth.model.errors import Gone, TruthError, Unauthenticated, Unavailable
from truth.model.nearest import did_you_mean

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = "1"  # seconds; what is not available is mostly back at once
_LOG = logging.getLogger("truth.api")


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its `type` is `/problems/<slug>`, which says what it means."""

    slug: str
    title: str
    status: int
    meaning: str


_OF_TREE: Mapping[type[TruthError], tuple[int, str]] = {
    errors.UsageError: (422, "The registry cannot be asked this: its source keeps no history."),
    errors.Unavailable: (503, "The registry cannot answer just now. Ask again after the seconds in Retry-After."),
    errors.Refused: (400, "The request is understood, and the answer is no."),
    errors.Invalid: (422, "A parameter, an argument or the body is not acceptable; the findings say what and where."),
    errors.TooLarge: (413, "The request is larger than what is accepted here."),
    errors.NotFound: (404, "Nothing here has that name; the detail names the nearest that there is."),
    errors.BeforeFirstRelease: (404, "Nothing had been said yet at that instant; a later one has an answer."),
    errors.Gone: (410, "Retired on purpose. `replaced_by` names what took its place, where something did."),
    errors.Conflict: (409, "What the request was made from has changed underneath; the findings say what."),
    errors.PreconditionFailed: (412, "If-Match names a state that is no longer the current one."),
    errors.Unauthenticated: (401, "No key was sent, or one that does not work."),
    errors.Forbidden: (403, "The key works, but lacks the scope this needs."),
}
"""The error tree as HTTP statuses, with what each means; an error answers with the nearest of its classes."""

_OF_HTTP = (
    Kind("bad-request", "Bad request", 400, "The request cannot be read as HTTP."),
    Kind("no-such-address", "No such address", 404, "There is no route at this path; /docs lists them all."),
    Kind("method-not-allowed", "Method not allowed", 405, "The path is right; the header Allow says what it answers."),
    Kind("request-timeout", "Sent too slowly", 408, "The body did not arrive in the time it may take."),
    Kind("too-large", "Too large", 413, "The request is larger than what is accepted here."),
    Kind("unsupported-media-type", "Unsupported media type", 415, "The body is not of a type this route reads."),
    Kind("too-many-requests", "Too many at once", 429, "Others are writing; ask again after Retry-After seconds."),
    Kind("internal", "Something broke on our side", 500, "A mistake of ours, which is in the log of the registry."),
)
_BY_STATUS: Mapping[int, Kind] = {kind.status: kind for kind in _OF_HTTP}

KINDS: Mapping[str, Kind] = {
    kind.slug: kind
    for kind in (
        *_OF_HTTP,
        *(Kind(error.slug, error.title, status, meaning) for error, (status, meaning) in _OF_TREE.items()),
    )
}
"""Every kind of problem by its slug."""


def answer_problems(app: Flask, log: Log | None = None) -> None:
    """Answer every error of this application as a problem."""
    app.register_error_handler(TruthError, of_error)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, partial(_of_mistake, log))


def of_error(error: TruthError) -> Response:
    """The problem an error of ours is."""
    kind = KINDS[_slug(error)]
    extra = {"replaced_by": error.replaced_by} if isinstance(error, Gone) else {}
    findings = [finding.as_json() for finding in error.findings]
    return _problem(kind, error.message, findings, extra, _headers(error))


def of_http(error: HTTPException) -> Any:
    """The problem an error of Werkzeug's is; a redirect stays one."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    kind = _BY_STATUS.get(error.code) or replace(_BY_STATUS[400], title=error.name, status=error.code)
    headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    return _problem(kind, _detail(error), (), {}, headers)


def _of_mistake(log: Log | None, error: Exception) -> Response:
    if log:
        log.error("mistake", request_id=g.get("request_id"), route=str(request.url_rule), **origin_of(error))
    else:
        _LOG.error("%s %s failed", request.method, request.url_rule, exc_info=error)
    return _problem(KINDS["internal"], "something broke on our side; the log of the registry says what", (), {}, {})


def _slug(error: TruthError) -> str:
    """The slug of the nearest class with a status; an error without any is a mistake of ours."""
    lineage = [known for known in type(error).__mro__ if issubclass(known, TruthError) and known in _OF_TREE]
    return lineage[0].slug if lineage else "internal"


def _headers(error: TruthError) -> dict[str, str]:
    if isinstance(error, Unauthenticated):
        return {"WWW-Authenticate": 'Bearer realm="truth"'}
    return {"Retry-After": RETRY_AFTER} if isinstance(error, Unavailable) else {}


def _problem(
    kind: Kind, detail: str, findings: Iterable[Mapping[str, Any]], extra: Mapping[str, Any], headers: Mapping[str, str]
) -> Response:
    body = {
        "type": f"/problems/{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": quote(request.path, safe="/:@!$&'()*+,;=-._~"),
        "request_id": g.get("request_id"),
        "findings": list(findings),
        **extra,
    }
    data = orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE)
    return Response(data, kind.status, {"Cache-Control": "no-store", **headers}, content_type=MEDIA_TYPE)


def _detail(error: HTTPException) -> str:
    if isinstance(error, NoRoute):
        return f"there is nothing at {request.path[:200]}{did_you_mean(request.path, _addresses())}"
    if isinstance(error, MethodNotAllowed):
        return f"{request.method[:20]} is not possible here; it answers {', '.join(sorted(error.valid_methods or ()))}"
    if isinstance(error, RequestEntityTooLarge):
        return f"the body is larger than the {request.max_content_length or 0:,} bytes accepted here"
    return error.description or error.name


def _addresses() -> list[str]:
    """The addresses without a variable part, as candidates for what was meant."""
    return [rule.rule for rule in current_app.url_map.iter_rules() if not rule.arguments]
