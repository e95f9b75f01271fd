"""Staleness: which scheduled releases lose their base when another one changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Touch:
    """What a release changes, and when: `effective_at` in microseconds, `entries` by id."""

    number: int
    effective_at: int
    entries: frozenset[int]

    @property
    def order(self) -> tuple[int, int]:
        """Sorts releases as they take effect; at the same instant, as they were recorded."""
        return (self.effective_at, self.number)


def stale_after(cause: Touch, pending: Iterable[Touch]) -> Mapping[int, frozenset[int]]:
    """The pending releases that become stale when `cause` is published, or withdrawn, in order of effect; each with
    those of its entries that change underneath it.

    A release is stale when one that takes effect before it, and changes an entry it changes too, comes or goes. A
    stale release does not take effect, so it takes those after it along.
    """
    changed = set(cause.entries)
    stale = {}
    for release in sorted(pending, key=lambda touch: touch.order):
        if release.order > cause.order and not changed.isdisjoint(release.entries):
            stale[release.number] = release.entries & changed
            changed |= release.entries
    return stale
