"""What a customer sees of a status: which status's words, and what a page may offer.

The words are those of the status shown; what may be offered is what the real status allows: an order that is packed
reads as one in preparation, and can no longer be cancelled like one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from truth.kinds.status.block import for_customers
from truth.kinds.status.display import Row, Table, table_of
from truth.kinds.status.graph import Graph, graph_of
from truth.kinds.status.tombstone import in_force
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Gone, Invalid, NotFound
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref


@dataclass(frozen=True)
class Shown:
    """What a customer sees.

    - `ref`: the status whose words are read, `status:fulfilment/processing`; its label is `ref / "label"`;
    - `real`: the status the order is in, `status:fulfilment/packed`; of a retired code its successor;
    - `allows`, `phase` and `terminal` are the real status's (`phase` None: a display status that names none).
    """

    ref: Ref
    real: Ref
    allows: tuple[str, ...]
    phase: str | None
    terminal: bool

    @property
    def code(self) -> str:
        """The code of the status whose words are read."""
        return self.ref.path[0]


def shown_status(document: Document, code: str) -> Shown:
    """What a customer sees of a status of a vocabulary, or of a display's own.

    A staff status is `shown_as` a customer one; a retired one, still found in old orders, as its successor. Raises
    `NotFound` for a code the entry never had, and `Gone` for a retired one without a successor.
    """
    if document.body["type"] == "display":
        return _display_status(document, code)
    graph = _graph(document)
    real = _in_force(graph, code)
    return _seen(document, _customer_code(document, real), real)


def shown_in_display(display: Document, states: Mapping[str, str], vocabularies: Mapping[str, Document]) -> Shown:
    """What a customer sees of an order with these statuses, one in each dimension of the display.

    `vocabularies` are the documents of the display's dimensions, by dimension. A total function: publishing proves that
    every combination is shown. Raises `NotFound` for a dimension or a status nobody has, naming the nearest, `Gone` for
    a retired status without a successor, and `Invalid` for a dimension that is missing and not optional.
    """
    table = table_of(display)
    _require_dimensions(table, states)
    real = {name: _in_force(_graph(vocabularies[name]), code) for name, code in states.items()}
    row = _first_match(table, real)
    if row.code is not None:
        return _display_status(display, row.code)
    dimension = str(row.dimension)
    return shown_status(vocabularies[dimension], real[dimension])


def _require_dimensions(table: Table, states: Mapping[str, str]) -> None:
    for name in states:
        if name not in table.dimensions:
            raise NotFound(f"{table.entry} has no dimension '{name[:80]}'{did_you_mean(name, table.dimensions)}")
    for name in table.dimensions:
        if name not in states and name not in table.optional:
            raise Invalid(
                f"{table.entry} needs the {name} status of the order too; only {_optional(table)} may be missing"
            )


def _optional(table: Table) -> str:
    return " and ".join(sorted(table.optional)) or "nothing"


def _first_match(table: Table, states: Mapping[str, str]) -> Row:
    for row in table.rows:
        if row.matches(states):
            return row
    said = ", ".join(f"{name}: {code}" for name, code in states.items())
    raise Invalid(f"{table.entry} has no row for {said}; a row without 'when' at the end would answer")


def _display_status(display: Document, code: str) -> Shown:
    statuses: Mapping[str, Mapping[str, Json]] = display.body.get("statuses", {})
    retired = {one: stone.get("replaced_by") for one, stone in display.body.get("retired", {}).items()}
    real = in_force(code, statuses, retired)
    if real is not None:
        return _seen(display, real, real)
    if code in retired:
        raise Gone(f"the status '{code}' of {display.entry} is retired; nothing took its place")
    raise NotFound(f"{display.entry} has no status '{code[:80]}' of its own{did_you_mean(code, statuses)}")


def _graph(document: Document) -> Graph:
    if document.body["type"] != "vocabulary":
        raise NotFound(
            f"{document.entry} is a {document.body['type']}, not a vocabulary; it has no statuses of its own"
        )
    return graph_of(document)


def _in_force(graph: Graph, code: str) -> str:
    """The status a code found in an order means today."""
    return graph.successor(code) or graph.require(code)


def _customer_code(document: Document, code: str) -> str:
    statuses: Mapping[str, Mapping[str, Json]] = document.body["statuses"]
    seen = [code]
    while not for_customers(statuses[code]) and statuses[code].get("shown_as") in statuses:
        code = statuses[code]["shown_as"]
        if code in seen:
            raise Invalid(f"{document.entry}: these are shown as one another: {' → '.join([*seen, code])}")
        seen.append(code)
    return code


def _seen(document: Document, code: str, real: str) -> Shown:
    status = document.body["statuses"][real]
    return Shown(
        document.entry / code,
        document.entry / real,
        tuple(status.get("allows", ())),
        status.get("phase"),
        bool(status.get("terminal")),
    )
