"""Releases: every publication, the latest recorded first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Response

from truth.api import envelopes
from truth.api.answer import answer
from truth.api.diff import diff_json
from truth.api.fields import Whole
from truth.api.history import as_of, first_unknown_release, known_release, reading_of
from truth.api.paging import PageQuery, number_after, page
from truth.api.reading import MomentQuery
from truth.api.release import pointer_json
from truth.api.resource import Resource
from truth.api.wiring import wiring
from truth.model.canonical import Json
from truth.model.errors import BeforeFirstRelease
from truth.model.instant import format_instant
from truth.model.release import Release, Voided
from truth.model.snapshot import Snapshot
from truth.registry.as_of import AsOf
from truth.registry.registry import When

blueprint = Resource("releases", __name__, description="Every publication.")
_JUST_BEFORE = timedelta(microseconds=1)  # instants are whole microseconds


class ReleasesQuery(PageQuery):
    """Which releases."""

    before = Whole("Only releases with a lower number.")


class ReleaseDiffQuery(MomentQuery):
    """What to compare a release with."""

    from_ = Whole("The release to start from; default: what was in force just before.", data_key="from")


@blueprint.read("/v1/releases", envelopes.ReleasePage, query=ReleasesQuery, example="/v1/releases?limit=10")
def releases(query: Mapping[str, Any]) -> Response:
    """The releases, the latest recorded first"""
    then, store = as_of(query), wiring().store
    bounds = (number_after(query), query.get("before"), first_unknown_release(then))
    before = min((bound for bound in bounds if bound is not None), default=None)
    found = store.releases(before=before, limit=query["limit"] + 1)
    void = store.voided([release.number for release in found])
    listed = page(
        found, query["limit"], lambda one: _release_json(one, void.get(one.number), then), lambda one: str(one.number)
    )
    return answer(listed, reading_of(query))


@blueprint.read("/v1/releases/<number:release>", envelopes.Release, query=MomentQuery, example="/v1/releases/1")
def release(query: Mapping[str, Any], release: int) -> Response:
    """One release"""
    then = as_of(query)
    found = known_release(then, release)
    void = wiring().store.voided([release]).get(release)
    return answer(_release_json(found, void, then), reading_of(query))


@blueprint.read(
    "/v1/releases/<number:release>/diff", envelopes.Diff, query=ReleaseDiffQuery, example="/v1/releases/1/diff"
)
def release_diff(query: Mapping[str, Any], release: int) -> Response:
    """What differs since another release, or since just before"""
    then = as_of(query)
    known_release(then, release)
    after = wiring().registry.snapshot(When(release=release))
    before = _named(then, query["from_"]) if "from_" in query else _just_before(after)
    compared = diff_json(before, after)
    pointers = {"before": before and pointer_json(before), "after": pointer_json(after)}
    return answer({**pointers, **compared}, reading_of(query))


def _named(then: AsOf, number: int) -> Snapshot:
    known_release(then, number)
    return wiring().registry.snapshot(When(release=number))


def _just_before(snapshot: Snapshot) -> Snapshot | None:
    if snapshot.at is None:
        return None
    try:
        return wiring().registry.snapshot(When(at=snapshot.at - _JUST_BEFORE))
    except BeforeFirstRelease:
        return None


def _release_json(release: Release, void: Voided | None, then: AsOf) -> dict[str, Json]:
    authority = release.authority
    items = [{"ref": str(item.entry), "version": item.version, "digest": item.digest} for item in release.items]
    return {
        "release": release.number,
        "state": then.state(release, void),
        "recorded_at": format_instant(release.recorded_at),
        "effective_at": format_instant(release.effective_at),
        "who": authority.who,
        "by": authority.by,
        "origin": authority.origin,
        "note": authority.note,
        "items": items,
    }
