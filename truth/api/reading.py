"""Reading: the moment a reader means, and the catalogue that answers for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from marshmallow import ValidationError

from truth.api.fields import Instant, Whole
from truth.api.query import Strict
from truth.api.shown import moment_json
from truth.api.wiring import Wiring, wiring
from truth.model.canonical import Json
from truth.model.day import instant_of, parse_moment
from truth.model.document import Document
from truth.model.errors import BeforeFirstRelease, Invalid, Unavailable
from truth.model.imported import Imported
from truth.model.ref import Ref
from truth.model.snapshot import Position, Snapshot
from truth.registry.catalogue import Catalogue
from truth.registry.imported import imported_json, read_published, refuse_two_moments
from truth.registry.registry import When

MINIMUM = "Truth-Min-Position"
_LONGEST = 32  # characters of a position; no registry counts that far
_PAUSE = 0.05  # seconds between two looks
_LOOKS = 40  # 2 seconds


class Moment(Instant):
    """An instant, or a date alone: the last instant of that day in the company's time zone; of today: now."""

    def __init__(self, help: str, **options: Any) -> None:
        super().__init__(help, **options)
        either = [{"type": "string", "format": one} for one in ("date-time", "date")]
        self.metadata = {"description": help, "schema": {"anyOf": either}}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        text = super(Instant, self)._deserialize(value, attr, data, **kwargs)
        try:
            moment = parse_moment(text)
        except Invalid as error:
            raise ValidationError(error.message) from error
        return instant_of(moment, _time_zone, wiring().clock())


def _time_zone() -> str:
    return wiring().registry.catalogue().setting.time_zone


class MomentQuery(Strict):
    """Every read takes these."""

    at = Moment(
        "The instant to answer for, or a day: its last instant in the company's time zone. Default: now. A future "
        "instant answers what is scheduled."
    )
    known_at = Instant("Answer as it was known at this instant; default: as it is known now.")
    release = Whole("Answer for the instant this release took effect.")


class PublishedQuery(MomentQuery):
    """What can also be read as it was published elsewhere, before this registry."""

    as_published = Moment(
        "Answer from history imported from elsewhere: what had been published by this instant, or by the end of this "
        "day. Not with at, known_at or release."
    )


@dataclass(frozen=True)
class Reading:
    """A moment, read; `imported` where it was not the registry that said it."""

    when: When
    catalogue: Catalogue
    now: datetime
    imported: Imported | None = None

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


def read_entry(query: Mapping[str, Any], entry: Ref) -> Reading:
    """The same, or an entry as it was published elsewhere where the query asks for that.

    Raises `Invalid` where it names both moments, `NotFound` where nothing was imported.
    """
    if "as_published" not in query:
        return read(query)
    refuse_two_moments(moment(query))
    wired = wiring()
    await_position(wired)
    instant, locale = query["as_published"], query.get("locale")
    found = read_published(wired.store.imported, profile_in_force(), entry, instant, locale)
    return Reading(When(), found.catalogue, wired.clock(), found.imported)


def profile_in_force() -> Document | None:
    """The company's profile; None before anything was released."""
    try:
        return wiring().registry.catalogue().profile
    except BeforeFirstRelease:
        return None


def told(reading: Reading) -> dict[str, Json]:
    """Which release answered; none where it was published elsewhere, with where that was."""
    if reading.imported is None:
        return moment_json(reading.snapshot)
    digest = reading.imported.found.document.digest
    return {"position": None, "release": None, "digest": digest, "published": imported_json(reading.imported)}


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
