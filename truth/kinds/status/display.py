"""A display: what the customer sees, derived from several vocabularies. The first row that matches answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from truth.kinds.entry import own_links, own_values, title
from truth.kinds.kind import Link, Path, TextAt, ValueAt
from truth.kinds.status.block import default_texts, defaults_of, status_texts, tombstones
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.ref import Ref


def texts(document: Document) -> Iterator[TextAt]:
    """The title, the defaults, and the label and block of each status only customers see."""
    yield title(document)
    yield from default_texts(document.body)
    defaults = defaults_of(document.body)
    for code, status in document.body.get("statuses", {}).items():
        yield from status_texts(code, status, defaults)


def values(document: Document) -> Iterator[ValueAt]:
    """The display's own constants."""
    return own_values(document)


def links(document: Document) -> Iterator[Link]:
    """Arguments' refs, the successor, and the vocabularies it derives from."""
    yield from own_links(document)
    for place, dimension in enumerate(document.body["dimensions"]):
        yield Link(("dimensions", place), str(vocabulary_of(dimension)), "entry")


def retired(document: Document) -> Mapping[Path, Path | None]:
    """Codes that are no longer shown, and their successors."""
    return tombstones(document.body)


def vocabulary_of(dimension: str) -> Ref:
    """The entry a dimension, or a mapping's `to`, names by its key."""
    return Ref("status", dimension)


@dataclass(frozen=True)
class Row:
    """One answer. `when` holds per dimension the codes it matches; `place` is its index in the document's `rows`.

    It shows `dimension`'s own status, or else the display status `code`: one of the two is set.
    """

    place: int
    when: Mapping[str, frozenset[str]]
    dimension: str | None
    code: str | None

    def matches(self, states: Mapping[str, str]) -> bool:
        """Whether it answers for these statuses; a row that shows a dimension needs a status there."""
        if self.dimension is not None and self.dimension not in states:
            return False
        return all(states.get(dimension) in codes for dimension, codes in self.when.items())


@dataclass(frozen=True, eq=False)
class Table:
    """A display's rows, compiled. An order has one status in every dimension but the `optional` ones."""

    entry: Ref
    dimensions: tuple[str, ...]
    optional: frozenset[str]
    rows: tuple[Row, ...]


@lru_cache(maxsize=256)
def table_of(document: Document) -> Table:
    """The table of a display that fits its schema; the same content is compiled once."""
    body = document.body
    return Table(
        document.entry,
        tuple(body["dimensions"]),
        frozenset(body.get("optional", ())),
        tuple(_row(place, row) for place, row in enumerate(body["rows"])),
    )


def _row(place: int, row: Mapping[str, Json]) -> Row:
    when = {dimension: frozenset(codes) for dimension, codes in row.get("when", {}).items()}
    show: str = row["show"]
    return Row(place, when, show[1:], None) if show.startswith("@") else Row(place, when, None, show)
