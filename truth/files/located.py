"""What a file says, and where in it each thing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from yaml.events import Event

from truth.files.places import Place, places
from truth.model.canonical import Json
from truth.model.finding import Mark, Stretch

Events = Callable[[str], Iterator[Event]]
"""Reads a text into the events of YAML's serialisation tree (YAML 1.2 §3.1); JSON is read into the same."""


@dataclass(frozen=True)
class Located:
    """The data of a file; marks are worked out from its text when first asked for, as most files are never asked."""

    data: Json
    text: str
    file: str
    events: Events

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every node in the order of the file."""
        return places(self.events(self.text))

    @cached_property
    def marks(self) -> Mapping[str, Mark]:
        """Where the value at each JSON pointer stands."""
        return {place.pointer: place.value.mark(self.file) for place in self.places}

    @cached_property
    def key_marks(self) -> Mapping[str, Mark]:
        """Where the key of each mapping's entry stands, by the entry's JSON pointer."""
        return {place.pointer: place.key.mark(self.file) for place in self.places if place.key}

    def piece(self, pointer: str, within: Stretch) -> Mark | None:
        """Where a piece of the text at a pointer stands; None where the file writes the text in another way.

        Another way is: on several lines, or with escapes.
        """
        mark, span = self.marks[pointer], next(one.value for one in self.places if one.pointer == pointer)
        written, value = self.text[span.start.index : span.end.index], _at(self.data, pointer)
        if not isinstance(value, str) or written.strip("\"'") != value or "\n" in value:
            return None
        return within.from_mark(replace(mark, column=mark.column + written.index(value)))


def _at(data: Json, pointer: str) -> Json:
    for segment in pointer.split("/")[1:]:
        key = segment.replace("~1", "/").replace("~0", "~")
        data = data[int(key)] if isinstance(data, list) else data[key]
    return data
