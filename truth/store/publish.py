"""Publishing: a draft becomes one release, or is refused. Within a write transaction.

What it costs depends on what changes, not on how much there is: nothing here reads a whole Snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.instant import from_microseconds, to_microseconds
from truth.model.ref import Ref
from truth.model.release import Base, Draft, Release
from truth.model.snapshot import Position
from truth.store.batches import batches
from truth.store.documents import Documents
from truth.store.horizon import Head, Horizon
from truth.store.recording import AT_ONCE, Change, next_number, record, versions_of
from truth.store.refusals import backdated, changed_underneath
from truth.store.staleness import Touch
from truth.store.tables import Tables
from truth.store.timeline import count_in_effect, last_in_effect, standing_rows
from truth.store.voiding import mark_stale


def publish(tables: Tables, documents: Documents, draft: Draft, head: Head, now: int) -> Release:
    """Record a draft as one release. `now` is the present in microseconds, never before `head.moment`.

    Raises `Conflict` when the draft's base is not what it will take effect on, and `Invalid` when an entry would not
    change, or the release would take effect in the past.
    """
    recorded_at = max(now, head.moment + 1)
    effective_at = _effective_at(draft, now, recorded_at)
    horizon = Horizon(effective_at, recorded_at, head)
    check_base(tables, draft.base, horizon)
    changes = _changes(tables, draft, horizon)
    _refuse_no_change(changes)
    release = record(tables, documents, draft, changes, horizon)
    touch = Touch(release.number, effective_at, frozenset(change.entry_id for change in changes))
    mark_stale(tables, touch, head, recorded_at, draft.authority.who)
    return release


def position_of(tables: Tables, release: Release, head: Head) -> Position:
    """The position of a release that was just recorded, at the instant it takes effect."""
    horizon = Horizon(to_microseconds(release.effective_at), to_microseconds(release.recorded_at), head)
    return Position(count_in_effect(tables, horizon))


def check(draft: Draft) -> None:
    """Refuse a draft that no state could take, before anything is locked."""
    if not draft.changes:
        raise Invalid("there is nothing to publish: no entry changes")
    for entry, document in draft.changes.items():
        if entry.path or (document and document.entry != entry):
            raise Invalid(f"{entry} is not the entry of its document; a release changes whole entries")
        _check_document(document)
    authority = draft.authority
    check_text(authority.who, authority.by, authority.origin, authority.note)


def _check_document(document: Document | None) -> None:
    """Every Snapshot writes and dates its documents: one that cannot be would make all of them unreadable."""
    if document:
        _ = document.digest, document.window


def check_text(*texts: str | None) -> None:
    """Refuse, on every engine, what PostgreSQL cannot keep: a NUL, or half of a surrogate pair."""
    for text in texts:
        if text and ("\0" in text or any("\ud800" <= character <= "\udfff" for character in text)):
            raise Invalid(f"{text[:60]!r} has a character that cannot be kept: a NUL, or half of a surrogate pair")


def _effective_at(draft: Draft, now: int, recorded_at: int) -> int:
    if draft.effective_at is None:
        return recorded_at
    effective_at = to_microseconds(draft.effective_at)
    if effective_at < now:
        raise backdated(draft.effective_at, from_microseconds(now))
    return max(effective_at, recorded_at)  # which is a microsecond past `now` at most


def check_base(tables: Tables, base: Base, horizon: Horizon) -> None:
    """Raise `Conflict` unless `base` is the state at a horizon."""
    last = last_in_effect(tables, horizon)
    head = horizon.head
    if (base.head, base.voided, base.last) != (head.release, head.voided, last.number if last else 0):
        raise changed_underneath(tables, base, head, last)


def _changes(tables: Tables, draft: Draft, horizon: Horizon) -> Sequence[Change]:
    """The draft's changes in the order of their refs, each with what stands and the version it has already."""
    ids = entry_ids(tables, draft.changes)
    standing = {
        row.entry: row for some in batches(list(ids.values()), AT_ONCE) for row in standing_rows(tables, horizon, some)
    }
    versions = versions_of(tables, ids, draft.changes)
    new = count(next_number(tables.entry.id))
    return [
        Change(entry, ids.get(entry) or next(new), entry not in ids, document, standing.get(entry), versions.get(entry))
        for entry, document in sorted(draft.changes.items(), key=lambda change: change[0])
    ]


def entry_ids(tables: Tables, entries: Iterable[Ref]) -> Mapping[Ref, int]:
    """The ids of those entries that were published before."""
    entry = tables.entry
    keys: dict[str, list[str]] = {}
    for ref in entries:
        keys.setdefault(ref.kind, []).append(ref.key)
    queries = (
        entry.select(entry.kind, entry.key, entry.id).where((entry.kind == kind) & entry.key.in_(some))
        for kind, wanted in keys.items()
        for some in batches(wanted, AT_ONCE)
    )
    return {Ref(kind, key): number for query in queries for kind, key, number in query.tuples()}


def _refuse_no_change(changes: Iterable[Change]) -> None:
    for change in changes:
        stands = change.before.version if change.before else None
        if change.document is None and stands is None:
            raise Invalid(f"{change.entry} cannot be retired: it is not there")
        if change.document and change.version and change.version.id == stands:
            raise Invalid(f"{change.entry} would not change: this document is what stands already")
