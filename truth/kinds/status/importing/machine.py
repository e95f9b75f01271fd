"""Machine: what every source format is read into, in the source's own names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from truth.model.canonical import Json
from truth.model.errors import TooLarge
from truth.model.finding import Rule

MOST_STATES = 500
MOST_STEPS = 50_000
"""Moves from one state to one other, before those of one event are put together."""


@dataclass(frozen=True)
class State:
    """A state: its name in the source, its words by locale (or under `""` where the source names no language).

    `facts` holds what the source says in a vocabulary's own terms: phase, terminal, meaning, allows …
    """

    name: str
    label: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A move from one state to another. `guard` is the name of the condition under which it happens."""

    source: str
    target: str
    event: str | None = None
    guard: str | None = None
    description: str | None = None
    actors: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something to tell about the import."""

    rule: Rule
    message: str
    fix: str | None = None


@dataclass(frozen=True)
class Machine:
    """States, moves and where a history begins. `about` holds fields of the entry itself: title, owner, mode …"""

    states: tuple[State, ...]
    steps: tuple[Step, ...]
    initial: tuple[str, ...] = ()
    about: Mapping[str, Json] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


def require_small(states: int, steps: int = 0) -> None:
    """`TooLarge` for more than a vocabulary may hold."""
    if states > MOST_STATES:
        raise TooLarge(f"there are {states:,} states; a vocabulary holds at most {MOST_STATES}: split it")
    if steps > MOST_STEPS:
        raise TooLarge(f"there are more than {MOST_STEPS:,} moves; a vocabulary is for people to read: split it")
