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
    exact = [total * weight for weight in weights]
    parts = [share // whole for share in exact]
    left = total - sum(parts)
    if left:
        lost = [share % whole for share in exact]
        for place in sorted(range(len(lost)), key=lost.__getitem__, reverse=True)[:left]:  # stable: the first of equals
            parts[place] += 1
    return parts


def spread_within(total: int, weights: Sequence[int], rooms: Sequence[int]) -> list[int]:
    """The same, no part above its room; what one cannot take goes to the others. At most all rooms are filled."""
    parts = spread(min(total, sum(rooms)), weights)
    while any(part > room for part, room in zip(parts, rooms, strict=True)):
        full = [part >= room for part, room in zip(parts, rooms, strict=True)]
        parts = _refilled(min(total, sum(rooms)), weights, rooms, full)
    return parts


def spread_by_article(total: int, skus: Sequence[str], weights: Sequence[int], rooms: Sequence[int]) -> list[int]:
    """The same in two steps: over articles, in order of the first line of each, and over the lines of each.

    So what an article gets does not depend on how many lines it is in.
    """
    if len(set(skus)) == len(skus):
        return spread_within(total, weights, rooms)
    places: dict[str, list[int]] = {}
    for place, sku in enumerate(skus):
        places.setdefault(sku, []).append(place)
    of = [sum([weights[place] for place in own]) for own in places.values()]
    most = [sum([rooms[place] for place in own]) for own in places.values()]
    parts = [0] * len(skus)
    for own, share in zip(places.values(), spread_within(total, of, most), strict=True):
        shares = spread_within(share, [weights[place] for place in own], [rooms[place] for place in own])
        for place, part in zip(own, shares, strict=True):
            parts[place] = part
    return parts


def _refilled(total: int, weights: Sequence[int], rooms: Sequence[int], full: Sequence[bool]) -> list[int]:
    """Full places take their room; what is left is spread over the others."""
    left = total - sum(room for room, is_full in zip(rooms, full, strict=True) if is_full)
    open_weights = [0 if is_full else weight for weight, is_full in zip(weights, full, strict=True)]
    if left and not any(open_weights):
        open_weights = [0 if is_full else room for room, is_full in zip(rooms, full, strict=True)]
    parts = spread(left, open_weights)
    return [room if is_full else part for part, room, is_full in zip(parts, rooms, full, strict=True)]
