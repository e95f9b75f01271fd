"""Time, taken the same way for us and for the alternative: warmed up, turn by turn, with its spread."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Spread:
    """The median of repeated measurements, and the quartiles around it; seconds, or a ratio."""

    median: float
    low: float
    high: float
    count: int

    @staticmethod
    def of(values: Sequence[float]) -> Spread:
        """Of at least one measurement."""
        if len(values) == 1:
            return Spread(values[0], values[0], values[0], 1)
        low, median, high = statistics.quantiles(values, n=4, method="inclusive")
        return Spread(median, low, high, len(values))


def seconds(work: Work) -> float:
    """How long a piece of work takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def turn_by_turn(works: Mapping[str, Work], rounds: int, warm: int = 1) -> dict[str, list[float]]:
    """Seconds of each work, by name: in every round each has its turn, so a slow minute of the machine hits all."""
    for _ in range(warm):
        for work in works.values():
            work()
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        gc.collect()  # nobody sweeps up after another round
        for name, work in works.items():
            taken[name].append(seconds(work))
    return taken


def repeated(work: Work, times: int) -> Work:
    """A small work often enough for the clock to see it."""

    def many() -> None:
        for _ in range(times):
            work()

    return many


def ratios(above: Sequence[float], below: Sequence[float]) -> Spread:
    """`above ÷ below`, round by round."""
    return Spread.of([one / other for one, other in zip(above, below, strict=True)])


def per(spread: Spread, times: int) -> Spread:
    """The spread of one piece of a repeated work."""
    return Spread(spread.median / times, spread.low / times, spread.high / times, spread.count)
