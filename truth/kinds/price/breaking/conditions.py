"""Conditions: does the new one hold wherever the old one did? Decided on structure, with a case that is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from truth.conditions.condition import Condition, Not, read
from truth.conditions.inputs import Input, Inputs
from truth.conditions.regions import Undecided, overlap
from truth.kinds.price.adjustment import comparisons, values_of
from truth.kinds.price.breaking.rules import COVERAGE_SHRUNK
from truth.kinds.price.inputs import OF_A_LINE, of_a_basket
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Finding


def conditions_shrunk(old: Document, new: Document) -> Iterator[Finding]:
    """Baskets or lines an adjustment applied to, and no longer meets."""
    places: Sequence[tuple[tuple[str, ...], Inputs]] = [
        (("when",), _open_inputs(old, new)),
        (("target", "where"), OF_A_LINE),
    ]
    for path, inputs in places:
        before, after = (_condition(one, path, inputs) for one in (old, new))
        if before is None or after is None:
            continue
        for currency in _currencies(old):
            lost = _lost(before, after, currency)
            if lost:
                message = f"what it applied to no longer meets it{f' ({lost})' if lost != 'something' else ''}"
                yield COVERAGE_SHRUNK.finding(old.entry, message, path=path)
                break


def _condition(document: Document, path: Sequence[str], inputs: Inputs) -> Condition | None:
    node: Json = document.body
    for name in path:
        node = (node or {}).get(name)
    try:
        return read(node, inputs, values_of(document.body))
    except Invalid:
        return None


def _lost(before: Condition, after: Condition, currency: str) -> str | None:
    """A case the one held in and the other does not, in words; None where there is none, or it is not decided."""
    try:
        box = overlap(before, Not(after), currency)
    except (Undecided, Invalid):
        return None
    if box is None:
        return None
    shown = [f"{name} {_said(name, domain.witness())}" for name, domain in box.items()]
    return ", ".join(shown) or "something"


def _said(name: str, value: object) -> str:
    if name in ("goods", "matching", "unit", "amount") and isinstance(value, int):
        return f"{value / 1e6:.2f}"
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _open_inputs(*documents: Document) -> Inputs:
    """Inputs as two documents use them, whatever the totals say: facts by the shape of what they are compared with."""
    found = dict(of_a_basket({}, (), ()))
    found |= {name: Input(name, "string") for name in ("group", "channel", "zone", "currency")}
    for document in documents:
        for node in comparisons(document.body.get("when")):
            found.setdefault(node["input"], Input(node["input"], _type_of(node)))
    return found


def _type_of(node: Mapping[str, Json]) -> str:
    operand = node.get("value")
    if node["op"] in ("contains", "contains_any"):
        return "set"
    if isinstance(operand, bool):
        return "boolean"
    if isinstance(operand, int):
        return "integer"
    return (
        "money" if isinstance(operand, Mapping) else "date" if node["op"] in ("within", "before", "after") else "string"
    )


def _currencies(document: Document) -> Sequence[str]:
    found = [node["value"] for node in comparisons(document.body.get("when")) if isinstance(node.get("value"), Mapping)]
    return sorted({currency for money in found for currency in money}) or [""]
