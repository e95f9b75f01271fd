"""DatabaseStore: the `Store` port on a database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock

from truth.model.errors import BeforeFirstRelease, NotFound
from truth.model.instant import format_instant, from_microseconds, to_microseconds
from truth.model.ref import Ref
from truth.model.release import Base, Draft, Overtaken, Release, Version, Voided
from truth.model.snapshot import Snapshot, Standing
from truth.registry.answers import Answered, Once, Published
from truth.registry.collecting import without_collecting
from truth.registry.ports import Clock
from truth.store import history
from truth.store.answers import find_answer, keep_answer
from truth.store.documents import Documents
from truth.store.horizon import Head, Horizon, head_query, read_head
from truth.store.imported import ImportedTable
from truth.store.keys import KeyTable
from truth.store.lately import Lately
from truth.store.migrate import migrate
from truth.store.open import open_database
from truth.store.overtaking import overtaken
from truth.store.publish import check, check_base, check_text, position_of, publish
from truth.store.refusals import backdated
from truth.store.tables import tables_for
from truth.store.timeline import effect_at, snapshot_of, standings_at
from truth.store.voiding import withdraw

_KEPT = 16  # Snapshots, and states they are made of, kept in memory


class DatabaseStore:
    """Releases on SQLite or PostgreSQL. Safe to share between threads; survives a fork and a server that restarts.

    Every method raises `Unavailable` while the database cannot be reached, is busy, full or read-only; nothing is half
    written then, and the next call tries again.
    """

    def __init__(self, url: str, clock: Clock) -> None:
        """Open a URL (`UsageError` if it is none); nothing is connected before the first call."""
        self._database = open_database(url)
        self.name = self._database.name
        self._clock = clock
        self._tables = tables_for(self._database.peewee)
        self._head_sql = head_query(self._tables).bind(self._database.peewee).sql()
        self._documents = Documents(self._tables)
        self._states: Lately[tuple[Head, int], dict[Ref, Standing]] = Lately(_KEPT)
        self._snapshots: Lately[Horizon, Snapshot] = Lately(_KEPT)
        self._current: tuple[Head, Snapshot] | None = None
        self._seen = 0
        self._lock = Lock()
        self.keys = KeyTable(self._database, self._tables, lambda: self._now(self._head_here()))
        self.imported = ImportedTable(self._database, self._tables, lambda: self._now(self._head_here()))

    def migrate(self, folder: Path) -> Sequence[str]:
        """Bring the tables up to date from a folder of migrations, and see to the guards: once, at start.

        Any number of processes may do so at once. Returns the names of the migrations applied. `UsageError` when the
        database is newer than this code.
        """
        return migrate(self._database, folder)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._database.close()

    def now(self) -> datetime:
        """The clock, but never before what was recorded last, or before what this store has called now already."""
        return from_microseconds(self._now(self._head()))

    def head(self) -> tuple[int, int]:
        """The last release recorded and how many were voided, 0 where there is none: equal heads, equal history."""
        head = self._head()
        return (head.release, head.voided)

    def at(self, instant: datetime | None = None, known_at: datetime | None = None) -> Snapshot:
        """The Snapshot at an instant (None: now), as it was known at `known_at` (None, or later than now: now).

        While nothing changes, the Snapshot of now is one object; its own `at` says since when it has been held.
        Raises `BeforeFirstRelease` when nothing had taken effect by then.
        """
        head = self._head()
        now = self._now(head)
        if instant is None and known_at is None:
            return self._held(head, now) or self._renew()
        return self._at(_horizon(head, now, instant, known_at))

    def at_release(self, number: int) -> Snapshot:
        """The Snapshot at the instant release `number` takes effect; `NotFound` for one that never will."""
        with self._database.reading():
            release = history.find_release(self._tables, number)
            if release is None:
                raise history.no_such_release(self._tables, number)
            void = history.voided(self._tables, [number]).get(number)
        if void:
            since = format_instant(void.known_at)
            raise NotFound(f"release {number} never takes effect: it is {void.cause} since {since}")
        return self.at(release.effective_at)

    @without_collecting()
    def base(self, effective_at: datetime | None = None) -> tuple[Base, Snapshot | None]:
        """The state that a plan for `effective_at` (None: now) is made from; `Invalid` when that has passed."""
        with self._database.reading():
            head = self._head_here()
            now = self._now(head)
            if effective_at and to_microseconds(effective_at) < now:
                raise backdated(effective_at, from_microseconds(now))
            snapshot = self._base(head, now, effective_at)
        if snapshot and not effective_at:
            self._current = (head, snapshot)
        last = snapshot.pointer.release if snapshot else None
        return Base(head.release, head.voided, last or 0, (snapshot or Snapshot({})).digest), snapshot

    def require(self, base: Base, effective_at: datetime | None = None) -> None:
        """Raise `Conflict`, with what changed, unless `base` is still the state just before `effective_at`."""
        with self._database.reading():
            head = self._head_here()
            now = self._now(head)
            at = max(now, to_microseconds(effective_at)) if effective_at else now
            check_base(self._tables, base, Horizon(at, now, head))

    def overtaken(self, entries: Collection[Ref], effective_at: datetime | None = None) -> Sequence[Overtaken]:
        """The scheduled releases that publishing these entries would make stale; see the port."""
        with self._database.reading():
            head = self._head_here()
            return overtaken(self._tables, entries, effective_at, head, self._now(head))

    def publish(self, draft: Draft) -> Release:
        """Record one release in one transaction; see the port for what is refused."""
        check(draft)
        with self._database.writing():
            head = self._head_here()
            return publish(self._tables, self._documents, draft, head, self._now(head))

    def settle(
        self, draft: Draft | None, answer: Callable[[Published | None], str], once: Once | None = None
    ) -> Answered:
        """Publish a draft and keep what is answered, in one transaction; see the port."""
        if draft:
            check(draft)
        with self._database.writing():
            before = find_answer(self._tables, once) if once else None
            return before or self._settle(draft, answer, once)

    def answered(self, once: Once) -> Answered | None:
        """What was answered to this request before; `Invalid` when its name belongs to another request."""
        with self._database.reading():
            return find_answer(self._tables, once)

    def withdraw(self, number: int, *, who: str) -> Voided:
        """Withdraw a scheduled release, and make stale what was planned on it."""
        check_text(who)
        with self._database.writing():
            head = self._head_here()
            return withdraw(self._tables, number, who, head, self._now(head))

    def release(self, number: int) -> Release:
        """One release with its items; `NotFound` when there is none of that number."""
        with self._database.reading():
            return history.release(self._tables, number)

    def releases(self, before: int | None = None, limit: int = 50) -> Sequence[Release]:
        """Releases, the latest recorded first, with their items; only numbers below `before`."""
        with self._database.reading():
            return history.releases(self._tables, before, limit)

    def releases_of(self, entry: Ref, before: tuple[datetime, int] | None = None, limit: int = 50) -> Sequence[Release]:
        """The releases that change an entry, each with that one item; see the port."""
        with self._database.reading():
            return history.releases_of(self._tables, entry, before, limit)

    def voided(self, numbers: Iterable[int]) -> Mapping[int, Voided]:
        """Which of these releases were voided, and why."""
        with self._database.reading():
            return history.voided(self._tables, numbers)

    def ahead(self) -> tuple[int, int]:
        """How many releases will take effect, and how many of those for a time to come must be planned anew."""
        with self._database.reading():
            return history.ahead(self._tables, self._now(self._head_here()))

    def versions(self, entry: Ref, before: int | None = None, limit: int = 50) -> Sequence[Version]:
        """An entry's versions, the latest first; `NotFound` for an entry that never was."""
        with self._database.reading():
            return history.versions(self._tables, entry, before, limit)

    def version(self, entry: Ref, number: int) -> Version:
        """One version of an entry; `NotFound` when there is none of that number."""
        with self._database.reading():
            return history.version(self._tables, entry, number)

    def _settle(self, draft: Draft | None, answer: Callable[[Published | None], str], once: Once | None) -> Answered:
        """Within a write transaction."""
        head = self._head_here()
        now = self._now(head)
        release = publish(self._tables, self._documents, draft, head, now) if draft else None
        published = Published(release, position_of(self._tables, release, head)) if release else None
        answered = Answered(release.number if release else None, answer(published))
        if once:
            keep_answer(self._tables, once, answered, now)
        return answered

    def _head(self) -> Head:
        with self._database.connected():
            return self._head_here()

    def _head_here(self) -> Head:
        return read_head(self._database.peewee.execute_sql(*self._head_sql).fetchone())

    def _now(self, head: Head) -> int:
        """The present in microseconds. It never goes back: what has taken effect once has taken effect."""
        with self._lock:
            self._seen = max(self._seen, head.moment, to_microseconds(self._clock()))
            return self._seen

    def _held(self, head: Head, now: int) -> Snapshot | None:
        held = self._current
        if held is None or held[0] != head:
            return None
        change = held[1].pointer.next_change
        return held[1] if change is None or now < to_microseconds(change) else None

    def _renew(self) -> Snapshot:
        with self._database.reading():
            head = self._head_here()
            snapshot = self._read(Horizon(now := self._now(head), now, head))
        self._current = (head, snapshot)
        return snapshot

    def _base(self, head: Head, now: int, effective_at: datetime | None) -> Snapshot | None:
        try:
            held = None if effective_at else self._held(head, now)
            return held or self._read(_horizon(head, now, effective_at, None))
        except BeforeFirstRelease:
            return None

    def _at(self, horizon: Horizon) -> Snapshot:
        known = self._snapshots.get(horizon)
        if known:
            return known
        with self._database.reading():
            here = Horizon(horizon.at, horizon.known_at, self._head_here())
            return self._snapshots.keep(here, self._read(here))

    @without_collecting()
    def _read(self, horizon: Horizon) -> Snapshot:
        """The Snapshot at a horizon, within a transaction."""
        effect = effect_at(self._tables, horizon)
        if horizon.settled < horizon.at:
            standings = standings_at(self._tables, self._documents, horizon)
        else:  # what stands is what the last release left: the same at every instant until the next
            state = (horizon.head, effect.last.number)
            standings = self._states.get(state) or self._states.keep(
                state, standings_at(self._tables, self._documents, horizon)
            )
        return snapshot_of(standings, effect, horizon)


def _horizon(head: Head, now: int, instant: datetime | None, known_at: datetime | None) -> Horizon:
    """The horizon of a question; questions that must have the same answer get the same horizon."""
    at = to_microseconds(instant) if instant else now
    known = min(to_microseconds(known_at), now) if known_at else now
    if known >= head.moment:
        known = max(head.moment, at) if at <= known else head.moment
    return Horizon(at, known, head)
