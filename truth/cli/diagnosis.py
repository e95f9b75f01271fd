"""What `truth doctor` says of one thing it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a check went; `fail` keeps the registry from working."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Check:
    """One thing looked at: how it is, and what to do where it is not right."""

    name: str
    state: State
    message: str
    fix: str | None = None
