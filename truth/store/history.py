"""Reads of the history: releases with their items, what was voided, the versions of an entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from peewee import JOIN

from truth.model.errors import NotFound
from truth.model.instant import from_microseconds, to_microseconds
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref
from truth.model.release import Authority, Cause, Item, Release, Version, Voided
from truth.store.batches import batches
from truth.store.documents import read_document
from truth.store.tables import Tables

_AT_ONCE = 1_000  # numbers in one query
_LARGEST = 2**63 - 1  # of a BIGINT; no number is larger, and SQLite refuses to be asked
_CANDIDATES = 2_000  # names compared for "did you mean": more would cost more than the hint is worth


def release_of(row: Sequence[Any]) -> Release:
    """A Release, without its items, from a whole row of its table."""
    number, recorded_at, effective_at, _settled, _items, who, authority, origin, note, _base_digest = row
    return Release(
        number,
        from_microseconds(recorded_at),
        from_microseconds(effective_at),
        Authority(who, authority, origin, note),
    )


def find_release(tables: Tables, number: int) -> Release | None:
    """One release without its items."""
    row = tables.release.select().where(tables.release.number == _asked(number)).tuples().first()
    return release_of(row) if row else None


def release(tables: Tables, number: int) -> Release:
    """One release with its items; `NotFound` says which there are."""
    found = find_release(tables, number)
    if found is None:
        raise no_such_release(tables, number)
    return with_items(tables, [found])[0]


def no_such_release(tables: Tables, number: int) -> NotFound:
    """The error for a release number nobody has given out."""
    last = tables.release.select(tables.release.number).order_by(tables.release.number.desc()).limit(1).scalar()
    known = f"there are releases 1 to {last}" if last else "nothing has been released yet"
    return NotFound(f"there is no release {number}; {known}")


def releases(tables: Tables, before: int | None, limit: int) -> Sequence[Release]:
    """Releases with their items, the latest recorded first."""
    release = tables.release
    query = release.select().order_by(release.number.desc()).limit(limit)
    if before is not None:
        query = query.where(release.number < _asked(before))
    return with_items(tables, [release_of(row) for row in query.tuples()])


def releases_of(tables: Tables, entry: Ref, before: tuple[datetime, int] | None, limit: int) -> Sequence[Release]:
    """The releases that change an entry, each with that one item, the latest effect first; `NotFound` for an entry that
    never was."""
    release, item, version = tables.release, tables.item, tables.version
    query = (
        item.select(version.number, version.digest, *release._meta.sorted_fields)
        .join(release, on=(release.number == item.release_id))
        .join(version, JOIN.LEFT_OUTER, on=(version.id == item.version_id))
        .where(item.entry_id == find_entry(tables, entry))
        .order_by(item.effective_at.desc(), item.release_id.desc())
        .limit(limit)
    )
    if before is not None:
        at, number = to_microseconds(before[0]), before[1]
        query = query.where((item.effective_at < at) | ((item.effective_at == at) & (item.release_id < number)))
    return [
        replace(release_of(row), items=(Item(entry.entry, number, digest),)) for number, digest, *row in query.tuples()
    ]


def with_items(tables: Tables, some: Sequence[Release]) -> Sequence[Release]:
    """The same releases with their items, read in one query."""
    items: dict[int, list[Item]] = {release.number: [] for release in some}
    for number, kind, key, version, digest in _items(tables, list(items)):
        items[number].append(Item(Ref(kind, key), version, digest))
    return [replace(release, items=tuple(items[release.number])) for release in some]


def _items(tables: Tables, numbers: Sequence[int]) -> Any:
    entry, item, version = tables.entry, tables.item, tables.version
    return (
        item.select(item.release_id, entry.kind, entry.key, version.number, version.digest)
        .join(entry, on=(entry.id == item.entry_id))
        .join(version, JOIN.LEFT_OUTER, on=(version.id == item.version_id))
        .where(item.release_id.in_(numbers))
        .order_by(item.release_id, item.place)
        .tuples()
    )


def voided(tables: Tables, numbers: Iterable[int]) -> Mapping[int, Voided]:
    """Which of these releases were voided, by number."""
    event = tables.event
    found = {}
    for some in batches(list(numbers), _AT_ONCE):
        for row in event.select().where(event.voids_id.in_(some)).tuples():
            void = voided_of(row)
            found[void.release] = void
    return found


def voided_of(row: Sequence[Any]) -> Voided:
    """What a whole row of the event table says about the release it voids."""
    _number, cause, voids, by_release, _voided, known_at, _who = row
    return Voided(voids, from_microseconds(known_at), Cause(cause), by_release)


def ahead(tables: Tables, now: int) -> tuple[int, int]:
    """How many releases take effect later than `now`, and how many would but are stale."""
    release, event = tables.release, tables.event
    ahead = (release.effective_at > release.recorded_at) & (release.effective_at > now)
    all_ahead = release.select().where(ahead).count()
    void = release.select().join(event, on=(event.voids_id == release.number)).where(ahead)
    return all_ahead - void.count(), void.where(event.type == str(Cause.STALE)).count()


def versions(tables: Tables, entry: Ref, before: int | None, limit: int) -> Sequence[Version]:
    """An entry's versions, the latest first; `NotFound` for an entry that never was."""
    version = tables.version
    query = _versions(tables, find_entry(tables, entry)).order_by(version.number.desc()).limit(limit)
    if before is not None:
        query = query.where(version.number < _asked(before))
    return [_version(entry.entry, row) for row in query.tuples()]


def version(tables: Tables, entry: Ref, number: int) -> Version:
    """One version of an entry; `NotFound` says which there are."""
    known = find_entry(tables, entry)
    row = _versions(tables, known).where(tables.version.number == _asked(number)).tuples().first()
    if row is None:
        last = _versions(tables, known).count()
        raise NotFound(f"{entry.entry} has no version {number}; there are versions 1 to {last}")
    return _version(entry.entry, row)


def _versions(tables: Tables, entry: int) -> Any:
    version = tables.version
    columns = (version.number, version.digest, version.body, version.recorded_at)
    return version.select(*columns).where(version.entry_id == entry)


def _version(entry: Ref, row: Sequence[Any]) -> Version:
    number, digest, body, recorded_at = row
    return Version(number, read_document(entry, digest, body), from_microseconds(recorded_at))


def find_entry(tables: Tables, ref: Ref) -> int:
    """The id of an entry; `NotFound` names the nearest."""
    entry = tables.entry
    found: int | None = entry.select(entry.id).where((entry.kind == ref.kind) & (entry.key == ref.key)).scalar()
    if found is None:
        raise NotFound(f"there never was an entry {ref.entry}{_nearest(tables, ref)}")
    return found


def _asked(number: int) -> int:
    return max(-_LARGEST, min(number, _LARGEST))


def _nearest(tables: Tables, ref: Ref) -> str:
    entry = tables.entry
    known = entry.select(entry.kind, entry.key).order_by(entry.kind != ref.kind, entry.key).limit(_CANDIDATES)
    return did_you_mean(str(ref.entry), (f"{kind}:{key}" for kind, key in known.tuples()))
