"""Texts and values as they are sent: what `truth get --format json` prints too."""

from __future__ import annotations

from dataclasses import asdict

from truth.model.canonical import Json
from truth.model.snapshot import Snapshot
from truth.registry.resolve import Answer, ValueAnswer
from truth.registry.wording import ClauseAnswer
from truth.text.setting import Format


def text_json(answer: Answer) -> dict[str, Json]:
    """One text; `segments` for an SMS; where JSON was asked for, its `pattern`, and clauses as trees."""
    shown: dict[str, Json] = {
        "ref": str(answer.ref),
        "text": answer.text,
        "locale": answer.locale,
        "channel": answer.channel,
        "format": str(answer.format),
        "arguments": {
            name: {"type": one.type, "value": one.value, "display": one.display, "ref": one.ref}
            for name, one in answer.arguments.items()
        },
    }
    if answer.segments:
        shown["segments"] = asdict(answer.segments)
    if answer.format is Format.JSON:
        shown |= _apart(answer)
    return shown


def _apart(answer: Answer) -> dict[str, Json]:
    """The pattern; of a clause its blocks, of a page its clauses."""
    shown: dict[str, Json] = {"pattern": answer.pattern}
    if answer.tree is not None:
        shown["tree"] = answer.tree
    if answer.clauses:
        shown["clauses"] = [_clause_json(one) for one in answer.clauses]
    return shown


def _clause_json(clause: ClauseAnswer) -> dict[str, Json]:
    ref, body = clause.body.ref, clause.body
    anchor = {"id": ref.path[-1], "ref": str(ref), "heading": clause.heading}
    return {**anchor, "text": body.text, "pattern": body.pattern, "tree": body.tree}


def value_json(answer: ValueAnswer) -> dict[str, Json]:
    """One typed value: as the document has it, as a number, and as people read it; `of` for an enum."""
    shown = {
        "ref": str(answer.ref),
        "type": answer.value.type,
        "value": answer.value.value,
        "number": answer.counted.number,
        "unit": answer.counted.unit,
        "display": answer.display,
        "displays": answer.displays,
        "locale": answer.locale,
    }
    return {**shown, "of": list(answer.value.of)} if answer.value.of else shown


def moment_json(snapshot: Snapshot) -> dict[str, Json]:
    """Which release answered."""
    pointer = snapshot.pointer
    return {
        "position": pointer.position and str(pointer.position),
        "release": pointer.release,
        "digest": snapshot.digest,
    }
