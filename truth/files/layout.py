"""The one way a document is written: the same content, the same bytes.

- Keys stand in the order of the schema (`order.py`), two spaces deeper than what they belong to.
- A list or mapping goes on one line where that line fits; one entry to a line otherwise. Sections of named things, and
  sections of the document that hold lists or mappings, always have one entry to a line.
- Texts are quoted only where a strict reader needs it; a text of several lines is a `|` block.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from truth.files.comments import Comments
from truth.files.order import Order, Ordered, Schema
from truth.files.quoting import chomping, key, literal, scalar
from truth.model.canonical import Json, pointer

WIDTH = 110
"""Columns a line of brackets or braces may take."""


def write_yaml(
    body: Json, schema: Schema, *, locales: Sequence[str], header: str | None = None, comments: Comments | None = None
) -> str:
    """A body as canonical YAML.

    `schema` is the kind's in one self-contained piece; `header` the first line, where the file does not have its own.
    Raises `Invalid` for what `read_yaml` would refuse.
    """
    return write_ordered(Order(schema, locales).apply(body), header=header, comments=comments)


def write_ordered(ordered: Ordered, *, header: str | None = None, comments: Comments | None = None) -> str:
    """Data in canonical order as YAML."""
    said = comments or Comments()
    page = _Page(ordered.sections, said)
    page.must_break(ordered.data)
    first = said.header or header
    top = said.lead.get("", ())
    lines = [*([first] if first else []), *top, *([""] if top else []), *page.whole(ordered.data)]
    return "\n".join(lines) + "\n"


def write_json(body: Json, schema: Schema, *, locales: Sequence[str], header: str | None = None) -> str:
    """A body as canonical JSON; `header` is its `$schema`."""
    data = Order(schema, locales).apply(body).data
    whole = {"$schema": header, **data} if header and isinstance(data, dict) else data
    return json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


@dataclass
class _Page:
    """Writes nodes as lines; `broken` holds the pointers of collections that must not go on one line."""

    sections: frozenset[str]
    comments: Comments
    broken: set[str] = field(default_factory=set)

    def must_break(self, data: Json) -> None:
        for place in (*self.sections, *self.comments.tail, *_sections_of_the_document(data)):
            self._break(place)
        for place in (*self.comments.lead, *self.comments.side, *_literals(data, "")):
            self._break(_above(place))

    def _break(self, place: str) -> None:
        """A collection on several lines puts all it is in on several lines."""
        while place and place not in self.broken:
            self.broken.add(place)
            place = _above(place)

    def whole(self, data: Json) -> Iterator[str]:
        if data and isinstance(data, (dict, list)):
            yield from self._collection(data, "", 0)
        else:
            side = self._side("")
            yield from _scalar_lines("", data, 2, side) if isinstance(data, str) else [_flow(data) + side]
            yield from self.comments.tail.get("", ())

    def _collection(self, node: Json, at: str, indent: int) -> Iterator[str]:
        if isinstance(node, dict):
            for name, child in node.items():
                yield from self._entry(name, child, at + pointer((name,)), indent)
        else:
            for place, child in enumerate(node):
                yield from self._item(child, at + pointer((place,)), indent)
        yield from _indented(self.comments.tail.get(at, ()), indent)

    def _entry(self, name: str, child: Json, at: str, indent: int) -> Iterator[str]:
        yield from self._lead(at, child, indent)
        head = " " * indent + key(name, flow=False) + ":"
        if self._goes_on_lines(child, at, len(head) + 1):
            yield head + self._side(at)
            yield from self._collection(child, at, indent + 2)
        else:
            yield from _scalar_lines(head + " ", child, indent + 2, self._side(at))

    def _item(self, child: Json, at: str, indent: int) -> Iterator[str]:
        head = " " * indent + "- "
        if not self._goes_on_lines(child, at, len(head)):
            yield from self._lead(at, child, indent)
            yield from _scalar_lines(head, child, indent + 2, self._side(at))
            return
        lines = list(self._collection(child, at, indent + 2))
        first = next(number for number, line in enumerate(lines) if not line.lstrip().startswith("#") and line)
        yield from self._lead(at, child, indent)
        yield from _indented([self.comments.side[at]] if at in self.comments.side else (), indent)
        yield from _indented([line.strip() for line in lines[:first]], indent)
        yield head + lines[first][indent + 2 :]
        yield from lines[first + 1 :]

    def _goes_on_lines(self, node: Json, at: str, column: int) -> bool:
        if not node or not isinstance(node, (dict, list)):
            return False
        return at in self.broken or column + len(_flow(node)) > WIDTH

    def _lead(self, at: str, node: Json, indent: int) -> Iterator[str]:
        yield from _indented(self.comments.lead.get(at, ()), indent)
        if not node and at in self.comments.tail:
            yield from _indented(self.comments.tail[at], indent)

    def _side(self, at: str) -> str:
        return f"  {self.comments.side[at]}" if at in self.comments.side else ""


def _scalar_lines(head: str, node: Json, indent: int, side: str) -> Iterator[str]:
    if not (isinstance(node, str) and literal(node)):
        yield head + (_flow(node) if isinstance(node, (dict, list)) else scalar(node, flow=False)) + side
        return
    yield f"{head}|{chomping(node)}{side}"
    body = node[:-1] if node.endswith("\n") else node
    yield from _indented(body.split("\n"), indent)


def _flow(node: Json) -> str:
    """A node on one line."""
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key(name, flow=True)}: {_flow(child)}" for name, child in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(_flow(child) for child in node) + "]"
    return scalar(node, flow=True)


def _indented(lines: Sequence[str], indent: int) -> Iterator[str]:
    return (" " * indent + line if line else "" for line in lines)


def _above(place: str) -> str:
    return place.rpartition("/")[0]


def _sections_of_the_document(data: Json) -> Iterator[str]:
    """The top-level entries that hold lists or mappings in turn."""
    if isinstance(data, dict):
        for name, child in data.items():
            children = child.values() if isinstance(child, Mapping) else child if isinstance(child, list) else ()
            if any(isinstance(grandchild, (dict, list)) for grandchild in children):
                yield pointer((name,))


def _literals(node: Json, at: str) -> Iterator[str]:
    """The pointers of texts that take several lines."""
    if isinstance(node, str):
        if literal(node):
            yield at
        return
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in entries:
        yield from _literals(child, at + pointer((name,)))
