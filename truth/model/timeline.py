"""Timeline: all releases; `timeline.at(instant, known_at)` gives the Snapshot.

This is the meaning, in memory and in a few lines; a store answers the same from its indexes and is tested against it.

- A release counts at an instant when it was recorded by `known_at`, has taken effect by then, and was not known to be
  voided (withdrawn, or stale) at `known_at`. Of two that touch an entry, the one effective later counts; at the same
  instant, the one recorded later.
- The past cannot be rewritten: `effective_at` is never before `recorded_at`, and only what has not yet taken effect can
  be voided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from truth.model.document import Document
from truth.model.errors import BeforeFirstRelease
from truth.model.instant import format_instant
from truth.model.ref import Ref
from truth.model.release import Item, Release, Voided
from truth.model.snapshot import Pointer, Position, Snapshot, Standing, edges_passed, next_edge


@dataclass(frozen=True)
class Timeline:
    """Every release as recorded, what was voided, and the documents by digest."""

    releases: Sequence[Release] = ()
    voided: Sequence[Voided] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)

    def at(self, instant: datetime, known_at: datetime | None = None) -> Snapshot:
        """The Snapshot in force at `instant`, as it was known at `known_at` (default: as it is known now).

        Raises `BeforeFirstRelease` when nothing had taken effect by then.
        """
        known = self._known(known_at)
        counting = sorted((release for release in known if release.effective_at <= instant), key=order_of_effect)
        if not counting:
            raise before_first_release(instant)
        upcoming = [release.effective_at for release in known if release.effective_at > instant]
        standings = self._standings(counting)
        return assemble(standings, instant, counting[-1], len(counting), min(upcoming, default=None), known_at)

    def _known(self, known_at: datetime | None) -> list[Release]:
        gone = {void.release for void in self.voided if known_at is None or void.known_at <= known_at}
        return [
            release
            for release in self.releases
            if release.number not in gone and (known_at is None or release.recorded_at <= known_at)
        ]

    def _standings(self, counting: Iterable[Release]) -> dict[Ref, Standing]:
        standings: dict[Ref, Standing] = {}
        for release in counting:
            for item in release.items:
                standings[item.entry] = self._standing(item, release, standings.get(item.entry))
        return standings

    def _standing(self, item: Item, release: Release, before: Standing | None) -> Standing:
        document = self.documents[item.digest] if item.digest else None
        successor = before.document.body.get("replaced_by") if before and before.document and not document else None
        return Standing(document, item.version, release.number, release.effective_at, release.recorded_at, successor)


def order_of_effect(release: Release) -> tuple[datetime, int]:
    """Sorts releases as they take effect; at the same instant, as they were recorded."""
    return (release.effective_at, release.number)


def before_first_release(instant: datetime) -> BeforeFirstRelease:
    """The error for an instant at which nothing had been said yet."""
    return BeforeFirstRelease(
        f"nothing had been released by {format_instant(instant)}; ask for a later instant, or apply content first"
    )


def assemble(
    standings: Mapping[Ref, Standing],
    instant: datetime,
    last: Release,
    count: int,
    upcoming: datetime | None,
    now: datetime | None = None,
) -> Snapshot:
    """The Snapshot of what stands at `instant`, with its pointer.

    `last` is the release that took effect last, `count` how many have, `upcoming` when the next one will.
    Documents' own windows add the edges since `last` to the position, and the nearest to come to `next_change`.
    """
    edges = edges_passed(standings.values(), last.effective_at, instant)
    changes = [change for change in (upcoming, next_edge(standings.values(), instant)) if change is not None]
    pointer = Pointer(
        position=Position(count, edges),
        release=last.number,
        effective_at=last.effective_at,
        next_change=min(changes, default=None),
        scheduled=now is not None and instant > now,
    )
    return Snapshot(standings, instant, pointer)
