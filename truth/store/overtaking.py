"""Overtaking: which scheduled releases a draft would make stale, said before it is published. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from truth.model.instant import to_microseconds
from truth.model.ref import Ref
from truth.model.release import Overtaken, Release
from truth.store.batches import batches
from truth.store.history import release
from truth.store.horizon import Head, Horizon
from truth.store.publish import entry_ids
from truth.store.recording import AT_ONCE
from truth.store.staleness import Touch
from truth.store.tables import Tables
from truth.store.voiding import stale_through


def overtaken(
    tables: Tables, entries: Collection[Ref], effective_at: datetime | None, head: Head, now: int
) -> Sequence[Overtaken]:
    """What publishing these entries as the next release would make stale, in order of effect, by the very rule that
    publishing goes by. `effective_at` None means `now`, which is in microseconds."""
    recorded_at = max(now, head.moment + 1)
    at = max(to_microseconds(effective_at), recorded_at) if effective_at else recorded_at
    ids = entry_ids(tables, entries)
    cause = Touch(head.release + 1, at, frozenset(ids.values()))
    stale = stale_through(tables, cause, Horizon(at, recorded_at, head))
    refs = _refs(tables, {entry for touched in stale.values() for entry in touched})
    return [
        _overtaken(release(tables, number), sorted(refs[entry] for entry in touched))
        for number, touched in stale.items()
    ]


def _overtaken(release: Release, entries: Iterable[Ref]) -> Overtaken:
    authority = release.authority
    return Overtaken(release.number, release.effective_at, authority.who, authority.note, tuple(entries))


def _refs(tables: Tables, ids: Iterable[int]) -> Mapping[int, Ref]:
    entry = tables.entry
    columns = (entry.id, entry.kind, entry.key)
    queries = (entry.select(*columns).where(entry.id.in_(some)) for some in batches(sorted(ids), AT_ONCE))
    return {number: Ref(kind, key) for query in queries for number, kind, key in query.tuples()}
