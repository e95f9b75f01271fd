"""Refusals: why a draft cannot be published, with what changed underneath it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from truth.model.errors import Conflict, Invalid
from truth.model.instant import format_instant, from_microseconds
from truth.model.release import Base, Cause, Release
from truth.registry.release_rules import BACKDATED, STALE_BASE
from truth.store.history import voided_of
from truth.store.horizon import Head
from truth.store.tables import Tables

_SHOWN = 20  # releases, and events, that came in between
_LISTED = 5  # entries of each
_PLAN_AGAIN = "plan again on what stands now, look at what changed, and apply that"


def backdated(effective_at: datetime, now: datetime) -> Invalid:
    """The refusal of a release that would take effect before now."""
    message = f"effective_at {format_instant(effective_at)} has passed: it is {format_instant(now)}"
    fix = "leave effective_at out to publish now, or name an instant to come"
    return Invalid(message, [BACKDATED.finding("release", message, fix=fix)])


def changed_underneath(tables: Tables, base: Base, head: Head, last: Release | None) -> Conflict:
    """The refusal of a draft whose base is no longer the state underneath, with each thing that came in between."""
    if base.head > head.release or base.voided > head.voided:
        return Conflict(
            f"this was planned on another database: it knows release {base.head} and {base.voided} voided ones, "
            f"here there are {head.release} and {head.voided}; plan again"
        )
    happened = [*_recorded_since(tables, base), *_voided_since(tables, base), *_took_effect(base, last)]
    findings = [STALE_BASE.finding(f"release:{number}", message, fix=_PLAN_AGAIN) for number, message in happened]
    more = f"; and {len(findings) - 3} more" if len(findings) > 3 else ""
    reasons = "; ".join(finding.message for finding in findings[:3])
    return Conflict(f"the registry changed since this was planned: {reasons}{more}. Plan again", findings)


def _recorded_since(tables: Tables, base: Base) -> Iterator[tuple[int, str]]:
    release = tables.release
    columns = (release.number, release.recorded_at, release.effective_at, release.items, release.who)
    since = release.select(*columns).where(release.number > base.head).order_by(release.number).limit(_SHOWN)
    rows = list(since.tuples())
    entries = _first_entries(tables, [number for number, *_ in rows])
    for number, recorded_at, effective_at, items, who in rows:
        when = f", effective {_instant(effective_at)}," if effective_at > recorded_at else ""
        what = f"release {number} at {_instant(recorded_at)}{when} {_list(entries[number], items)}"
        yield number, f"{who} published {what}"


def _first_entries(tables: Tables, numbers: Sequence[int]) -> Mapping[int, list[str]]:
    entry, item = tables.entry, tables.item
    first: dict[int, list[str]] = {number: [] for number in numbers}
    rows = (
        item.select(item.release_id, entry.kind, entry.key)
        .join(entry, on=(entry.id == item.entry_id))
        .where(item.release_id.in_(numbers) & (item.place <= _LISTED))
        .order_by(item.release_id, item.place)
    )
    for number, kind, key in rows.tuples():
        first[number].append(f"{kind}:{key}")
    return first


def _list(entries: Sequence[str], items: int) -> str:
    more = f" and {items - len(entries)} more" if items > len(entries) else ""
    return f"changing {', '.join(entries)}{more}"


def _voided_since(tables: Tables, base: Base) -> Iterator[tuple[int, str]]:
    event = tables.event
    since = event.select().where(event.voided > base.voided).order_by(event.number).limit(_SHOWN)
    for row in since.tuples():
        void = voided_of(row)
        withdrawn = void.cause is Cause.WITHDRAWN
        why = f"was withdrawn by {row[-1]}" if withdrawn else f"became stale through release {void.by}"
        yield void.release, f"release {void.release} {why} at {format_instant(void.known_at)}"


def _took_effect(base: Base, last: Release | None) -> Iterator[tuple[int, str]]:
    if last and last.number <= base.head and last.number != base.last:
        yield last.number, f"release {last.number} took effect at {format_instant(last.effective_at)}"


def _instant(count: int) -> str:
    return format_instant(from_microseconds(count))
