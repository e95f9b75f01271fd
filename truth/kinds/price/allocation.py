"""Spreading an amount over lines so that the parts add up to it exactly.

By largest remainder: each part is the exact share rounded down, and the units left go to those whose share lost most.
A tie goes to the first; whoever calls sorts by line id, so that the order in a basket does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """`total` (≥ 0) in proportion to the weights (≥ 0, not all nought unless the total is)."""
    whole = sum(weights)
    if not total or not whole:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    left = total - sum(parts)
    if left:
        gained = [-(total * weight % whole) for weight in weights]
        for place in sorted(range(len(weights)), key=gained.__getitem__)[:left]:
            parts[place] += 1
    return parts


def spread_within(total: int, weights: Sequence[int], rooms: Sequence[int]) -> list[int]:
    """The same, no part above its room; what one cannot take goes to the others. At most all rooms are filled."""
    parts = spread(min(total, sum(rooms)), weights)
    while any(part > room for part, room in zip(parts, rooms, strict=True)):
        full = [part >= room for part, room in zip(parts, rooms, strict=True)]
        parts = _refilled(min(total, sum(rooms)), weights, rooms, full)
    return parts


def _refilled(total: int, weights: Sequence[int], rooms: Sequence[int], full: Sequence[bool]) -> list[int]:
    """Full places take their room; what is left is spread over the others."""
    left = total - sum(room for room, is_full in zip(rooms, full, strict=True) if is_full)
    open_weights = [0 if is_full else weight for weight, is_full in zip(weights, full, strict=True)]
    if left and not any(open_weights):
        open_weights = [0 if is_full else room for room, is_full in zip(rooms, full, strict=True)]
    parts = spread(left, open_weights)
    return [room if is_full else part for part, room, is_full in zip(parts, rooms, full, strict=True)]
