"""What two sequences have in common, in order: the way a person lines two texts up.

Common ends are set aside first. What stands once on both sides anchors the rest (patience diff, Bram Cohen); between
anchors the shortest edit counts (Myers, "An O(ND) Difference Algorithm", 1986), as long as it is short. Work is bounded
by `DEEPEST` and `MOST_EDITS` times the length, whatever is compared: past them a stretch counts as replaced whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

DEEPEST = 24
"""How often a stretch is divided at anchors before it is compared as it is."""

MOST_EDITS = 200
"""Edits within one stretch without anchors; one that needs more is replaced whole."""

Pair = tuple[int, int]
"""An index of the old sequence, and the index in the new one that says the same."""


@dataclass(frozen=True)
class _Stretch:
    """What is still to compare: `[old, old_end)` and `[new, new_end)`."""

    old: int
    old_end: int
    new: int
    new_end: int
    depth: int = 0

    @property
    def is_one_sided(self) -> bool:
        return self.old == self.old_end or self.new == self.new_end


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Pair]:
    """The pairs of indexes at which both say the same, rising on both sides."""
    found: list[Pair] = []
    waiting = [_Stretch(0, len(old), 0, len(new))]
    while waiting:
        pairs, rest = _trimmed(old, new, waiting.pop())
        found += pairs
        if rest.is_one_sided:
            continue
        anchors = _anchors(old, new, rest) if rest.depth < DEEPEST else []
        if anchors:
            found += anchors
            waiting += _between(anchors, rest)
        else:
            found += _shortest(old, new, rest)
    return sorted(found)


def longest_rising(values: Sequence[int]) -> list[int]:
    """The places of a longest rising subsequence, in O(n log n): what kept its order when the rest was moved."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            ends.append(place)
        tails[length], ends[length] = value, place
    return _followed(before, ends[-1]) if ends else []


def _followed(before: Sequence[int], last: int) -> list[int]:
    chain = []
    while last >= 0:
        chain.append(last)
        last = before[last]
    return chain[::-1]


def _trimmed(old: Sequence[Hashable], new: Sequence[Hashable], one: _Stretch) -> tuple[list[Pair], _Stretch]:
    """The pairs at both ends of a stretch, and what is left between them."""
    first, last = [one.old, one.new], [one.old_end, one.new_end]
    pairs = []
    while first[0] < last[0] and first[1] < last[1] and old[first[0]] == new[first[1]]:
        pairs.append((first[0], first[1]))
        first = [first[0] + 1, first[1] + 1]
    while first[0] < last[0] and first[1] < last[1] and old[last[0] - 1] == new[last[1] - 1]:
        last = [last[0] - 1, last[1] - 1]
        pairs.append((last[0], last[1]))
    return pairs, _Stretch(first[0], last[0], first[1], last[1], one.depth)


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], one: _Stretch) -> list[Pair]:
    """What stands exactly once on either side, as far as it is in the same order."""
    counts = Counter(old[one.old : one.old_end])
    others = Counter(new[one.new : one.new_end])
    once = {value for value, count in counts.items() if count == 1 and others[value] == 1}
    places = {new[place]: place for place in range(one.new, one.new_end) if new[place] in once}
    pairs = [(place, places[old[place]]) for place in range(one.old, one.old_end) if old[place] in once]
    return [pairs[place] for place in longest_rising([pair[1] for pair in pairs])]


def _between(anchors: Sequence[Pair], one: _Stretch) -> Iterator[_Stretch]:
    old, new = one.old, one.new
    for old_end, new_end in (*anchors, (one.old_end, one.new_end)):
        yield _Stretch(old, old_end, new, new_end, one.depth + 1)
        old, new = old_end + 1, new_end + 1


def _shortest(old: Sequence[Hashable], new: Sequence[Hashable], one: _Stretch) -> list[Pair]:
    """The pairs of a shortest edit; none where it takes more than `MOST_EDITS`."""
    height, width = one.old_end - one.old, one.new_end - one.new
    reached, history = {1: 0}, []
    for edits in range(min(height + width, MOST_EDITS) + 1):
        history.append(dict(reached))
        for diagonal in range(-edits, edits + 1, 2):
            at = _stepped(reached, diagonal, edits)
            while at < height and at - diagonal < width and old[one.old + at] == new[one.new + at - diagonal]:
                at += 1
            reached[diagonal] = at
            if at >= height and at - diagonal >= width:
                return [(one.old + row, one.new + column) for row, column in _traced(history, height, width)]
    return []


def _stepped(reached: dict[int, int], diagonal: int, edits: int) -> int:
    """Where a path on a diagonal starts: one down from the diagonal above it, or one right from the one below."""
    if diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1]):
        return reached[diagonal + 1]
    return reached[diagonal - 1] + 1


def _traced(history: list[dict[int, int]], row: int, column: int) -> Iterator[Pair]:
    """The diagonal steps of the path that ends at `row`, `column`, backwards."""
    for edits in range(len(history) - 1, -1, -1):
        reached, diagonal = history[edits], row - column
        down = diagonal == -edits or (diagonal != edits and reached[diagonal - 1] < reached[diagonal + 1])
        before = diagonal + 1 if down else diagonal - 1
        start = (reached[before], reached[before] - before) if edits else (0, 0)
        while row > start[0] and column > start[1]:
            row, column = row - 1, column - 1
            yield row, column
        row, column = start
