"""Diffs as they are sent: documents that differ, and texts that read differently."""

from __future__ import annotations

from truth.model.canonical import Json
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot
from truth.registry.change_json import entries_json, texts_json
from truth.registry.compare import affected, compare_documents, compare_texts


def diff_json(before: Snapshot | None, after: Snapshot, only: Ref | None = None) -> dict[str, Json]:
    """What differs between two Snapshots; `only`: in one entry, and in that entry's own texts."""
    changes = [change for change in compare_documents(before, after) if only in (None, change.entry)]
    touched = affected(before, after, changes) if only is None else {change.entry for change in changes}
    texts = compare_texts(before, after, touched)
    return {"entries": entries_json(changes), "texts": texts_json(texts)}
