"""Append-only: which rows may never be written, as SQL conditions that both engines understand.

- Nothing is updated, deleted, truncated, or replaced under an id or key that exists.
- A row is added only where history ends: the next number, a later instant, a release that is not finished yet, an
  event on a release that has not taken effect. A release is finished once its last place is filled.
- What happened to a key is written down once: that it was given out, and that it was revoked.
- What was published elsewhere is written down once for its instant, and was published before that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

MESSAGE = "truth: releases are append-only; publish a new release instead"

PREFIX = "truth_guard_"
"""How the name of every guard begins."""

_NEWEST = '(SELECT max(number) FROM "release")'
_FINISHED = (
    '(NOT EXISTS (SELECT 1 FROM "release" r WHERE r.number = (SELECT max(number) FROM "release") AND NOT EXISTS'
    " (SELECT 1 FROM release_item i WHERE i.release = r.number AND i.place = r.items)))"
)

REFUSED: Mapping[str, tuple[str, ...]] = {
    "entry": (
        "NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM entry)",
        "EXISTS (SELECT 1 FROM entry e WHERE e.kind = NEW.kind AND e.key = NEW.key)",
        _FINISHED,
    ),
    "version": (
        "NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM version)",
        "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM version v WHERE v.entry = NEW.entry)",
        "EXISTS (SELECT 1 FROM version v WHERE v.digest = NEW.digest AND v.entry = NEW.entry)",
        _FINISHED,
    ),
    "release": (
        'NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM "release")',
        'EXISTS (SELECT 1 FROM "release" r WHERE r.recorded_at >= NEW.recorded_at)',
        "NOT " + _FINISHED,
    ),
    "release_item": (
        "NEW.release <> " + _NEWEST,
        "EXISTS (SELECT 1 FROM release_item i WHERE i.release = NEW.release AND i.place = NEW.place)",
        "EXISTS (SELECT 1 FROM release_item i WHERE i.release = NEW.release AND i.entry = NEW.entry)",
        'NOT EXISTS (SELECT 1 FROM "release" r WHERE r.number = NEW.release AND NEW.place <= r.items'
        " AND r.effective_at = NEW.effective_at AND r.recorded_at = NEW.recorded_at)",
        _FINISHED,
    ),
    "event": (
        "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM event)",
        "EXISTS (SELECT 1 FROM event e WHERE e.voids = NEW.voids)",
        'EXISTS (SELECT 1 FROM "release" r WHERE r.number = NEW.voids AND r.effective_at <= NEW.known_at)',
    ),
    "key_event": (
        "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM key_event)",
        "EXISTS (SELECT 1 FROM key_event e WHERE e.api_key = NEW.api_key AND e.type = NEW.type)",
    ),
    "imported": (
        "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM imported)",
        "EXISTS (SELECT 1 FROM imported i WHERE i.kind = NEW.kind AND i.key = NEW.key AND i.locale = NEW.locale"
        " AND i.published_at = NEW.published_at AND i.digest = NEW.digest)",
        "NEW.published_at > NEW.recorded_at",
    ),
}
"""When a row may not be inserted, by table; any one condition is enough."""


def refused(table: str) -> str:
    """When a row may not be inserted into `table`, as one condition on NEW."""
    return " OR ".join(f"({condition})" for condition in REFUSED[table])


class Guards(Protocol):
    """How one engine writes the guards. A signature is whatever tells a guard that works from one that does not."""

    def expected(self) -> Mapping[str, object]:
        """The signature of every guard there must be, by name."""

    def found(self, peewee: Any) -> Mapping[str, object]:
        """The signature of every guard the database has, by name."""

    def create(self) -> Sequence[str]:
        """The statements that make all guards."""

    def drop(self, name: str) -> str:
        """The statement that drops one guard, if it is there."""
