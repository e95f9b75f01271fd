"""What every entry of every kind has: a title, values, arguments, a successor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.kinds.kind import Link, TextAt, ValueAt
from truth.model.canonical import Body, Json
from truth.model.document import Document
from truth.text.argument import TypedValue


def typed(spec: Mapping[str, Json]) -> TypedValue:
    """The typed constant a document writes as `{type, value, of?}`."""
    of = spec.get("of")
    return TypedValue(spec["type"], spec["value"], tuple(of) if of else None)


def title(document: Document) -> TextAt:
    """The entry's title."""
    return TextAt(("title",), document.body["title"], "title")


def own_values(document: Document) -> Iterator[ValueAt]:
    """The entry's `values`."""
    for name, spec in document.body.get("values", {}).items():
        yield ValueAt(("values", name), typed(spec), spec.get("anchors", {}), spec.get("not_near", {}))


def own_arguments(body: Body) -> Mapping[str, Mapping[str, Json]]:
    """The entry's declared `arguments`."""
    arguments: Mapping[str, Mapping[str, Json]] = body.get("arguments", {})
    return arguments


def own_links(document: Document) -> Iterator[Link]:
    """The refs of `arguments`, and the successor."""
    for name, spec in own_arguments(document.body).items():
        if "ref" in spec:
            yield Link(("arguments", name, "ref"), spec["ref"], "value")
    if successor := document.body.get("replaced_by"):
        yield Link(("replaced_by",), successor, "entry")
