"""Where every node of a file stands: its key, its value, the collection it is in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from truth.model.canonical import pointer
from truth.model.finding import Mark


@dataclass(frozen=True)
class Spot:
    """One position in a text: `index` in characters from 0, `line` and `column` from 1."""

    index: int
    line: int
    column: int


@dataclass(frozen=True)
class Span:
    """From one position up to, not including, another."""

    start: Spot
    end: Spot

    def mark(self, file: str) -> Mark:
        """The span as a finding carries it."""
        return Mark(file, self.start.line, self.start.column, self.end.line, self.end.column)


@dataclass(frozen=True)
class Place:
    """One node: its JSON pointer, its key (in a mapping) and its value.

    `parent` is the pointer of the collection it is in; None for the whole. `shape` says how it is written: `scalar`,
    `flow` or `block`; `column` is where the entries of a block begin.
    """

    pointer: str
    parent: str | None
    key: Span | None
    value: Span
    shape: str
    column: int = 0

    @property
    def start(self) -> Spot:
        """Where the entry begins: at its key, or else at its value."""
        return self.key.start if self.key else self.value.start


@dataclass
class _Open:
    """A collection whose end has not come yet."""

    slot: int
    pointer: str
    parent: str | None
    key: Span | None
    event: Any
    mapping: bool
    child_key: tuple[str, Span] | None = None
    count: int = 0
    end: Spot = field(default=Spot(0, 1, 1))


def places(events: Iterable[Event]) -> tuple[Place, ...]:
    """Every node of one well-formed document, collections before what is in them."""
    walk = _Walk()
    for event in events:
        walk.step(event)
    return tuple(place for place in walk.found if place is not None)


class _Walk:
    def __init__(self) -> None:
        self.found: list[Place | None] = []
        self.open: list[_Open] = []

    def step(self, event: Event) -> None:
        if isinstance(event, CollectionEndEvent):
            self._close(self.open.pop(), event)
        elif isinstance(event, NodeEvent):
            self._node(event)

    def _node(self, event: Any) -> None:
        parent = self.open[-1] if self.open else None
        if parent and parent.mapping and parent.child_key is None:
            parent.child_key = (event.value, _span(event))
            return
        here, key = _address(parent)
        above = parent.pointer if parent else None
        if isinstance(event, CollectionStartEvent):
            mapping = isinstance(event, MappingStartEvent)
            self.open.append(_Open(len(self.found), here, above, key, event, mapping, end=_spot(event.end_mark)))
            self.found.append(None)
        elif isinstance(event, ScalarEvent):
            span = _span(event)
            self.found.append(Place(here, above, key, span, "scalar"))
            self._ends_at(span.end)

    def _close(self, closed: _Open, event: Event) -> None:
        flow = bool(closed.event.flow_style)
        start = _spot(closed.event.start_mark)
        end = _spot(event.end_mark) if flow else closed.end
        shape = "flow" if flow else "block"
        place = Place(closed.pointer, closed.parent, closed.key, Span(start, end), shape, start.column)
        self.found[closed.slot] = place
        self._ends_at(end)

    def _ends_at(self, end: Spot) -> None:
        if self.open:
            self.open[-1].end = end


def _address(parent: _Open | None) -> tuple[str, Span | None]:
    """The pointer and key of the next child of a collection."""
    if parent is None:
        return "", None
    if parent.mapping and parent.child_key:
        (name, span), parent.child_key = parent.child_key, None
        return parent.pointer + pointer((name,)), span
    parent.count += 1
    return parent.pointer + pointer((parent.count - 1,)), None


def _span(event: Event) -> Span:
    return Span(_spot(event.start_mark), _spot(event.end_mark))


def _spot(mark: Any) -> Spot:
    return Spot(mark.index, mark.line + 1, mark.column + 1)
