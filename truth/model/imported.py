"""Imported: what an entry said elsewhere, before this registry did.

It is read only as it was published, never as if the registry had said it: it belongs to no release and no Snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from truth.model.document import Document
from truth.model.release import Authority


@dataclass(frozen=True)
class Found:
    """One version of an entry in one locale, as it was found elsewhere.

    `source` says where: a commit and path, or a file and its line. `author` and `reason` are those of the source.
    """

    document: Document
    locale: str
    published_at: datetime
    source: str
    author: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Imported:
    """A version that was found elsewhere and recorded here: as the `number`th of all, when, and by whom."""

    number: int
    found: Found
    recorded_at: datetime
    authority: Authority


@dataclass(frozen=True)
class Span:
    """How many versions of an entry there are in a locale, and when the first and the last were published."""

    count: int
    first: datetime
    last: datetime
