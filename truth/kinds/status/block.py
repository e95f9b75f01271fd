"""The block: the texts a customer reads of a status, whichever type of entry it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.kinds.kind import Path, TextAt
from truth.model.canonical import Body, Json
from truth.text.argument import TypedValue

BLOCK = ("happened", "next", "when", "cost", "help", "recovery")
"""What a customer reads beside the label: what happened, what comes next and when, what it costs, where to ask, what
we do when it goes wrong."""

_EXPECTED_SOMEWHERE = {"expect_within": TypedValue("duration", "P1D")}
"""Lets a default be checked on its own: each status that inherits it brings its own `expect_within`."""


def default_texts(body: Body) -> Iterator[TextAt]:
    """The texts of `defaults`, which the statuses customers see inherit."""
    extra = _EXPECTED_SOMEWHERE if body["type"] == "vocabulary" else {}
    for name, text in defaults_of(body).items():
        yield TextAt(("defaults", name), text, "sentence", extra=extra)


def status_texts(code: str, status: Mapping[str, Json], defaults: Mapping[str, Json]) -> Iterator[TextAt]:
    """A status's label and block; what it leaves out and customers see is inherited."""
    extra = expected(status)
    yield TextAt((code, "label"), status["label"], "label", extra=extra)
    for name in BLOCK:
        if name in status:
            yield TextAt((code, name), status[name], "sentence", extra=extra)
        elif name in defaults and for_customers(status):
            yield TextAt((code, name), defaults[name], "sentence", extra=extra, inherited=True)


def for_customers(status: Mapping[str, Json]) -> bool:
    """Whether customers see it as itself; a display has no other statuses."""
    return bool(status.get("audience", "customer") == "customer")


def expected(status: Mapping[str, Json]) -> Mapping[str, TypedValue]:
    """`expect_within` as an argument of the status's own texts; nothing where it has none."""
    within = status.get("expect_within")
    return {"expect_within": TypedValue("duration", within)} if within else {}


def defaults_of(body: Body) -> Mapping[str, Json]:
    """The texts of `defaults`, in the order in which they are read."""
    defaults: Mapping[str, Json] = body.get("defaults", {})
    return {name: defaults[name] for name in BLOCK if name in defaults}


def tombstones(body: Body) -> Mapping[Path, Path | None]:
    """Codes that are no longer given, and their successors."""
    return {(code,): _successor(tombstone) for code, tombstone in body.get("retired", {}).items()}


def _successor(tombstone: Mapping[str, Json]) -> Path | None:
    code = tombstone.get("replaced_by")
    return (code,) if code else None
