"""Lasting: reads go on from memory while their source is away, and say since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from threading import Lock

from truth.model.errors import Unavailable
from truth.model.snapshot import Snapshot
from truth.registry.ports import Clock, Source

PAUSE = 1.0
"""Seconds between two looks at a source that is away; in between, nobody waits for it."""


class Answered(StrEnum):
    """Where a Snapshot of now came from."""

    HELD = "held"
    """Nothing has changed, so it is the one from before."""
    READ = "read"
    """The source gave a new one."""
    MEMORY = "memory"
    """The source is away: it is the last one known."""


class Lasting:
    """A source whose last Snapshot of now is kept, and given while the source is away.

    Only what is in force now lasts: a question about another moment is as unavailable as its source. `noticed` is told
    where each Snapshot of now came from; `monotonic` counts seconds.
    """

    def __init__(
        self,
        source: Source,
        clock: Clock,
        monotonic: Callable[[], float],
        noticed: Callable[[Answered], object] = lambda answered: None,
    ) -> None:
        self._source, self._clock, self._monotonic, self._noticed = source, clock, monotonic, noticed
        self._last: Snapshot | None = None
        self._away_since: datetime | None = None
        self._look_again = 0.0
        self._lock = Lock()

    @property
    def name(self) -> str:
        """What messages call the source."""
        return self._source.name

    @property
    def away_since(self) -> datetime | None:
        """Since when the source has not answered; None while it does."""
        return self._away_since

    def at(self, instant: datetime | None = None, known_at: datetime | None = None) -> Snapshot:
        """The Snapshot at an instant; that of now from memory while the source is away."""
        if instant is not None or known_at is not None:
            return self._source.at(instant, known_at)
        last = self._last
        if last is not None and not self._may_look():
            return self._from_memory(last)
        try:
            return self._back(self._source.at())
        except Unavailable:
            if last is None:
                raise
            self._gone()
            return self._from_memory(last)

    def at_release(self, number: int) -> Snapshot:
        """The Snapshot at the instant a release took effect, from the source."""
        return self._source.at_release(number)

    def _may_look(self) -> bool:
        """Whether to ask the source; while it is away, one caller at a time, after a pause."""
        if self._away_since is None:
            return True
        with self._lock:
            now = self._monotonic()
            if now < self._look_again:
                return False
            self._look_again = now + PAUSE
            return True

    def _back(self, snapshot: Snapshot) -> Snapshot:
        self._noticed(Answered.HELD if snapshot is self._last else Answered.READ)
        self._last, self._away_since = snapshot, None
        return snapshot

    def _gone(self) -> None:
        with self._lock:
            self._away_since = self._away_since or self._clock()
            self._look_again = self._monotonic() + PAUSE

    def _from_memory(self, last: Snapshot) -> Snapshot:
        self._noticed(Answered.MEMORY)
        return last
