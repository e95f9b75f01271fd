"""How much a run measures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Sizes, smallest first, and how often each is measured."""

    folders: tuple[int, ...]
    """Documents in a content folder."""
    entries: int
    """Entries of the histories, and of the registry that is started and served."""
    versions: tuple[int, ...]
    """Versions in a history."""
    published: tuple[int, ...]
    """Entries of the registry that one change is published to."""
    rounds: int
    """How often anything is repeated that takes about a second."""
    burst: float
    """Seconds of each round of requests, or of rendering."""
    events: tuple[int, int]
    """Events in a small and a large file; more than are needed until the most ended orders are remembered."""
    quoted: tuple[int, int, int]
    """Lines of a small and a large basket, and the rules of their shop."""
    templates: tuple[int, int, int]
    """Files and bytes of a code base, and the phrases of the registry it is checked against."""
    logged: tuple[int, int]
    """Bytes of a small and a large file of events in it."""
    engines: tuple[str, ...] = ("sqlite", "postgresql")
    installs: bool = True
    """Whether an alternative that is not there yet is installed."""


NORMAL = Scale(
    (1_000, 10_000),
    1_000,
    (1_100, 100_000),
    (100, 10_000),
    7,
    1.0,
    (1_000_000, 2_000_000),
    (100, 1_000, 1_000),
    (3_000, 20_000_000, 2_000),
    (20_000_000, 200_000_000),
)
FULL = Scale(
    (1_000, 10_000),
    1_000,
    (1_100, 100_000, 1_000_000),
    (100, 10_000, 100_000),
    7,
    1.0,
    (4_000_000, 8_000_000),
    (100, 1_000, 1_000),
    (3_000, 20_000_000, 2_000),
    (100_000_000, 1_000_000_000),
)
QUICK = Scale(
    (30,),
    30,
    (40, 60),
    (10, 20),
    1,
    0.02,
    (500, 1_000),
    (5, 20, 10),
    (360, 720_000, 100),
    (200_000, 400_000),
    ("sqlite",),
    installs=False,
)
