"""Does every ref lead somewhere?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from truth.drift.facts.facts import Facts
from truth.drift.found import Edit
from truth.drift.piece import HOLE, Call, Piece, Role
from truth.drift.rules.codes import instead_of
from truth.drift.rules.reading import Hit, Reading
from truth.kinds.status.history.rules import OFF_SCHEMA_CODE
from truth.kinds.status.moves import either
from truth.model.errors import Gone, Invalid, NotFound
from truth.model.finding import Rule, Severity
from truth.model.nearest import nearest
from truth.model.ref import Ref
from truth.registry.catalogue import Catalogue

_RETIRED = {"policy:returns": {"retired_clauses": {"period": {"replaced_by": "window", "since": "2026-01-01"}}}}
UNKNOWN_REF = Rule(
    "drift/unknown-ref",
    Severity.ERROR,
    "A ref that leads nowhere shows a customer nothing, or an error.",
    passes={"files": {"mail.html.j2": '<p>{{ truth.text("policy:returns/clauses/window") }}</p>\n'}},
    fails={"files": {"mail.html.j2": '<p>{{ truth.text("policy:returns/clauses/windw") }}</p>\n'}},
)
RETIRED_REF = Rule(
    "drift/retired-ref",
    Severity.ERROR,
    "What was retired will not be there for ever; what took its place is known.",
    passes={
        "documents": _RETIRED,
        "files": {"mail.html.j2": '<p>{{ truth.text("policy:returns/clauses/window") }}</p>\n'},
    },
    fails={
        "documents": _RETIRED,
        "files": {"mail.html.j2": '<p>{{ truth.text("policy:returns/clauses/period") }}</p>\n'},
    },
)
DYNAMIC_REF = Rule(
    "drift/dynamic-ref",
    Severity.INFO,
    "A ref put together at run time cannot be checked before a customer sees what it leads to.",
    passes={"files": {"order.py": 'label = truth.status("order", order.status).label\n'}},
    fails={"files": {"order.py": 'label = truth.text("status:order/" + order.status + "/label")\n'}},
)
RULES = (UNKNOWN_REF, RETIRED_REF, DYNAMIC_REF)


def check(reading: Reading) -> Iterator[Hit]:
    """Refs that lead nowhere, to something retired, or that nobody can tell."""
    for piece in reading.of_role(Role.REF):
        call = piece.call or Call("literal", piece.start, piece.end)
        if call.dynamic or HOLE in piece.text:
            yield from [_dynamic(piece, call)] if call.function != "literal" else []
        elif call.function == "status":
            yield from _status(reading, piece, call)
        else:
            yield from _ref(reading.facts, piece, call, reading.file.data)


def ref_of(piece: Piece) -> str:
    """The ref a piece holds, without the digest a rendered page carries."""
    return piece.text.partition("@")[0].strip()


def _ref(facts: Facts, piece: Piece, call: Call, data: bytes) -> Iterator[Hit]:
    text = ref_of(piece)
    try:
        _require(facts.catalogue, Ref.parse(text), call.function)
    except Gone as error:
        yield _retired(piece, text, error)
    except (NotFound, Invalid) as error:
        if _means_a_ref(facts, text, call, data):
            yield _unknown(facts, piece, text, error)


def _require(catalogue: Catalogue, ref: Ref, function: str) -> None:
    """Raise as the Catalogue does, unless the ref leads to what the function asks for."""
    if function == "value":
        catalogue.value(ref)
    elif function in ("literal", "attribute") or catalogue.clauses(ref):
        catalogue.find(ref)
    else:
        catalogue.text(ref)


def _means_a_ref(facts: Facts, text: str, call: Call, data: bytes) -> bool:
    """Whether a string that leads nowhere was meant to lead somewhere: a function may be called `truth`, too."""
    if call.function == "literal":
        return _is_one_of_ours(facts, text)
    return ":" in text or not data.startswith(b"truth(", call.start)


def _is_one_of_ours(facts: Facts, text: str) -> bool:
    """Whether a string that merely looks like a ref means one: its entry is there, or nearly."""
    entry = text.partition("/")[0]
    return entry in facts.refs or bool(nearest(entry, facts.refs))


def _unknown(facts: Facts, piece: Piece, text: str, error: NotFound | Invalid) -> Hit:
    spoken = _by_status(facts, text)
    close = spoken or [one for one in [facts.nearest_ref(text)] if one]
    message = f"there is no {text[:120]}" if spoken else error.message
    return Hit(UNKNOWN_REF, piece.start, piece.end, text, message, f"write {either(close)}" if close else None)


def _by_status(facts: Facts, text: str) -> list[str]:
    """The same of the statuses that a ref's status was meant to be, where it is of a vocabulary that lacks it."""
    entry, _, rest = text.partition("/")
    code, _, field = rest.partition("/")
    known = facts.vocabularies.get(entry.removeprefix("status:")) if entry.startswith("status:") else None
    if known is None or not field or code in known.codes:
        return []
    refs = (f"{entry}/{meant}/{field}" for meant in known.spoken.meant(code))
    return [ref for ref in refs if ref in facts.refs[entry]]


def _retired(piece: Piece, text: str, error: Gone) -> Hit:
    successor = error.replaced_by
    edit = Edit(piece.start, piece.end, successor.encode()) if successor else None
    return Hit(
        RETIRED_REF, piece.start, piece.end, text, error.message, f"write {successor}" if successor else None, edit
    )


def _status(reading: Reading, piece: Piece, call: Call) -> Iterator[Hit]:
    """`truth.status("fulfilment", "shipped").label`: the vocabulary, and the code where it is written out."""
    known = reading.facts.vocabularies.get(piece.text)
    if known is None:
        close = nearest(piece.text, reading.facts.vocabularies)
        message = f"there is no vocabulary '{piece.text[:80]}'"
        subject = f"status:{piece.text}"
        yield Hit(UNKNOWN_REF, piece.start, piece.end, subject, message, f"write {close[0]}" if close else None)
    elif call.code is not None and call.code in known.retired:
        successor = known.retired[call.code]
        message = f"the status '{call.code}' of {known.entry} is retired"
        fix = f"write {successor}" if successor else None
        yield Hit(RETIRED_REF, *_code_span(reading, piece, call), f"{known.entry}/{call.code}", message, fix)
    elif call.code is not None and call.code not in known.codes:
        message = f"{known.entry} has no status '{call.code[:80]}'"
        fix = instead_of(known, call.code)
        yield Hit(OFF_SCHEMA_CODE, *_code_span(reading, piece, call), known.entry, message, fix)


def _code_span(reading: Reading, piece: Piece, call: Call) -> tuple[int, int]:
    """The bytes of the status's code in a call; those of the whole piece where it is written otherwise."""
    code = str(call.code).encode()
    at = reading.file.data.find(code, piece.end, call.end)
    return (at, at + len(code)) if at >= 0 else (piece.start, piece.end)


def _dynamic(piece: Piece, call: Call) -> Hit:
    said = piece.text.replace(HOLE, "…")
    message = f"'{said}' is put together at run time, so nobody can tell where it leads"
    instead = _as_status(piece)
    certain = instead and call.function == "text" and not call.given and piece.text.endswith("/label")
    edit = Edit(call.start, call.end, instead.encode()) if instead and certain else None
    fix = f"write {instead}" if instead else None
    return Hit(DYNAMIC_REF, *(piece.outer or (piece.start, piece.end)), said, message, fix, edit)


def _as_status(piece: Piece) -> str | None:
    """`"status:v/" + code + "/label"` is `truth.status("v", code).label`; None where it is nothing of the kind."""
    found = _STATUS.fullmatch(piece.text)
    if found is None or len(piece.holes) != 1:
        return None
    return f'truth.status("{found[1]}", {piece.holes[0].expression.strip()}).{found[2]}'


_STATUS = re.compile(rf"status:([a-z0-9-]+)/{HOLE}/([a-z_]+)")
