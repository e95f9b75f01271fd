"""Answers that are kept: a request sent again under its Idempotency-Key gets the same answer, and is not done twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from truth.model.errors import Invalid
from truth.model.release import Release
from truth.model.snapshot import Position

KEPT_FOR = timedelta(days=2)
"""How long an answer is kept at least."""

LONGEST_KEY = 200
"""Characters in an Idempotency-Key."""


@dataclass(frozen=True)
class Once:
    """A request that is to be done once: who sent it, the name they gave it, and the digest of what they sent."""

    principal: str
    key: str
    request: str

    def __post_init__(self) -> None:
        if not (0 < len(self.key) <= LONGEST_KEY and self.key.isascii() and self.key.isprintable()):
            raise Invalid(f"an Idempotency-Key is 1 to {LONGEST_KEY} printable ASCII characters, such as a UUID")


@dataclass(frozen=True)
class Published:
    """A release, and the position it has, or will have, when it takes effect."""

    release: Release
    position: Position


@dataclass(frozen=True)
class Answered:
    """What was answered, as JSON text, and the number of the release that was made; None: nothing was to change."""

    release: int | None
    body: str
