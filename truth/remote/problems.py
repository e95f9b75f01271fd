"""Problems of another registry (RFC 9457), as the errors they are here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from truth.model import errors
from truth.model.canonical import Json
from truth.model.errors import Forbidden, Gone, Refused, TruthError, Unauthenticated, Unavailable
from truth.model.finding import Finding, Severity

_TREE: Mapping[str, type[TruthError]] = {
    error.slug: error
    for error in (
        *(errors.Invalid, errors.TooLarge, errors.NotFound, errors.BeforeFirstRelease, errors.Gone, errors.Conflict),
        *(errors.PreconditionFailed, errors.Unauthenticated, errors.Forbidden),
    )
}
_BY_STATUS: Mapping[int, type[TruthError]] = {
    401: errors.Unauthenticated,
    403: errors.Forbidden,
    404: errors.NotFound,
    409: errors.Conflict,
    412: errors.PreconditionFailed,
    413: errors.TooLarge,
    422: errors.Invalid,
}
_LONGEST = 4_000  # characters of what another registry says
_MOST = 10_000  # findings


def problem_of(url: str, status: int, headers: Mapping[str, str], body: bytes, *, keyed: bool) -> TruthError:
    """The error that an answer of status 300 or more is. `keyed`: whether a key was sent with the question."""
    problem = _read(body)
    detail = _text(problem, "detail") or f"it answered {status}; is it the address of a registry?"
    if status >= 500:
        return Unavailable(f"{url}: {detail}")
    if status < 400:
        place = _text(headers, "Location") or "nowhere"
        return Refused(f"{url} leads on to {place}; name that address, if you trust it")
    kind = _TREE.get(_text(problem, "type").rpartition("/")[2]) or _BY_STATUS.get(status, Refused)
    if kind is Gone:
        return Gone(detail, _text(problem, "replaced_by") or None)
    return kind(f"{url}: {detail}{_what_to_do(kind, keyed)}", list(_findings(problem.get("findings"))))


def read_findings(told: Json) -> list[Finding]:
    """The findings in a list as it is sent; what is none is left out."""
    return list(_findings(told))


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        problem = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return problem if isinstance(problem, Mapping) else {}


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    return value[:_LONGEST] if isinstance(value, str) else ""


def _what_to_do(kind: type[TruthError], keyed: bool) -> str:
    if kind is Unauthenticated and not keyed:
        return ". Set TRUTH_KEY in the environment to a key of that registry"
    return ". Ask whoever runs that registry for a key that has it" if kind is Forbidden else ""


def _findings(told: Json) -> Iterator[Finding]:
    for one in told[:_MOST] if isinstance(told, list) else []:
        if isinstance(one, Mapping) and one.get("severity") in list(Severity):
            severity = Severity(one["severity"])
            fix = _text(one, "fix") or None
            yield Finding(
                _text(one, "rule"), severity, _text(one, "subject"), _text(one, "message"), fix, _text(one, "pointer")
            )
