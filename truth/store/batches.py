"""Many values, some at a time: a statement takes only so many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in their order, `size` at a time. (peewee's `chunked` fills up the last one first, and empties it.)"""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
