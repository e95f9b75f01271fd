"""Reads of the timeline: the Snapshot at a horizon, by index seeks whose number does not depend on the history.

`truth.model.timeline` says what these mean, and tests hold them against it. What has settled (taken effect by
`known_at`) is found by one seek per entry; only releases scheduled beyond `known_at` are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, SqliteDatabase

from truth.model.instant import from_microseconds
from truth.model.ref import Ref
from truth.model.release import Release
from truth.model.snapshot import Snapshot, Standing
from truth.model.timeline import assemble, before_first_release
from truth.store.documents import Documents
from truth.store.history import find_release
from truth.store.horizon import Horizon, not_voided
from truth.store.tables import Tables


@dataclass(frozen=True)
class Effect:
    """What has taken effect by a horizon: the last release, how many, and when the next one will (microseconds)."""

    last: Release
    count: int
    upcoming: int | None


@dataclass(frozen=True)
class Row:
    """One entry as an item left it: ids and instants as the tables have them; `version` None when retired."""

    entry_id: int
    entry: Ref
    version: int | None
    number: int | None
    release: int
    effective_at: int
    recorded_at: int
    replaced_by: str | None


def effect_at(tables: Tables, horizon: Horizon) -> Effect:
    """What has taken effect by the horizon; `BeforeFirstRelease` when nothing has."""
    last = last_in_effect(tables, horizon)
    if last is None:
        raise before_first_release(from_microseconds(horizon.at))
    return Effect(last, count_in_effect(tables, horizon), _next_effect(tables, horizon))


def last_in_effect(tables: Tables, horizon: Horizon) -> Release | None:
    """The release that took effect last by the horizon."""
    release = tables.release
    settled = (release.effective_at <= horizon.settled) & not_voided(tables, release.number, horizon)
    number = _last(tables, _ahead(tables, horizon, horizon.settled)) if horizon.settled < horizon.at else None
    number = number or _last(tables, settled)
    return find_release(tables, number) if number else None


def _last(tables: Tables, condition: Any) -> int | None:
    release = tables.release
    in_order = release.select(release.number).order_by(release.effective_at.desc(), release.number.desc())
    last: int | None = in_order.where(condition).limit(1).scalar()
    return last


def count_in_effect(tables: Tables, horizon: Horizon) -> int:
    """How many releases have taken effect by the horizon.

    The last release recorded by then knows how many had when it was recorded; only scheduled ones came since.
    """
    release = tables.release
    latest = release.select(release.recorded_at, release.settled).order_by(release.recorded_at.desc()).limit(1)
    row = latest.where(release.recorded_at <= min(horizon.at, horizon.known_at)).tuples().first()
    recorded_at, settled = row or (-1, 0)
    return int(settled + release.select().where(_ahead(tables, horizon, after=recorded_at)).count())


def standings_at(tables: Tables, documents: Documents, horizon: Horizon) -> dict[Ref, Standing]:
    """Every entry as it stands at the horizon."""
    rows = {row.entry: row for row in standing_rows(tables, horizon)}
    if horizon.settled < horizon.at:
        rows |= {row.entry: row for row in _scheduled_rows(tables, horizon)}
    read = documents.of({row.version: row.entry for row in rows.values() if row.version})
    return {row.entry: _standing(row, read) for row in rows.values()}


def snapshot_of(standings: Mapping[Ref, Standing], effect: Effect, horizon: Horizon) -> Snapshot:
    """The Snapshot of what stands at the horizon."""
    upcoming = None if effect.upcoming is None else from_microseconds(effect.upcoming)
    at, known_at = from_microseconds(horizon.at), from_microseconds(horizon.known_at)
    return assemble(standings, at, effect.last, effect.count, upcoming, known_at)


def standing_rows(tables: Tables, horizon: Horizon, entries: Collection[int] | None = None) -> Iterable[Row]:
    """The settled item that stands for each entry (or for these entries, by id): one index seek each."""
    query = _seeking(tables, horizon) if isinstance(tables.peewee, SqliteDatabase) else _lateral(tables, horizon)
    if entries is not None:
        query = query.where(tables.entry.id.in_(entries))
    return [_row(values) for values in tables.fetch(query)]


def _seeking(tables: Tables, horizon: Horizon) -> Any:
    """SQLite does what it is told: CROSS keeps it from walking the items first (sqlite.org/optoverview.html)."""
    entry, item, last = tables.entry, tables.item, tables.item.alias()
    query = _rows(tables, entry.select().join(item, JOIN.CROSS), item)
    stands = item.release_id == _last_settled(tables, last, horizon).select(last.release_id)
    return query.where((item.entry_id == entry.id) & stands)


def _lateral(tables: Tables, horizon: Horizon) -> Any:
    """PostgreSQL may take any way it thinks cheaper, and reads the whole history where it knows too little of it; of
    LATERAL with a LIMIT it can only make one seek each (PostgreSQL 18 manual, §7.2.1.5)."""
    last = tables.item.alias()
    columns = (last.version_id, last.release_id, last.effective_at, last.recorded_at, last.replaced_by)
    named = [column.alias(column.name) for column in columns]
    stands = _last_settled(tables, last, horizon).select(*named).alias("stands")
    joined = tables.entry.select().join(stands, JOIN.LATERAL, on=SQL("TRUE"))
    return _rows(tables, joined, stands.c)


def _last_settled(tables: Tables, item: Any, horizon: Horizon) -> Any:
    """The item of the entry, in the query around this one, that took effect last."""
    return (
        item.select()
        .where(
            (item.entry_id == tables.entry.id)
            & (item.effective_at <= horizon.settled)
            & not_voided(tables, item.release_id, horizon)
        )
        .order_by(item.effective_at.desc(), item.release_id.desc())
        .limit(1)
    )


def _scheduled_rows(tables: Tables, horizon: Horizon) -> Iterable[Row]:
    """The items of releases scheduled beyond what has settled, in order of effect."""
    entry, item = tables.entry, tables.item
    ahead = tables.release.select(tables.release.number).where(_ahead(tables, horizon, after=horizon.settled))
    query = _rows(tables, item.select().join(entry, on=(entry.id == item.entry_id)), item)
    query = query.where(item.release_id.in_(ahead)).order_by(item.effective_at, item.release_id)
    return [_row(values) for values in tables.fetch(query)]


def _rows(tables: Tables, joined: Any, item: Any) -> Any:
    """The columns of `Row`, the item's from `item`."""
    entry, version = tables.entry, tables.version
    return joined.join(version, JOIN.LEFT_OUTER, on=(version.id == item.version_id)).select(
        entry.id,
        entry.kind,
        entry.key,
        item.version_id,
        version.number,
        item.release_id,
        item.effective_at,
        item.recorded_at,
        item.replaced_by,
    )


def _row(values: tuple[Any, ...]) -> Row:
    entry, kind, key, *rest = values
    return Row(entry, Ref(kind, key), *rest)


def _standing(row: Row, documents: Mapping[int, Any]) -> Standing:
    return Standing(
        documents[row.version] if row.version else None,
        row.number,
        row.release,
        from_microseconds(row.effective_at),
        from_microseconds(row.recorded_at),
        row.replaced_by,
    )


def _next_effect(tables: Tables, horizon: Horizon) -> int | None:
    """When the next release known at the horizon takes effect."""
    release = tables.release
    if horizon.knows_all:
        return _first_effect(tables, horizon, release.effective_at > horizon.at)
    settled = (release.effective_at > horizon.at) & (release.effective_at <= horizon.known_at)
    ahead = _scheduled(tables, horizon) & (release.effective_at > max(horizon.at, horizon.known_at))
    return _first_effect(tables, horizon, settled) or _first_effect(tables, horizon, ahead)


def _first_effect(tables: Tables, horizon: Horizon, condition: Any) -> int | None:
    release = tables.release
    in_order = release.select(release.effective_at).order_by(release.effective_at)
    first: int | None = in_order.where(condition & not_voided(tables, release.number, horizon)).limit(1).scalar()
    return first


def _ahead(tables: Tables, horizon: Horizon, after: int) -> Any:
    """The condition of scheduled releases that take effect later than `after`, and by the horizon."""
    release = tables.release
    return (
        _scheduled(tables, horizon)
        & (release.effective_at > after)
        & (release.effective_at <= horizon.at)
        & not_voided(tables, release.number, horizon)
    )


def _scheduled(tables: Tables, horizon: Horizon) -> Any:
    release = tables.release
    return (release.effective_at > release.recorded_at) & (release.recorded_at <= horizon.known_at)
