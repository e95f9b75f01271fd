"""Writes: a whole folder, planned or published.

The body is judged elsewhere (`truth.registry.submission.Judge`); here it is only handed on, and what may be published
is published: one transaction, with the answer that a repeated request will get.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import orjson
from flask import Response, request
from werkzeug.exceptions import TooManyRequests

from truth.api import envelopes
from truth.api.access import principal
from truth.api.answer import JSON, as_bytes, etag_of
from truth.api.query import refuse_other_types
from truth.api.release import pointer_json
from truth.api.resource import Resource
from truth.api.submission import SubmissionBody
from truth.api.wiring import Wiring, wiring
from truth.model.errors import BeforeFirstRelease, PreconditionFailed
from truth.model.instant import format_instant
from truth.model.release import Authority
from truth.registry.answers import Answered, Once, Published
from truth.registry.submission import Judged

_RETRY = 1  # seconds
_EXAMPLE = {"documents": {"policy:returns": {"title": {"en": "Returns"}, "owner": "legal", "clauses": []}}}

blueprint = Resource("writes", __name__, description="A whole folder, planned or published.")


@blueprint.submit("/v1/plan", SubmissionBody, {200: envelopes.Plan}, example=_EXAMPLE)
def plan(query: Mapping[str, Any]) -> Response:
    """What publishing a folder would change

    Every document that is added, changed or retired, every text that then reads differently, and what is wrong.
    Nothing is changed; the answer is 200 also where there are errors.
    """
    with _one_of_few(wiring()) as wired:
        body = _body()
        _refuse_another_state(wired)
        judged = wired.judge(body, False)
        _refuse_another_state(wired)
        return _now(judged.plan, 200)


@blueprint.submit(
    "/v1/apply",
    SubmissionBody,
    {200: envelopes.Applied, 201: envelopes.Applied},
    example=_EXAMPLE,
    parameters=("IdempotencyKey",),
)
def apply(query: Mapping[str, Any]) -> Response:
    """Publish a folder, or a plan

    It becomes one release, all of it or nothing (201); where nothing changes, `release` is null (200). A request sent
    again under its `Idempotency-Key` within a day gets the same answer, and is not done again.
    """
    with _one_of_few(wiring()) as wired:
        body = _body()
        once = _once(body)
        before = wired.store.answered(once) if once else None
        return _answer(before or _published(wired, body, once))


def _published(wired: Wiring, body: bytes, once: Once | None) -> Answered:
    _refuse_another_state(wired)
    judged = wired.judge(body, True)
    # Again: what was judged is published only on the state it was judged on, so the state that holds now is that one.
    _refuse_another_state(wired)
    who = principal()
    authority = Authority(who.name, who.id, request.remote_addr, judged.note)
    return wired.store.settle(judged.draft(authority), lambda made: _said(judged, made), once)


def _said(judged: Judged, made: Published | None) -> str:
    """The answer, as it is sent and kept."""
    release = made.release if made else None
    said = {
        "release": release and release.number,
        "position": str(made.position) if made else None,
        "recorded_at": release and format_instant(release.recorded_at),
        "effective_at": release and format_instant(release.effective_at),
        **judged.told,
    }
    return orjson.dumps(said).decode()


def _answer(answered: Answered) -> Response:
    return _now(answered.body.encode() + b"\n", 200 if answered.release is None else 201)


def _now(data: bytes, status: int) -> Response:
    return Response(data, status, {"Cache-Control": "no-store"}, content_type=JSON)


@contextmanager
def _one_of_few(wired: Wiring) -> Iterator[Wiring]:
    """Only a few write at once, so that threads are left for those who read."""
    if not wired.writing.acquire(blocking=False):
        raise TooManyRequests("others are writing just now; try again in a moment", retry_after=_RETRY)
    try:
        yield wired
    finally:
        wired.writing.release()


def _body() -> bytes:
    refuse_other_types(request)
    return request.get_data(cache=False)


def _once(body: bytes) -> Once | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    return Once(principal().id, key, f"sha256:{hashlib.sha256(body).hexdigest()}")


def _refuse_another_state(wired: Wiring) -> None:
    """Raise `PreconditionFailed` where If-Match names neither the pointer nor the Snapshot that are in effect."""
    if "If-Match" not in request.headers:
        return
    try:
        snapshot = wired.registry.snapshot()
    except BeforeFirstRelease as error:
        raise PreconditionFailed("If-Match names a state, and nothing has been released yet") from error
    known = (etag_of(as_bytes(pointer_json(snapshot))), snapshot.digest)
    if not any(request.if_match.contains(tag) for tag in known):
        raise PreconditionFailed(
            f"If-Match names another state than the one in effect, release {snapshot.pointer.release} with the digest "
            f"{snapshot.digest}; look at what changed, then try again"
        )
