"""Document: the JSON body of an entry at one version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from truth.model.canonical import Body, canonical_bytes, digest_of_bytes
from truth.model.errors import Invalid
from truth.model.instant import parse_instant
from truth.model.ref import Ref


@dataclass(frozen=True)
class Document:
    """A body and the entry it belongs to. Two documents with the same content have the same digest."""

    entry: Ref
    body: Body = field(compare=False)

    @cached_property
    def canonical(self) -> bytes:
        """The body as RFC 8785 bytes: what is stored, digested and compared."""
        return canonical_bytes(self.body)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over `canonical`, written `sha256:…`."""
        return digest_of_bytes(self.canonical)

    @cached_property
    def window(self) -> Window:
        """When the document counts, of itself: `{from, until}` half-open; always, where it names none."""
        return Window.read(self.body.get("window"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self.entry == other.entry and self.digest == other.digest

    def __hash__(self) -> int:
        return hash((self.entry, self.digest))


@dataclass(frozen=True)
class Window:
    """A half-open stretch of time, `[since, until)`; None leaves an end open."""

    since: datetime | None = None
    until: datetime | None = None

    @staticmethod
    def read(body: Any) -> Window:
        """From `{from, until}` as documents write it; None is always."""
        if body is None:
            return Window()
        if not isinstance(body, Mapping):
            raise Invalid("a window is {from, until}")
        return Window(*(parse_instant(body[end]) if body.get(end) else None for end in ("from", "until")))

    def covers(self, instant: datetime) -> bool:
        """Whether the instant lies in the window; its last instant does not."""
        return (self.since is None or self.since <= instant) and (self.until is None or instant < self.until)

    def edges(self) -> Iterator[datetime]:
        """The instants at which the answer of `covers` changes."""
        return (edge for edge in (self.since, self.until) if edge is not None)
