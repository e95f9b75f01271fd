"""Origin: where a client's Snapshots come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Fetched:
    """A Snapshot's bytes, and the tag by which it is asked whether they are still the newest."""

    data: bytes
    tag: str | None


class Origin(Protocol):
    """A registry, or a snapshot file."""

    @property
    def name(self) -> str:
        """What it is called in messages: a URL or a path."""

    @property
    def kind(self) -> str:
        """`registry` or `file`."""

    def newer(self, tag: str | None) -> Fetched | None:
        """The Snapshot it has now; None when that is still the one with this tag (None: there is none yet).

        Raises `Unavailable` where it does not answer, and a `Refused` where it answers with no.
        """
