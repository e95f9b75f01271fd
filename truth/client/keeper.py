"""Keeper: holds the last Snapshot that was understood, and asks its origin for a newer one.

The origin is asked at most once per `poll` seconds, and at the instant of the next change that is known, never twice at
a time, and beside the readers: none of them waits once there is something to answer from.
"""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from truth.client.file import Kept, SnapshotFile
from truth.client.fork import watch
from truth.client.origin import Fetched, Origin
from truth.client.state import Health, State
from truth.model.errors import TruthError, Unavailable, UsageError

if TYPE_CHECKING:
    from truth.client.answers import Answers

Seconds = float

_SOON: Seconds = 1.0  # until the next attempt, while there is nothing to answer from
_LONGEST = 400  # characters of a problem


@dataclass(frozen=True)
class Held:
    """All that is known at a time, so that it changes in one step; asked again when the clock shows `due`."""

    state: State
    answers: Answers | None = None
    tag: str | None = None
    due: Seconds = -math.inf


class Keeper:
    """The Snapshot a client answers from, and what is known about it.

    `kept` is where a registry's last answer is kept, `bootstrap` a snapshot file for a start without either.
    """

    def __init__(
        self,
        origin: Origin,
        kept: Kept | None = None,
        bootstrap: SnapshotFile | None = None,
        poll: Seconds = 30.0,
        *,
        monotonic: Callable[[], Seconds] = time.monotonic,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        if not poll >= 0:
            raise UsageError(f"the poll is {poll}; give a number of seconds, at least 0")
        self.origin = origin
        self._kept, self._bootstrap, self._poll = kept, bootstrap, poll
        self._monotonic, self._clock = monotonic, clock
        self._held = Held(State(Health.ERROR, problem="nothing has been read yet"))
        self._asking = threading.Lock()
        watch(self)

    @property
    def state(self) -> State:
        """Whether answers are current, and where they come from."""
        return self._held.state

    def answers(self) -> Answers:
        """What the company says, as far as is known here; `Unavailable` where nothing is."""
        held = self._held
        if self._monotonic() >= held.due:
            held = self._fresher(held)
        if held.answers is None:
            raise Unavailable(f"there is nothing to answer from: {held.state.problem}")
        return held.answers

    def refresh(self) -> None:
        """Ask for a newer Snapshot now, and wait for the answer; a failure leaves what was known in place."""
        with self._asking:
            self._ask()

    def forked(self) -> None:
        """In a forked process: a thread that was asking is not here, and not all processes ask at once."""
        self._asking = threading.Lock()
        spread = self._monotonic() + self._poll * random.random()  # noqa: S311 - jitter is no secret
        self._held = replace(self._held, due=min(self._held.due, spread))

    def _fresher(self, held: Held) -> Held:
        if held.answers is None:
            with self._asking:
                if self._held is held:  # nobody has asked while this one waited
                    self._ask()
        elif self._asking.acquire(blocking=False):
            self._ask_beside(held)
        return self._held

    def _ask_beside(self, held: Held) -> None:
        if self._held is not held:  # somebody has asked just now
            self._asking.release()
            return
        try:
            threading.Thread(target=self._ask_and_release, name="truth-client", daemon=True).start()
        except RuntimeError:  # no thread to be had; the next reader tries again
            self._asking.release()

    def _ask_and_release(self) -> None:
        try:
            self._ask()
        finally:
            self._asking.release()

    def _ask(self) -> None:
        before = self._held
        try:
            held = self._asked(before)
        except Exception as error:  # whatever was sent, the last known words stay
            held = self._fallen_back(before, _told(error))
        self._held = replace(held, due=self._monotonic() + self._pause(held))
        _tell(before.state, held.state)

    def _asked(self, held: Held) -> Held:
        fetched = self.origin.newer(held.tag)
        if fetched is not None:
            return self._accepted(fetched)
        if self._kept:
            self._kept.confirm()
        state = replace(held.state, health=Health.READY, source=self.origin.kind, since=self._clock(), problem=None)
        return replace(held, state=state)

    def _accepted(self, fetched: Fetched) -> Held:
        answers = _understood(fetched.data, self.origin.name)
        if self._kept:
            self._kept.keep(fetched.data)
        state = State(Health.READY, self.origin.kind, _position(answers), self._clock())
        return Held(state, answers, fetched.tag)

    def _fallen_back(self, held: Held, problem: str) -> Held:
        """What was last known, in memory or else on this machine, and why it is no newer."""
        if held.answers is None:
            held = _latest(self._at_hand()) or held
        health = Health.STALE if held.answers else Health.ERROR
        return replace(held, state=replace(held.state, health=health, problem=problem))

    def _at_hand(self) -> Iterable[Held]:
        for source, file in (("cache", self._kept), ("file", self._bootstrap)):
            answers = _read(file) if file else None
            if file and answers:
                yield Held(State(Health.STALE, source, _position(answers), file.written_at()), answers)

    def _pause(self, held: Held) -> Seconds:
        """Until the next asking; never quite the same, so that not all clients ask at once."""
        pause = self._poll * random.uniform(0.8, 1.2)  # noqa: S311 - jitter is no secret
        if held.answers is None:
            return min(pause, _SOON)
        change = held.answers.catalogue.snapshot.pointer.next_change
        ahead = (change - self._clock()).total_seconds() if change else 0
        return min(pause, ahead + random.random()) if ahead > 0 else pause  # noqa: S311


def _understood(data: bytes, name: str) -> Answers:
    from truth.client.answers import understand

    return understand(data, name)


def _read(file: SnapshotFile) -> Answers | None:
    """What a file says; None where it is not there or broken: that there is no answer is for its origin to tell."""
    try:
        fetched = file.newer(None)
        return _understood(fetched.data, file.name) if fetched else None
    except Exception:
        return None


def _latest(found: Iterable[Held]) -> Held | None:
    """The one with the latest position; the first of them where they are the same."""
    return max(found, key=_order, default=None)


def _order(held: Held) -> tuple[int, int]:
    position = held.answers.catalogue.snapshot.pointer.position if held.answers else None
    return (position.releases, position.edges) if position else (-1, 0)


def _position(answers: Answers) -> str | None:
    position = answers.catalogue.snapshot.pointer.position
    return str(position) if position else None


def _told(error: Exception) -> str:
    message = error.message if isinstance(error, TruthError) else f"{type(error).__name__}: {error}"
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"


def _tell(before: State, after: State) -> None:
    if before.health is not after.health:
        from truth.client.log import tell

        tell(after)
