"""What a client says about itself: whether its answers are current, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Health(StrEnum):
    """READY: as its source says it now. STALE: what was last known. ERROR: there is nothing to answer from."""

    READY = "READY"
    STALE = "STALE"
    ERROR = "ERROR"


@dataclass(frozen=True)
class State:
    """Where answers come from.

    - `source`: `registry`, `cache` (kept on this machine) or `file`; None while there is nothing.
    - `position`: which release the words belong to, written like `12.0`; None for a file made from a folder.
    - `since`: when its source last said so.
    - `problem`: why the source cannot be asked; None when it can.
    """

    health: Health
    source: str | None = None
    position: str | None = None
    since: datetime | None = None
    problem: str | None = None

    def __str__(self) -> str:
        said = {"source": self.source, "position": self.position, "problem": self.problem}
        return f"{self.health}({', '.join(f'{name}={value}' for name, value in said.items() if value)})"
