"""Does a display show something for every order, and only what is there?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.kinds.kind import BodyPath
from truth.kinds.status.display import Row, Table, table_of, vocabulary_of
from truth.kinds.status.graph import graph_of
from truth.kinds.status.rules.coverage import Box, Code, Domains, Masks, Undecided, uncovered
from truth.kinds.status.rules.examples import display
from truth.model.document import Document
from truth.model.finding import Finding, Rule, Severity
from truth.model.nearest import did_you_mean
from truth.model.snapshot import Snapshot

GAP = Rule(
    "display/gap",
    Severity.ERROR,
    "Every order is shown as something; for a combination without a row a page would be empty.",
    passes=display({"show": "@order"}),
    fails=display({"when": {"order": ["placed", "shipped", "cancelled"]}, "show": "@order"}),
)
SHADOWED_ROW = Rule(
    "display/shadowed-row",
    Severity.ERROR,
    "The first row that matches answers; a row behind others that match all of it never does.",
    passes=display({"when": {"order": ["placed"]}, "show": "@order"}, {"show": "@order"}),
    fails=display({"show": "@order"}, {"when": {"order": ["placed"]}, "show": "@order"}),
)
UNKNOWN_STATUS = Rule(
    "display/unknown-status",
    Severity.ERROR,
    "A row that names a status nobody has never matches, or shows nothing.",
    passes=display({"when": {"order": ["placed"]}, "show": "@order"}, {"show": "@order"}),
    fails=display({"when": {"order": ["plaecd"]}, "show": "@order"}, {"show": "@order"}),
)
UNKNOWN_DIMENSION = Rule(
    "display/unknown-dimension",
    Severity.ERROR,
    "A row can only speak of the vocabularies the display derives from.",
    passes=display({"show": "@order"}),
    fails=display({"show": "@order"}, optional=["payment"]),
)
NEVER_SHOWN = Rule(
    "display/never-shown",
    Severity.WARNING,
    "A status no row shows is a row forgotten, or words nobody reads.",
    passes=display({"show": "@order"}),
    fails=display(
        {"show": "@order"},
        statuses={
            "on_its_way": {
                name: {"en": f"On its way ({name}).", "de": f"Auf dem Weg ({name})."}
                for name in ("happened", "next", "when", "cost", "help", "recovery")
            }
            | {"label": {"en": "On its way", "de": "Auf dem Weg"}}
        },
    ),
)
RULES = (GAP, SHADOWED_ROW, UNKNOWN_STATUS, UNKNOWN_DIMENSION, NEVER_SHOWN)


def check_display(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    """Findings on the rows of one display."""
    table = table_of(document)
    known = dict(_vocabularies(table, snapshot))
    strangers = list(_unknown_dimensions(document, table))
    yield from strangers
    yield from _not_vocabularies(document, table, snapshot)
    yield from _unknown_statuses(document, table, known)
    yield from _unknown_shown(document, table)
    yield from _never_shown(document, table)
    if len(known) == len(table.dimensions) and not strangers:
        domains, boxes = _domains(table, known), [_box(row, table, known) for row in table.rows]
        yield from _gap(document, table, domains, boxes)
        yield from _shadowed(document, domains, boxes)


def _vocabularies(table: Table, snapshot: Snapshot) -> Iterator[tuple[str, Document]]:
    for dimension in table.dimensions:
        document = snapshot.documents.get(vocabulary_of(dimension))
        if document and document.body["type"] == "vocabulary":
            yield dimension, document


def _unknown_dimensions(document: Document, table: Table) -> Iterator[Finding]:
    for path, name in _dimensions_meant(document, table):
        if name not in table.dimensions:
            message = f"'{name}' is not a dimension of this display{did_you_mean(name, table.dimensions)}"
            yield UNKNOWN_DIMENSION.finding(document.entry, message, path=path, fix="list it under dimensions")


def _dimensions_meant(document: Document, table: Table) -> Iterator[tuple[BodyPath, str]]:
    for place, name in enumerate(document.body.get("optional", ())):
        yield ("optional", place), name
    for row in table.rows:
        for name in row.when:
            yield ("rows", row.place, "when", name), name
        if row.dimension is not None:
            yield ("rows", row.place, "show"), row.dimension


def _not_vocabularies(document: Document, table: Table, snapshot: Snapshot) -> Iterator[Finding]:
    for place, dimension in enumerate(table.dimensions):
        other = snapshot.documents.get(vocabulary_of(dimension))
        if other and other.body["type"] != "vocabulary":
            message = f"{other.entry} is a {other.body['type']}; a display derives from vocabularies"
            path = ("dimensions", place)
            yield UNKNOWN_DIMENSION.finding(document.entry, message, path=path, fix="name a vocabulary")


def _unknown_statuses(document: Document, table: Table, known: Mapping[str, Document]) -> Iterator[Finding]:
    for place, row in enumerate(document.body["rows"]):
        for dimension, codes in row.get("when", {}).items():
            graph = graph_of(known[dimension]) if dimension in known else None
            for number, code in enumerate(codes):
                if graph is None or code in graph.statuses:
                    continue
                path = ("rows", place, "when", dimension, number)
                if code in graph.retired:
                    successor = graph.successor(code)
                    message = f"'{code}' of {graph.entry} is retired"
                    fix = f"use '{successor}'" if successor else "take it out"
                else:
                    message = f"{graph.entry} has no status '{code}'{did_you_mean(code, graph.statuses)}"
                    fix = f"name a status of {graph.entry}"
                yield UNKNOWN_STATUS.finding(document.entry, message, path=path, fix=fix)


def _unknown_shown(document: Document, table: Table) -> Iterator[Finding]:
    own = document.body.get("statuses", {})
    for row in table.rows:
        if row.code is not None and row.code not in own:
            choices = [*own, *(f"@{dimension}" for dimension in table.dimensions)]
            message = f"this display has no status '{row.code}' to show{did_you_mean(row.code, choices)}"
            fix = "define it under statuses, or show a dimension: @" + table.dimensions[-1]
            yield UNKNOWN_STATUS.finding(document.entry, message, path=("rows", row.place, "show"), fix=fix)


def _never_shown(document: Document, table: Table) -> Iterator[Finding]:
    shown = {row.code for row in table.rows}
    for code in document.body.get("statuses", {}):
        if code not in shown:
            path = ("statuses", code)
            yield NEVER_SHOWN.finding(
                document.entry / code, f"no row shows '{code}'", path=path, fix="add its row, or remove it"
            )


def _domains(table: Table, known: Mapping[str, Document]) -> Domains:
    absent: list[Code] = [None]
    return [
        [*known[dimension].body["statuses"], *(absent if dimension in table.optional else [])]
        for dimension in table.dimensions
    ]


def _box(row: Row, table: Table, known: Mapping[str, Document]) -> Box:
    """Codes the row matches, per dimension; a row that shows an optional dimension needs a status there."""
    there = {row.dimension} & table.optional if row.dimension else set()
    return tuple(
        row.when[dimension]
        if dimension in row.when
        else frozenset(known[dimension].body["statuses"])
        if dimension in there
        else None
        for dimension in table.dimensions
    )


def _gap(document: Document, table: Table, domains: Domains, boxes: list[Box]) -> Iterator[Finding]:
    fix = "add a row for it, or a last row without 'when'"
    try:
        missing = uncovered(domains, boxes)
    except Undecided:
        message = "the rows are too entangled to tell whether they show every order"
        yield GAP.finding(document.entry, message, path=("rows",), fix="add a last row without 'when'")
        return
    if missing is not None:
        states = zip(table.dimensions, missing, strict=True)
        said = ", ".join(f"{dimension}: {code or '(none)'}" for dimension, code in states)
        yield GAP.finding(document.entry, f"no row shows an order with {said}", path=("rows",), fix=fix)


def _shadowed(document: Document, domains: Domains, boxes: list[Box]) -> Iterator[Finding]:
    masks = Masks.of(domains, boxes)
    for place in range(1, len(boxes)):
        if any(
            codes is not None and not codes & set(domain) for codes, domain in zip(boxes[place], domains, strict=True)
        ):
            continue  # names only statuses nobody has, which is said where they stand
        if _is_shadowed(masks, place):
            message = f"row {place + 1} never answers: the rows before it match all of it"
            fix = "move it up, or remove it"
            yield SHADOWED_ROW.finding(document.entry, message, path=("rows", place), fix=fix)


def _is_shadowed(masks: Masks, place: int) -> bool:
    try:
        return masks.shadowed(place)
    except Undecided:
        return False
