"""Recording: the rows of one release, in the order the guards ask for. Within a write transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from peewee import fn

from truth.model.document import Document
from truth.model.instant import from_microseconds
from truth.model.ref import Ref
from truth.model.release import Draft, Item, Release
from truth.store.batches import batches
from truth.store.documents import Documents
from truth.store.horizon import Horizon
from truth.store.tables import Tables
from truth.store.timeline import Row, count_in_effect

AT_ONCE = 1_000
"""Rows in one statement; SQLite takes 32,766 values."""


@dataclass(frozen=True)
class Kept:
    """The row of a version: its id, and its number within the entry."""

    id: int
    number: int


@dataclass(frozen=True)
class Change:
    """One entry of a draft: the document it gets (None: retired) and the version that has it already, if one does.

    `before` is what stands there; `new` says that the entry itself is not recorded yet.
    """

    entry: Ref
    entry_id: int
    new: bool
    document: Document | None
    before: Row | None
    version: Kept | None


def record(tables: Tables, documents: Documents, draft: Draft, changes: Sequence[Change], horizon: Horizon) -> Release:
    """Insert the release, then its new entries, its new versions, and its items: the last item finishes it.

    `horizon.at` is when it takes effect, `horizon.known_at` when it is recorded.
    """
    number = horizon.head.release + 1
    _insert(tables.release, [_release_row(tables, number, draft, len(changes), horizon)])
    _insert(tables.entry, [(change.entry_id, change.entry.kind, change.entry.key) for change in changes if change.new])
    versions = {change.entry: change.version for change in changes if change.version}
    versions |= _add_versions(tables, changes, horizon.known_at)
    _insert(tables.item, _item_rows(documents, number, changes, versions, horizon))
    items = tuple(_item(change, versions.get(change.entry)) for change in changes)
    recorded_at, effective_at = from_microseconds(horizon.known_at), from_microseconds(horizon.at)
    return Release(number, recorded_at, effective_at, draft.authority, items)


def next_number(column: Any) -> int:
    """The number that follows the largest of a column."""
    return int(column.model.select(fn.COALESCE(fn.MAX(column), 0) + 1).scalar())


def versions_of(tables: Tables, ids: Mapping[Ref, int], changes: Mapping[Ref, Document | None]) -> Mapping[Ref, Kept]:
    """The versions that have these documents already: the same content is the same version."""
    wanted = {(ids[entry], document.digest): entry for entry, document in changes.items() if document and entry in ids}
    version = tables.version
    columns = (version.entry_id, version.digest, version.id, version.number)
    rows = (
        row
        for some in batches([digest for _, digest in wanted], AT_ONCE)
        for row in version.select(*columns).where(version.digest.in_(some)).tuples()
    )
    return {wanted[entry, digest]: Kept(*kept) for entry, digest, *kept in rows if (entry, digest) in wanted}


def _insert(table: Any, rows: Sequence[tuple[Any, ...]]) -> None:
    for some in batches(rows, AT_ONCE):
        table.insert_many(some, fields=table._meta.sorted_fields).execute()


def _release_row(tables: Tables, number: int, draft: Draft, items: int, horizon: Horizon) -> tuple[Any, ...]:
    recorded_at, effective_at = horizon.known_at, horizon.at
    settled = count_in_effect(tables, Horizon(recorded_at, recorded_at, horizon.head)) + (effective_at == recorded_at)
    who = draft.authority
    given = (who.who, who.by, who.origin, who.note, draft.base.digest)
    return (number, recorded_at, effective_at, settled, items, *given)


def _add_versions(tables: Tables, changes: Iterable[Change], recorded_at: int) -> Mapping[Ref, Kept]:
    lacking = [(change, change.document) for change in changes if change.document and not change.version]
    numbers = _next_versions(tables, [change.entry_id for change, _ in lacking if not change.new])
    ids = count(next_number(tables.version.id))
    added = {
        change.entry: Kept(identity, numbers.get(change.entry_id, 1))
        for (change, _), identity in zip(lacking, ids, strict=False)
    }
    _insert(tables.version, [_version_row(*pair, added[pair[0].entry], recorded_at) for pair in lacking])
    return added


def _version_row(change: Change, document: Document, kept: Kept, recorded_at: int) -> tuple[Any, ...]:
    return (kept.id, change.entry_id, kept.number, document.digest, document.canonical.decode(), recorded_at)


def _next_versions(tables: Tables, entries: Sequence[int]) -> Mapping[int, int]:
    """The number each entry's next version gets, by entry id: one index seek each, however many it has."""
    entry, version = tables.entry, tables.version
    last = version.select(fn.MAX(version.number)).where(version.entry_id == entry.id)
    rows = (
        row
        for some in batches(entries, AT_ONCE)
        for row in entry.select(entry.id, fn.COALESCE(last, 0) + 1).where(entry.id.in_(some)).tuples()
    )
    return dict(rows)


def _item_rows(
    documents: Documents, number: int, changes: Sequence[Change], versions: Mapping[Ref, Kept], horizon: Horizon
) -> Sequence[tuple[Any, ...]]:
    successors = _successors(documents, changes)
    return [
        (
            number,
            place,
            change.entry_id,
            versions[change.entry].id if change.document else None,
            horizon.at,
            horizon.known_at,
            successors.get(change.entry),
        )
        for place, change in enumerate(changes, 1)
    ]


def _successors(documents: Documents, changes: Sequence[Change]) -> Mapping[Ref, str | None]:
    """What the last document of each retired entry names as its successor."""
    last = {
        change.before.version: change.entry
        for change in changes
        if change.document is None and change.before and change.before.version
    }
    return {document.entry: document.body.get("replaced_by") for document in documents.of(last).values()}


def _item(change: Change, kept: Kept | None) -> Item:
    if change.document is None or kept is None:
        return Item(change.entry, None, None)
    return Item(change.entry, kept.number, change.document.digest)
