"""Reading: the moment a reader means, and the catalogue that answers for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request

from truth.api.fields import Instant, Whole
from truth.api.query import Strict
from truth.api.wiring import Wiring, wiring
from truth.model.errors import BeforeFirstRelease, Invalid, Unavailable
from truth.model.snapshot import Position, Snapshot
from truth.registry.catalogue import Catalogue
from truth.registry.registry import When

MINIMUM = "Truth-Min-Position"
_LONGEST = 32  # characters of a position; no registry counts that far
_PAUSE = 0.05  # seconds between two looks
_LOOKS = 40  # 2 seconds


class MomentQuery(Strict):
    """Every read takes these."""

    at = Instant("The instant to answer for; default: now. A future instant answers what is scheduled.")
    known_at = Instant("Answer as it was known at this instant; default: as it is known now.")
    release = Whole("Answer for the instant this release took effect.")


@dataclass(frozen=True)
class Reading:
    """A moment, read."""

    when: When
    catalogue: Catalogue
    now: datetime

    @property
    def snapshot(self) -> Snapshot:
        """What was in force."""
        return self.catalogue.snapshot

    @property
    def explicit(self) -> bool:
        """Whether the reader named the moment."""
        return self.when.at is not None or self.when.release is not None


def moment(query: Mapping[str, Any]) -> When:
    """The moment a query names."""
    return When(query.get("at"), query.get("known_at"), query.get("release"))


def read(query: Mapping[str, Any]) -> Reading:
    """What was in force at the moment a query names.

    Raises `BeforeFirstRelease`, and `Unavailable` when the position the reader insists on is not reached in time.
    """
    wired = wiring()
    await_position(wired)
    when = moment(query)
    catalogue = wired.registry.catalogue(when)
    wired.digests.remember(catalogue.snapshot)
    return Reading(when, catalogue, wired.clock())


def await_position(wired: Wiring) -> None:
    """Wait up to two seconds for the position in `Truth-Min-Position`: readers see what they have just written."""
    wanted = request.headers.get(MINIMUM)
    if wanted is None:
        return
    minimum = _position(wanted)
    if not held(wired, lambda: _reached(wired, minimum), _PAUSE, _LOOKS):
        raise Unavailable(f"position {minimum} is not reached here yet; ask again in a moment")


def held(wired: Wiring, done: Callable[[], bool], pause: float, looks: int) -> bool:
    """Hold the request until something is so, looking every `pause` seconds; whether it became so.

    Only a few requests are held at once: beyond them, one look has to do.
    """
    if done():
        return True
    if not wired.waiting.acquire(blocking=False):
        return False
    try:
        for _ in range(looks):
            wired.pause(pause)
            if done():
                return True
        return False
    finally:
        wired.waiting.release()


def _position(wanted: str) -> Position:
    if len(wanted) > _LONGEST:
        raise Invalid(f"{MINIMUM} '{wanted[:_LONGEST]}…' is not a position; it is written like 12.0")
    return Position.parse(wanted)


def _reached(wired: Wiring, minimum: Position) -> bool:
    try:
        position = wired.registry.snapshot().pointer.position
    except BeforeFirstRelease:
        return False
    return position is not None and position >= minimum
