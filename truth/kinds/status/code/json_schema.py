"""JSON Schema 2020-12: a status, a pair of statuses that may follow each other, and an event with who and why.

The whole schema is that of a status; the others stand in `$defs`. Each status is a `const` with its label as `title`
and its meaning as `description`, the way JSON Schema itself annotates an enumeration.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from truth.kinds.status.code.facts import StatusFacts, Transition
from truth.kinds.status.code.given import Given
from truth.model.canonical import Json

_STATUS: Mapping[str, Json] = {"$ref": "#/$defs/status"}


def write(given: Given) -> str:
    """The schema as JSON text."""
    return json.dumps(schema_of(given), ensure_ascii=False, indent=2) + "\n"


def schema_of(given: Given) -> dict[str, Json]:
    """The schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"{given.source}. Written by `truth status code`. Change the vocabulary, then write this again.",
        **_titled(given),
        **_STATUS,
        "$defs": {
            "status": {"description": f"A status of {given.facts.entry}.", **_one_of(_statuses(given))},
            "transition": _pair(given),
            "event": _event(given),
            "retired": {
                "description": "A code that is no longer given but stands in old data.",
                **_one_of(_tombstone(code, successor) for code, successor in given.facts.retired.items()),
            },
        },
    }


def _titled(given: Given) -> dict[str, Json]:
    words = given.facts.title.get(given.locales[0]) if given.locales else None
    return {"title": words} if isinstance(words, str) else {}


def _one_of(choices: Iterable[Json]) -> dict[str, Json]:
    """`oneOf` may not be empty (JSON Schema Core §10.2.1.3): nothing is `false`, written `not: {}`."""
    listed = list(choices)
    return {"oneOf": listed} if listed else {"not": {}}


def _any_of(choices: Iterable[Json]) -> dict[str, Json]:
    listed = list(choices)
    return {"anyOf": listed} if listed else {"not": {}}


def _statuses(given: Given) -> Iterable[Json]:
    return (_status(given, status) for status in given.facts.statuses)


def _status(given: Given, status: StatusFacts) -> dict[str, Json]:
    labels = given.labels[status.code]
    return {
        "const": status.code,
        **({"title": labels[given.locales[0]]} if labels else {}),
        "description": status.meaning,
        "x-phase": status.phase,
        "x-terminal": status.terminal,
        "x-audience": status.audience,
        **({"x-shown-as": status.shown_as} if status.shown_as else {}),
        "x-allows": list(status.allows),
        **({"x-expect-within": status.expect_within} if status.expect_within else {}),
        **({"x-labels": dict(labels)} if labels else {}),
    }


def _tombstone(code: str, successor: str | None) -> dict[str, Json]:
    return {"const": code, "deprecated": True, **({"x-replaced-by": successor} if successor else {})}


def _pair(given: Given) -> dict[str, Json]:
    """`{from, to}`; one branch per status that anything may follow."""
    return {
        "description": "A move from one status to another that the vocabulary allows.",
        "type": "object",
        "required": ["from", "to"],
        "properties": {"from": _STATUS, "to": _STATUS},
        **_any_of(_from(given, code) for code in given.facts.codes if given.allowed[code]),
    }


def _from(given: Given, code: str) -> dict[str, Json]:
    targets = _STATUS if given.follows_anything(code) else {"enum": list(given.allowed[code])}
    return {"properties": {"from": {"const": code}, "to": targets}}


def _event(given: Given) -> dict[str, Json]:
    """`{event, from, to, actor, reason}`; other members, such as an order's number, are left to the sender."""
    facts = given.facts
    return {
        "description": "Something that happened to an order: which event, between which statuses, by whom and why.",
        "type": "object",
        "required": ["event", "from", "to"],
        "properties": {
            "event": _enum(facts.named("event")),
            "from": _STATUS,
            "to": _STATUS,
            "actor": _enum(facts.named("actors")),
            "reason": _enum(facts.named("reasons")),
        },
        **_any_of(map(_move, facts.transitions)),
    }


def _move(one: Transition) -> dict[str, Json]:
    return {
        **({"required": ["reason"]} if one.reasons else {}),
        "properties": {
            "event": {"const": one.event},
            "from": {"enum": list(one.sources)},
            "to": {"const": one.target},
            "actor": _enum(one.actors),
            **({"reason": _enum(one.reasons)} if one.reasons else {}),
        },
    }


def _enum(names: Iterable[str]) -> dict[str, Json]:
    listed = list(names)
    return {"enum": listed} if listed else {"not": {}}
