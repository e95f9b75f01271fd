"""Ports: what the use cases need of the outside, as small Protocols. `truth.factory` fills them in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from truth.model.canonical import Body
from truth.model.finding import Mark, Stretch
from truth.model.ref import Ref
from truth.model.release import Base, Draft, Overtaken, Release, Version, Voided
from truth.model.snapshot import Snapshot
from truth.registry.answers import Answered, Once, Published
from truth.registry.archive import Archive
from truth.registry.keys import KeyStore


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """The present instant, in UTC."""


class Source(Protocol):
    """Where Snapshots come from: a folder, a snapshot file, a database, another registry."""

    @property
    def name(self) -> str:
        """What messages call it; never with a secret in it."""

    def at(self, instant: datetime | None = None, known_at: datetime | None = None) -> Snapshot:
        """The Snapshot at an instant (None: now). A source without history refuses an instant with `UsageError`."""

    def at_release(self, number: int) -> Snapshot:
        """The Snapshot at the instant release `number` took effect."""


class Origins(Protocol):
    """Where in which file each node of a document was written."""

    def mark(self, entry: Ref, pointer: str, within: Stretch | None = None) -> Mark | None:
        """The place of a JSON pointer in an entry's document, or of the nearest node above it.

        `within` narrows it to a piece of the text there, where that stands in the file as it is.
        """


class Shapes(Protocol):
    """The document schemas of `schemas/`: the only definition of a document's shape."""

    def problems(self, kind: str, body: Body) -> Iterable[tuple[str, str]]:
        """Every violation of the kind's schema as `(JSON pointer, message)`, in document order; empty when it fits."""

    def schema(self, kind: str) -> Mapping[str, object]:
        """The kind's schema in one self-contained piece; `NotFound` for a kind without one."""

    def kinds(self) -> Sequence[str]:
        """The kinds that have a schema."""


class Store(Source, Protocol):
    """A source with a history, and the only place that writes."""

    def now(self) -> datetime:
        """The clock, but never before the last release recorded: a clock stepping back un-says nothing."""

    def base(self, effective_at: datetime | None = None) -> tuple[Base, Snapshot | None]:
        """The state just before `effective_at` (None: now), which a plan is made from.

        The Snapshot is None before the first release.
        """

    def require(self, base: Base, effective_at: datetime | None = None) -> None:
        """Raise `Conflict`, with what changed, unless `base` is still the state just before `effective_at`."""

    def overtaken(self, entries: Collection[Ref], effective_at: datetime | None = None) -> Sequence[Overtaken]:
        """The scheduled releases that publishing a change of these entries would make stale, in order of effect.

        `effective_at` None means: when it is published.
        """

    def ahead(self) -> tuple[int, int]:
        """How many releases will take effect, and how many of those for a time to come must be planned anew."""

    def publish(self, draft: Draft) -> Release:
        """Record one release, in one transaction: all of it or nothing.

        Raises `Conflict`, with what changed, when `draft.base` is no longer the state underneath, and `Invalid` when
        `effective_at` lies in the past. Scheduled releases whose base this changes become stale with it.
        """

    def settle(
        self, draft: Draft | None, answer: Callable[[Published | None], str], once: Once | None = None
    ) -> Answered:
        """Publish a draft (None: there is nothing to change) and keep what is answered, in one transaction.

        `answer` writes the answer, of what was published. Where the request was answered before, nothing is done, and
        that answer is given again; `Invalid` when its name belongs to another request. Otherwise as `publish`.
        """

    def answered(self, once: Once) -> Answered | None:
        """What was answered to this request before; `Invalid` when its name belongs to another request."""

    @property
    def keys(self) -> KeyStore:
        """The keys that were given out."""

    @property
    def imported(self) -> Archive:
        """What was published elsewhere, before this registry."""

    def withdraw(self, number: int, *, who: str) -> Voided:
        """Withdraw a scheduled release; `Conflict` once it has taken effect or is void already."""

    def release(self, number: int) -> Release:
        """One release with its items; `NotFound` when there is none of that number."""

    def releases(self, before: int | None = None, limit: int = 50) -> Sequence[Release]:
        """Releases, the latest recorded first, with their items; only numbers below `before`."""

    def releases_of(self, entry: Ref, before: tuple[datetime, int] | None = None, limit: int = 50) -> Sequence[Release]:
        """The releases that change an entry, each with that one item, the latest effect first.

        Only those that follow `before`, the effect and the number of another. `NotFound` for an entry that never was.
        """

    def voided(self, numbers: Iterable[int]) -> Mapping[int, Voided]:
        """Which of these releases were voided, and why."""

    def versions(self, entry: Ref, before: int | None = None, limit: int = 50) -> Sequence[Version]:
        """An entry's versions, the latest first; `NotFound` for an entry that never was."""

    def version(self, entry: Ref, number: int) -> Version:
        """One version of an entry; `NotFound` when there is none of that number."""
