"""Snapshot: the immutable set of documents in force at one instant. Everything reads one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, total_ordering
from operator import itemgetter

from truth.model.canonical import digest_of
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.ref import Ref

_POSITION = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})")


@total_ordering
@dataclass(frozen=True)
class Position:
    """Counts releases as they take effect, and the window edges passed since the last of them: `12.0`, `12.1`."""

    releases: int
    edges: int = 0

    @staticmethod
    def parse(text: str) -> Position:
        """Read `12.1`; `Invalid` for anything else."""
        match = _POSITION.fullmatch(text)
        if match is None:
            raise Invalid(f"'{text[:64]}' is not a position; it is written like 12.0")
        return Position(int(match[1]), int(match[2]))

    def __lt__(self, other: Position) -> bool:
        return (self.releases, self.edges) < (other.releases, other.edges)

    def __str__(self) -> str:
        return f"{self.releases}.{self.edges}"


@dataclass(frozen=True)
class Standing:
    """One entry as the timeline has it at an instant: its document (None: retired), and since when.

    `version` and `release` are None where the source keeps no history (a folder).
    A retired entry keeps the ref of its successor, if its last document named one.
    """

    document: Document | None
    version: int | None = None
    release: int | None = None
    effective_at: datetime | None = None
    recorded_at: datetime | None = None
    replaced_by: str | None = None


@dataclass(frozen=True)
class Pointer:
    """Which release answered: the head of every answer. All None for a source without history."""

    position: Position | None = None
    release: int | None = None
    effective_at: datetime | None = None
    next_change: datetime | None = None
    scheduled: bool = False
    """True when `at` lies in the future: the state as it is planned now."""


@dataclass(frozen=True)
class Snapshot:
    """The documents in force at `at`, by entry, and what has been retired by then."""

    standings: Mapping[Ref, Standing]
    at: datetime | None = None
    pointer: Pointer = field(default_factory=Pointer)

    @cached_property
    def documents(self) -> Mapping[Ref, Document]:
        """The documents in force, in the order of their refs; one outside its own window is not among them."""
        return {
            entry: document
            for entry, document in sorted(self._documents(), key=itemgetter(0))
            if self._in_window(document)
        }

    @cached_property
    def retired(self) -> Mapping[Ref, Standing]:
        """The entries that were retired, with their successors."""
        return {entry: standing for entry, standing in self.standings.items() if standing.document is None}

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the RFC 8785 form of `{entry: document digest}`: the same documents, the same digest."""
        return digest_of({str(entry): document.digest for entry, document in self.documents.items()})

    def of_kind(self, kind: str) -> Iterator[Document]:
        """The documents of one kind, in order of their keys."""
        return (document for entry, document in self.documents.items() if entry.kind == kind)

    def laid_over(
        self,
        changes: Mapping[Ref, Document | None],
        effective_at: datetime | None = None,
        recorded_at: datetime | None = None,
    ) -> Snapshot:
        """This Snapshot with a proposal's documents in place (None: retired); it belongs to no release.

        A document that stands already stands as it did; the others from `effective_at`, as recorded at `recorded_at`.
        """
        standings = dict(self.standings)
        for entry, document in changes.items():
            if document is None:
                standings[entry] = Standing(None, replaced_by=self._successor(entry))
            elif not self._stands(document):
                standings[entry] = Standing(document, effective_at=effective_at, recorded_at=recorded_at)
        return Snapshot(standings, self.at)

    def _stands(self, document: Document) -> bool:
        standing = self.standings.get(document.entry)
        known = standing.document if standing else None
        return known is not None and known.digest == document.digest

    def _successor(self, entry: Ref) -> str | None:
        standing = self.standings.get(entry)
        return standing.document.body.get("replaced_by") if standing and standing.document else None

    def _documents(self) -> Iterator[tuple[Ref, Document]]:
        return ((entry, standing.document) for entry, standing in self.standings.items() if standing.document)

    def _in_window(self, document: Document) -> bool:
        return self.at is None or document.window.covers(self.at)


def snapshot_of(documents: Iterable[Document], at: datetime | None = None) -> Snapshot:
    """A Snapshot of plain documents, as a folder gives them: no versions, no history."""
    return Snapshot({document.entry: Standing(document) for document in documents}, at)


def next_edge(standings: Iterable[Standing], after: datetime) -> datetime | None:
    """The nearest window edge later than an instant, among the documents that stand."""
    return min((edge for edge in _edges(standings) if edge > after), default=None)


def edges_passed(standings: Iterable[Standing], since: datetime, until: datetime) -> int:
    """How many distinct window edges lie in `(since, until]`."""
    return len({edge for edge in _edges(standings) if since < edge <= until})


def _edges(standings: Iterable[Standing]) -> Iterator[datetime]:
    return (edge for standing in standings if standing.document for edge in standing.document.window.edges())
