"""Tombstones: codes that are gone, never given again, and still read in old data."""

from __future__ import annotations

from collections.abc import Container, Mapping


def in_force(code: str, statuses: Container[str], retired: Mapping[str, str | None]) -> str | None:
    """The status a code means today, over any number of retirements; None where nothing took its place."""
    seen: set[str] = set()
    current: str | None = code
    while current is not None and current not in statuses and current not in seen:
        seen.add(current)
        current = retired.get(current)
    return current if current in statuses else None
