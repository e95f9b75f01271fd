"""SCXML 1.0 (W3C, 2015): the statuses and their transitions as a state machine other tools can run.

Labels, phases, actors and reasons stand in attributes of a namespace of our own, which SCXML lets a document have
(§3.2). Where a history may begin with several statuses, the machine begins in `_begin` and an event `begin.<code>`
leads to each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from truth.kinds.status.code.facts import StatusFacts, Transition
from truth.kinds.status.diagram.picture import Picture

NAMESPACE = "urn:x-truth:status"
SCXML = "http://www.w3.org/2005/07/scxml"
BEGIN = "_begin"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(picture: Picture) -> str:
    """The document."""
    lines = [*_head(picture), *_beginning(picture)]
    for status in picture.facts.statuses:
        lines += _state(picture, status)
    return "\n".join([*lines, "</scxml>"]) + "\n"


def _head(picture: Picture) -> Iterator[str]:
    facts = picture.facts
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    initial = {"initial": facts.initial[0] if len(facts.initial) == 1 else BEGIN} if facts.initial else {}
    namespaces = {"xmlns": SCXML, "xmlns:truth": NAMESPACE}
    about = {"name": facts.entry.key, "truth:source": picture.source, "truth:title": picture.title}
    yield _tag("scxml", {**namespaces, "version": "1.0", "datamodel": "null", **initial, **about})


def _beginning(picture: Picture) -> Iterator[str]:
    if len(picture.facts.initial) < 2:
        return
    yield f'  <state id="{BEGIN}">'
    for code in picture.facts.initial:
        yield "    " + _tag("transition", {"event": f"begin.{code}", "target": code}, empty=True)
    yield "  </state>"


def _state(picture: Picture, status: StatusFacts) -> Iterator[str]:
    """A `final` has no transitions (§3.7), so an end that something leads out of is a state."""
    leaving = picture.facts.leaving[status.code]
    name = "final" if status.terminal and not leaving else "state"
    attributes = dict(_attributes(picture, status))
    if not leaving:
        yield "  " + _tag(name, attributes, empty=True)
        return
    yield "  " + _tag(name, attributes)
    for one in leaving:
        yield "    " + _tag("transition", dict(_transition(one)), empty=True)
    yield f"  </{name}>"


def _attributes(picture: Picture, status: StatusFacts) -> Iterator[tuple[str, str]]:
    yield "id", status.code
    yield "truth:label", picture.words[status.code]
    for name in ("phase", "audience", "shown_as", "expect_within", "meaning"):
        value = getattr(status, name)
        if value:
            yield f"truth:{name}", str(value)
    if status.allows:
        yield "truth:allows", " ".join(status.allows)


def _transition(one: Transition) -> Iterator[tuple[str, str]]:
    if one.event:
        yield "event", one.event
    yield "target", one.target
    if one.actors:
        yield "truth:actors", " ".join(one.actors)
    if one.reasons:
        yield "truth:reasons", " ".join(one.reasons)


def _tag(name: str, attributes: Mapping[str, str], *, empty: bool = False) -> str:
    written = "".join(f" {key}={quoteattr(_NOT_XML.sub('', value))}" for key, value in attributes.items())
    return f"<{name}{written}{'/' if empty else ''}>"
