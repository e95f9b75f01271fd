"""As of: history as it stood at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from truth.model.release import Release, Voided


@dataclass(frozen=True)
class AsOf:
    """History as it stood: recorded by `known` (None: all of it), judged at `instant`."""

    instant: datetime
    known: datetime | None

    def knows(self, recorded_at: datetime) -> bool:
        """Whether something had been recorded by then."""
        return self.known is None or recorded_at <= self.known

    def state(self, release: Release, void: Voided | None) -> str:
        """`withdrawn`, `stale`, `in_effect` or `scheduled`."""
        if void and self.knows(void.known_at):
            return str(void.cause)
        return "in_effect" if release.effective_at <= self.instant else "scheduled"
