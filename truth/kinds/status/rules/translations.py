"""Does a mapping say what every outside code means, and never more than it knows?"""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds.status.display import vocabulary_of
from truth.kinds.status.graph import Graph, graph_of
from truth.kinds.status.rules.examples import mapping, order
from truth.model.document import Document
from truth.model.finding import Finding, Rule, Severity
from truth.model.nearest import did_you_mean
from truth.model.snapshot import Snapshot

SCANNED = {"code": "SCANNED", "status": "shipped", "match": "close"}

UNKNOWN_STATUS = Rule(
    "mapping/unknown-status",
    Severity.ERROR,
    "A translation into a status nobody has is no translation.",
    passes=mapping(["SCANNED"], SCANNED),
    fails=mapping(["SCANNED"], {**SCANNED, "status": "shiped"}),
)
MAPS_TO_RETIRED = Rule(
    "mapping/maps-to-retired",
    Severity.ERROR,
    "A retired code is no longer given; new orders would come in with it.",
    passes={
        **mapping(["SCANNED"], SCANNED),
        **order(retired={"enroute": {"replaced_by": "shipped", "since": "2026-01-01"}}),
    },
    fails={
        **mapping(["SCANNED"], {**SCANNED, "status": "enroute"}),
        **order(retired={"enroute": {"replaced_by": "shipped", "since": "2026-01-01"}}),
    },
)
AMBIGUOUS_CODE = Rule(
    "mapping/ambiguous-code",
    Severity.ERROR,
    "A code means one thing; with two rows the order of the file would decide.",
    passes=mapping(["SCANNED"], SCANNED),
    fails=mapping(["SCANNED"], SCANNED, {**SCANNED, "status": "delivered"}),
)
UNMAPPED_CODE = Rule(
    "mapping/unmapped-code",
    Severity.ERROR,
    "Every code of the pinned list is decided on: it means a status, or it says why it means none.",
    passes=mapping(["SCANNED", "LABEL_SOLD"], SCANNED, {"code": "LABEL_SOLD", "ignore": "nothing has moved yet"}),
    fails=mapping(["SCANNED", "LABEL_SOLD"], SCANNED),
)
UNPINNED_CODE = Rule(
    "mapping/unpinned-code",
    Severity.ERROR,
    "A row for a code that is not on the pinned list is a typing mistake, or the list is not complete.",
    passes=mapping(["SCANNED", "LOADED"], SCANNED, {**SCANNED, "code": "LOADED"}),
    fails=mapping(["SCANNED"], SCANNED, {**SCANNED, "code": "SCANED"}),
)
UNKNOWN_BECOMES_A_STATUS = Rule(
    "mapping/unknown-becomes-a-status",
    Severity.ERROR,
    "What we do not know is never told as if we knew: an unknown code is kept raw, and shown as no status.",
    passes=mapping(["SCANNED"], SCANNED, unknown={"keep": "raw", "show": "last_known", "alert": "care"}),
    fails=mapping(["SCANNED"], SCANNED, unknown={"keep": "raw", "show": "placed", "alert": "care"}),
)
UNDECLARED_LOSS = Rule(
    "mapping/undeclared-loss",
    Severity.ERROR,
    "Where the status says less than the code, or more, someone must know what; later nobody can find out.",
    passes=mapping(["SCANNED"], {**SCANNED, "match": "broad", "loses": "which of the parcels"}),
    fails=mapping(["SCANNED"], {**SCANNED, "match": "broad"}),
)
RULES = (
    UNKNOWN_STATUS,
    MAPS_TO_RETIRED,
    AMBIGUOUS_CODE,
    UNMAPPED_CODE,
    UNPINNED_CODE,
    UNKNOWN_BECOMES_A_STATUS,
    UNDECLARED_LOSS,
)


def check_mapping(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    """Findings on one mapping."""
    target = snapshot.documents.get(vocabulary_of(document.body["to"]))
    if target and target.body["type"] != "vocabulary":
        message = f"{target.entry} is a {target.body['type']}; codes are translated into a vocabulary"
        yield UNKNOWN_STATUS.finding(document.entry, message, path=("to",), fix="name a vocabulary")
    elif target:
        yield from _unknown_statuses(document, graph_of(target))
    yield from _translated_twice(document, snapshot)
    yield from _ambiguous_codes(document)
    yield from _unmapped_codes(document)
    yield from _unpinned_codes(document)
    yield from _unknown_becomes_a_status(document)
    yield from _undeclared_losses(document)


def _unknown_statuses(document: Document, graph: Graph) -> Iterator[Finding]:
    for place, row in enumerate(document.body["rows"]):
        status, path = row.get("status"), ("rows", place, "status")
        if status is None or status in graph.statuses:
            continue
        if status in graph.retired:
            successor = graph.successor(status)
            message = f"'{row['code']}' means '{status}', which {graph.entry} has retired"
            fix = f"use '{successor}'" if successor else "choose a status in force"
            yield MAPS_TO_RETIRED.finding(document.entry, message, path=path, fix=fix)
        else:
            message = f"{graph.entry} has no status '{status}'{did_you_mean(status, graph.statuses)}"
            fix = f"name a status of {graph.entry}"
            yield UNKNOWN_STATUS.finding(document.entry, message, path=path, fix=fix)


def _translated_twice(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    """Two mappings of one system into one vocabulary; into two vocabularies they say two things."""
    for other in snapshot.of_kind("status"):
        if other.entry == document.entry or other.body["type"] != "mapping":
            continue
        if all(other.body[key] == document.body[key] for key in ("system", "to")):
            message = (
                f"{other.entry} translates the codes of {document.body['system']} into '{document.body['to']}' too"
            )
            fix = "keep one mapping for each system and vocabulary"
            yield AMBIGUOUS_CODE.finding(document.entry, message, path=("system",), fix=fix)


def _ambiguous_codes(document: Document) -> Iterator[Finding]:
    rows: dict[str, list[int]] = {}
    for place, row in enumerate(document.body["rows"]):
        rows.setdefault(row["code"], []).append(place)
    for code, places in rows.items():
        if len(places) > 1:
            named = " and ".join(str(place + 1) for place in places)
            message = f"rows {named} {'both' if len(places) == 2 else 'all'} say what '{code}' means"
            path = ("rows", places[1], "code")
            yield AMBIGUOUS_CODE.finding(document.entry, message, path=path, fix="keep one of them")


def _unmapped_codes(document: Document) -> Iterator[Finding]:
    mapped = {row["code"] for row in document.body["rows"]}
    for place, code in enumerate(document.body["codes"]):
        if code not in mapped:
            message = f"no row says what '{code}' means"
            fix = "add a row with its status, or with ignore and why it means none"
            yield UNMAPPED_CODE.finding(document.entry, message, path=("codes", place), fix=fix)


def _unpinned_codes(document: Document) -> Iterator[Finding]:
    pinned = document.body["codes"]
    listed = set(pinned)
    for place, row in enumerate(document.body["rows"]):
        if row["code"] not in listed:
            message = (
                f"'{row['code']}' is not on the list of {document.body['pinned']}{did_you_mean(row['code'], pinned)}"
            )
            path = ("rows", place, "code")
            yield UNPINNED_CODE.finding(document.entry, message, path=path, fix="add it to codes, or remove the row")


def _unknown_becomes_a_status(document: Document) -> Iterator[Finding]:
    show = document.body["unknown"]["show"]
    if show not in ("last_known", "nothing"):
        message = f"an unknown code would be shown as '{show}'"
        fix = "show last_known, or nothing"
        yield UNKNOWN_BECOMES_A_STATUS.finding(document.entry, message, path=("unknown", "show"), fix=fix)


def _undeclared_losses(document: Document) -> Iterator[Finding]:
    for place, row in enumerate(document.body["rows"]):
        if row.get("match") in ("broad", "narrow") and "loses" not in row:
            less = "less" if row["match"] == "broad" else "more"
            message = f"'{row['status']}' says {less} than '{row['code']}', and nobody says what"
            fix = "add loses with what the translation does not tell"
            yield UNDECLARED_LOSS.finding(document.entry, message, path=("rows", place), fix=fix)
