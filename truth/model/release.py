"""Release: an atomic publication, numbered as recorded, effective at an instant. Appended, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from truth.model.document import Document
from truth.model.ref import Ref


@dataclass(frozen=True)
class Authority:
    """By what right a release was made: who, by which authority (`local`, or the id of a key), from where, and why."""

    who: str
    by: str = "local"
    origin: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Item:
    """One entry's change within a release: the version it gets, or its retirement (`version` and `digest` None)."""

    entry: Ref
    version: int | None
    digest: str | None


@dataclass(frozen=True)
class Release:
    """One publication: all of its items take effect at `effective_at`, or none does.

    `recorded_at` is when we knew, `effective_at` (never earlier) when it counts.
    """

    number: int
    recorded_at: datetime
    effective_at: datetime
    authority: Authority
    items: tuple[Item, ...] = ()


class Cause(StrEnum):
    """Why a scheduled release will not take effect."""

    WITHDRAWN = "withdrawn"
    STALE = "stale"


@dataclass(frozen=True)
class Voided:
    """The event that a scheduled release will not take effect, known since `known_at`.

    `by` is the number of the release that changed its base underneath it (stale), or None (withdrawn).
    """

    release: int
    known_at: datetime
    cause: Cause
    by: int | None = None


@dataclass(frozen=True)
class Overtaken:
    """A scheduled release that would become stale: its number, what its authority said, and those of its `entries` that
    would change underneath it."""

    release: int
    effective_at: datetime
    who: str
    note: str | None
    entries: tuple[Ref, ...]


@dataclass(frozen=True)
class Base:
    """The state a plan was made from, cheap to compare: it is current while nothing was recorded since and nothing
    scheduled has taken effect.

    `head` is the last release recorded, `voided` counts voiding events, `last` is the release that took effect last
    at the instant the plan is for; 0 where there is none. `digest` is the Snapshot's, for people and proofs.
    """

    head: int
    voided: int
    last: int
    digest: str

    def is_state_of(self, other: Base) -> bool:
        """Whether both name the same state of one registry."""
        return (self.head, self.voided, self.last) == (other.head, other.voided, other.last)

    def as_json(self) -> dict[str, int | str]:
        """As a plan file and the API carry it."""
        return {"head": self.head, "voided": self.voided, "last": self.last, "digest": self.digest}


@dataclass(frozen=True)
class Draft:
    """What is to be published: documents by entry (None retires the entry), against the base it was planned on.

    `effective_at` None means now.
    """

    changes: Mapping[Ref, Document | None]
    base: Base
    authority: Authority
    effective_at: datetime | None = None


@dataclass(frozen=True)
class Version:
    """An immutable document with a number: the same content is the same version."""

    number: int
    document: Document
    recorded_at: datetime
