"""Snapshots: everything at one instant, by moment or by digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Response

from truth.api import envelopes
from truth.api.answer import FOREVER, as_bytes, finished, freshness, scoped, stamp
from truth.api.reading import MomentQuery, read
from truth.api.resource import Resource
from truth.api.wiring import wiring
from truth.registry.snapshot_file import write_snapshot

blueprint = Resource("snapshots", __name__, description="Everything at one instant.")


@blueprint.read("/v1/snapshot", envelopes.Snapshot, query=MomentQuery, example="/v1/snapshot")
def snapshot(query: Mapping[str, Any]) -> Response:
    """All documents

    Saved to a file, it is a source: `truth get REF --source FILE`. What was retired has no document, and names its
    successor.
    """
    reading = read(query)
    return finished(write_snapshot(reading.snapshot), stamp(reading.snapshot), freshness(reading))


@blueprint.serve("/v1/snapshots/<digest>", envelopes.SnapshotDocuments, example="/v1/snapshots/{digest}")
def snapshot_by_digest(query: Mapping[str, Any], digest: str) -> Response:
    """All documents of one digest

    The same bytes for ever. Known are the Snapshots of the latest releases and those served recently.
    """
    found = wiring().digests.find(digest)
    documents = {str(entry): orjson.Fragment(document.canonical) for entry, document in found.documents.items()}
    data = as_bytes({"digest": found.digest, "documents": documents})
    return finished(data, {"Truth-Digest": found.digest}, scoped(FOREVER))
