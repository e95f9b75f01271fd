"""Horizon: how far a reader looks, in microseconds, and what the database holds by then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import SQL, Select, fn

from truth.store.tables import Tables


@dataclass(frozen=True)
class Head:
    """The end of the history: the last release recorded, how many were voided, and when something was recorded last.

    Two equal heads are the same history.
    """

    release: int = 0
    voided: int = 0
    moment: int = 0


@dataclass(frozen=True)
class Horizon:
    """Look at `at`, knowing what had been recorded by `known_at`, in a history that ends at `head`."""

    at: int
    known_at: int
    head: Head

    @property
    def knows_all(self) -> bool:
        """Whether nothing was recorded later than `known_at`."""
        return self.known_at >= self.head.moment

    @property
    def settled(self) -> int:
        """Up to here, whatever takes effect is known: a release is recorded no later than it takes effect."""
        return self.at if self.knows_all else min(self.at, self.known_at)


def head_query(tables: Tables) -> Any:
    """One row: last release number, when it was recorded, releases voided, when the last event was known."""
    release, event = tables.release, tables.event
    return Select(
        columns=[
            _latest(release, release.number),
            _latest(release, release.recorded_at),
            _latest(event, event.voided),
            _latest(event, event.known_at),
        ]
    )


def _latest(table: Any, column: Any) -> Any:
    every = table.alias()
    return table.select(column).where(table.number == every.select(fn.MAX(every.number)))


def read_head(row: tuple[int | None, ...]) -> Head:
    """The head of a row of `head_query`."""
    number, recorded_at, voided, known_at = (value or 0 for value in row)
    return Head(number, voided, max(recorded_at, known_at))


def not_voided(tables: Tables, release_number: Any, horizon: Horizon) -> Any:
    """The condition that a release was not known to be voided."""
    event = tables.event.alias()
    voided = event.select(SQL("1")).where((event.voids_id == release_number) & (event.known_at <= horizon.known_at))
    return ~fn.EXISTS(voided)
