"""History: what had been recorded, and what of it counted, at the moment a reader means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from truth.api.reading import Reading, await_position, moment, read
from truth.api.wiring import wiring
from truth.model.errors import BeforeFirstRelease, NotFound
from truth.model.instant import format_instant
from truth.model.ref import Ref
from truth.model.release import Release, Version
from truth.registry.as_of import AsOf


def as_of(query: Mapping[str, Any]) -> AsOf:
    """The moment a query names, for history; without one: all there is, judged now.

    Raises `Unavailable` when the position the reader insists on is not reached in time.
    """
    await_position(wiring())
    when, store = moment(query), wiring().store
    named = store.release(when.release).effective_at if when.release is not None else when.at
    return AsOf(named or when.known_at or store.now(), when.known_at or named)


def reading_of(query: Mapping[str, Any]) -> Reading | None:
    """What was in force then; None where nothing was: history can be read before anything takes effect."""
    try:
        return read(query)
    except BeforeFirstRelease:
        return None


def first_unknown_release(then: AsOf) -> int | None:
    """The number of the first release recorded later; None where all are known."""
    latest = wiring().store.releases(limit=1)
    return _first_unknown(then, latest[0].number, _recorded_release) if latest else None


def first_unknown_version(then: AsOf, entry: Ref) -> int | None:
    """The number of an entry's first version recorded later; None where all are known."""
    latest = wiring().store.versions(entry, limit=1)
    return _first_unknown(then, latest[0].number, partial(_recorded_version, entry)) if latest else None


def known_release(then: AsOf, number: int) -> Release:
    """A release, if it had been recorded by then; `NotFound` otherwise."""
    release = wiring().store.release(number)
    if not then.knows(release.recorded_at):
        raise NotFound(f"release {number} was recorded later, at {format_instant(release.recorded_at)}")
    return release


def known_version(then: AsOf, entry: Ref, number: int) -> Version:
    """A version of an entry, if it had been recorded by then; `NotFound` otherwise."""
    version = wiring().store.version(entry, number)
    if not then.knows(version.recorded_at):
        raise NotFound(f"version {number} of {entry} was recorded later, at {format_instant(version.recorded_at)}")
    return version


def _recorded_release(number: int) -> datetime:
    return wiring().store.release(number).recorded_at


def _recorded_version(entry: Ref, number: int) -> datetime:
    return wiring().store.version(entry, number).recorded_at


def _first_unknown(then: AsOf, latest: int, recorded_at: Callable[[int], datetime]) -> int | None:
    """Numbers are given in the order of recording, so a binary search finds the place."""
    if then.known is None:
        return None
    return bisect_right(range(1, latest + 1), then.known, key=recorded_at) + 1
