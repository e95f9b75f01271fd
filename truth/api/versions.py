"""Versions: every document an entry has ever had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response

from truth.api import envelopes
from truth.api.answer import answer
from truth.api.diff import diff_json
from truth.api.entries import entry_ref
from truth.api.fields import Whole
from truth.api.history import as_of, first_unknown_version, known_version, reading_of
from truth.api.paging import PageQuery, number_after, page
from truth.api.reading import MomentQuery
from truth.api.resource import Resource
from truth.api.wiring import wiring
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import NotFound
from truth.model.instant import format_instant
from truth.model.ref import Ref
from truth.model.release import Version
from truth.model.snapshot import Snapshot, snapshot_of
from truth.registry.as_of import AsOf

blueprint = Resource("versions", __name__, description="Every document an entry has ever had.")


class VersionDiffQuery(MomentQuery):
    """Which two versions."""

    from_ = Whole("The version to start from; default: the one before `to`.", data_key="from")
    to = Whole("The version to compare it with; default: the latest.")


@blueprint.read(
    "/v1/entries/<kind>/<key>/versions",
    envelopes.VersionPage,
    query=PageQuery,
    example="/v1/entries/policy/returns/versions",
)
def versions(query: Mapping[str, Any], kind: str, key: str) -> Response:
    """An entry's versions, the latest first"""
    entry, then = entry_ref(kind, key), as_of(query)
    before = number_after(query) or first_unknown_version(then, entry)
    found = wiring().store.versions(entry, before=before, limit=query["limit"] + 1)
    listed = page(found, query["limit"], lambda one: _facts(entry, one), lambda one: str(one.number))
    return answer(listed, reading_of(query))


@blueprint.read(
    "/v1/entries/<kind>/<key>/versions/<number:version>",
    envelopes.VersionDocument,
    query=MomentQuery,
    example="/v1/entries/policy/returns/versions/1",
)
def version(query: Mapping[str, Any], kind: str, key: str, version: int) -> Response:
    """One version with its document"""
    entry = entry_ref(kind, key)
    found = known_version(as_of(query), entry, version)
    document = orjson.Fragment(found.document.canonical)
    return answer({**_facts(entry, found), "document": document}, reading_of(query))


@blueprint.read(
    "/v1/entries/<kind>/<key>/diff",
    envelopes.Diff,
    query=VersionDiffQuery,
    example="/v1/entries/policy/returns/diff?to=1",
)
def version_diff(query: Mapping[str, Any], kind: str, key: str) -> Response:
    """What differs between two versions

    Texts are read within what is in force, so that only this entry's own changes show. The first version is compared
    with nothing.
    """
    entry, then, reading = entry_ref(kind, key), as_of(query), reading_of(query)
    new = known_version(then, entry, query["to"]) if "to" in query else _latest(then, entry)
    start = query.get("from_", new.number - 1)
    old = known_version(then, entry, start) if start else None
    around = reading.snapshot if reading else snapshot_of([])
    compared = diff_json(_within(around, old.document) if old else None, _within(around, new.document), only=entry)
    return answer({"before": old and _facts(entry, old), "after": _facts(entry, new), **compared}, reading)


def _facts(entry: Ref, version: Version) -> dict[str, Json]:
    return {
        "ref": str(entry),
        "version": version.number,
        "digest": version.document.digest,
        "recorded_at": format_instant(version.recorded_at),
    }


def _latest(then: AsOf, entry: Ref) -> Version:
    found = wiring().store.versions(entry, before=first_unknown_version(then, entry), limit=1)
    if not found:
        raise NotFound(f"{entry} had no version yet at that instant")
    return found[0]


def _within(around: Snapshot, document: Document) -> Snapshot:
    """What would be in force with this document in its entry's place."""
    return Snapshot(around.laid_over({document.entry: document}).standings)
