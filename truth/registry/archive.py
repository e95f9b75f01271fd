"""Archive: the port behind which versions published elsewhere are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from truth.model.imported import Found, Imported, Span
from truth.model.ref import Ref
from truth.model.release import Authority

Mark = tuple[datetime, int]
"""Where a list stands: when a version was published, and its number."""


class History(Protocol):
    """Versions that were published elsewhere. Appended, never changed."""

    def at(self, entry: Ref, locale: str, instant: datetime) -> Imported | None:
        """The version published last by an instant; of several at one instant, the one recorded last."""

    def spans(self, entry: Ref) -> Mapping[str, Span]:
        """What there is of an entry, by locale; empty where nothing was imported."""

    def listed(
        self, entry: Ref, locale: str, until: datetime | None = None, before: Mark | None = None, limit: int = 50
    ) -> Sequence[Imported]:
        """The versions in a locale published by `until`, the latest first; only those that follow `before`."""


class Archive(History, Protocol):
    """A history that can be added to."""

    def add(self, versions: Sequence[Found], authority: Authority) -> Sequence[Imported]:
        """Record versions, all or none, and give those that were not known yet.

        What is known for its entry, locale and instant already is left as it is. Raises `Invalid` for a version of the
        future.
        """
