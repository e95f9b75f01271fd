"""Voiding: scheduled releases that will not take effect, withdrawn or stale. Within a write transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from truth.model.errors import Conflict
from truth.model.instant import format_instant, from_microseconds, to_microseconds
from truth.model.release import Cause, Release, Voided
from truth.store.batches import batches
from truth.store.history import find_release, no_such_release, voided
from truth.store.horizon import Head, Horizon, not_voided
from truth.store.recording import AT_ONCE, next_number
from truth.store.staleness import Touch, stale_after
from truth.store.tables import Tables


def withdraw(tables: Tables, number: int, who: str, head: Head, now: int) -> Voided:
    """Withdraw a scheduled release; later ones that change an entry of it become stale.

    Raises `NotFound` for a number nobody has given out, `Conflict` once it has taken effect or is void already.
    """
    release = find_release(tables, number)
    if release is None:
        raise no_such_release(tables, number)
    known_at = max(now, head.moment + 1)
    _check_pending(tables, release, known_at)
    cause = Touch(number, to_microseconds(release.effective_at), _entries(tables, number))
    _add_events(tables, {number: (Cause.WITHDRAWN, None)}, head.voided, known_at, who)
    mark_stale(tables, cause, Head(head.release, head.voided + 1, known_at), known_at, who)
    return Voided(number, from_microseconds(known_at), Cause.WITHDRAWN)


def mark_stale(tables: Tables, cause: Touch, head: Head, known_at: int, who: str) -> None:
    """Append the event of every scheduled release whose base `cause` changes, by coming or going."""
    stale = stale_through(tables, cause, Horizon(cause.effective_at, known_at, head))
    _add_events(tables, {number: (Cause.STALE, cause.number) for number in stale}, head.voided, known_at, who)


def stale_through(tables: Tables, cause: Touch, horizon: Horizon) -> Mapping[int, frozenset[int]]:
    """The scheduled releases whose base `cause` changes, in order of effect, each with its entries that this is so of;
    `horizon` is where `cause` takes effect."""
    return stale_after(cause, _pending(tables, horizon)) if _is_touched(tables, cause, horizon) else {}


def _check_pending(tables: Tables, release: Release, known_at: int) -> None:
    void = voided(tables, [release.number]).get(release.number)
    if void:
        since = format_instant(void.known_at)
        raise Conflict(f"release {release.number} will not take effect anyway: it is {void.cause} since {since}")
    if to_microseconds(release.effective_at) <= known_at:
        raise Conflict(
            f"release {release.number} took effect at {format_instant(release.effective_at)} and cannot be withdrawn; "
            "publish a new release that undoes it"
        )


def _entries(tables: Tables, number: int) -> frozenset[int]:
    item = tables.item
    rows = item.select(item.entry_id).where(item.release_id == number).tuples()
    return frozenset(entry for (entry,) in rows)


def _is_touched(tables: Tables, cause: Touch, horizon: Horizon) -> bool:
    """Whether any pending release that takes effect with `cause` or later changes an entry of it."""
    item = tables.item
    later = (item.effective_at >= horizon.at) & (item.release_id != cause.number)
    pending = item.select(item.release_id).where(later & not_voided(tables, item.release_id, horizon)).limit(1)
    return any(
        pending.where(item.entry_id.in_(some)).tuples().first() for some in batches(sorted(cause.entries), AT_ONCE)
    )


def _pending(tables: Tables, horizon: Horizon) -> Iterable[Touch]:
    """The scheduled releases that take effect at the horizon or later, with what they change."""
    release, item = tables.release, tables.item
    rows = (
        release.select(release.number, release.effective_at, item.entry_id)
        .join(item, on=(item.release_id == release.number))
        .where(
            (release.effective_at > release.recorded_at)
            & (release.effective_at >= horizon.at)
            & not_voided(tables, release.number, horizon)
        )
        .tuples()
    )
    entries: dict[tuple[int, int], set[int]] = {}
    for number, effective_at, entry in rows:
        entries.setdefault((number, effective_at), set()).add(entry)
    return [Touch(*release, frozenset(touched)) for release, touched in entries.items()]


def _add_events(
    tables: Tables, voids: Mapping[int, tuple[Cause, int | None]], voided_before: int, known_at: int, who: str
) -> None:
    first = next_number(tables.event.number)
    rows: list[tuple[Any, ...]] = [
        (first + index, str(cause), release, by, voided_before + index + 1, known_at, who)
        for index, (release, (cause, by)) in enumerate(voids.items())
    ]
    for some in batches(rows, AT_ONCE):
        tables.event.insert_many(some, fields=tables.event._meta.sorted_fields).execute()
