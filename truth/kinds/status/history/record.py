"""What a stream of events is read into: records, each with the line it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BLOCK = 16 * 1024
"""Bytes in which events are read, at most: few enough that what they become stays in a processor's cache."""

LONGEST = 1024 * 1024
"""Bytes of one event; one takes about a hundred."""


@dataclass(frozen=True)
class Unreadable:
    """A line that cannot be read as an event: why not, and what to do."""

    why: str
    fix: str


BLANK = object()
"""A line with nothing on it."""

TOO_LONG = Unreadable(f"the line is longer than {LONGEST:,} bytes", "write one event a line")


@dataclass(frozen=True)
class Batch:
    """Records that were read together: mappings where they are events, and the number of the line of each."""

    numbers: Iterable[int]
    records: list[object]


@dataclass(frozen=True)
class Fields:
    """What an event's fields are called; None: the events have no such field.

    `vocabulary` names the field that says which vocabulary an event is of, where there are several.
    """

    order: str = "order"
    status: str = "status"
    at: str | None = "at"
    event: str | None = "event"
    actor: str | None = "actor"
    reason: str | None = "reason"
    vocabulary: str | None = None


def blocks_of(data: bytes) -> Iterator[bytes]:
    """Bytes that are all there, as blocks."""
    return (data[start : start + BLOCK] for start in range(0, len(data), BLOCK))
