"""XML as elements, read so that a hostile file costs nothing: no document type, so no entities, and bounded depth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from truth.model.errors import Invalid, TooLarge

_DEEPEST = 64
_MOST_ELEMENTS = 100_000


@dataclass
class Element:
    """An element: namespace and name, attributes (by `namespace name`, or a bare name), line, and what is in it."""

    namespace: str
    name: str
    attributes: Mapping[str, str]
    line: int
    children: list[Element] = field(default_factory=list)


def read_xml(text: str) -> Element:
    """The root element of a document.

    Raises `Invalid` for what is not well-formed and for a document type declaration, `TooLarge` beyond 64 levels or
    100,000 elements.
    """
    building = _Building()
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda name, found: building.start(name, found, parser.CurrentLineNumber)
    parser.EndElementHandler = building.end
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise Invalid(f"line {error.lineno} is not XML: {expat.ErrorString(error.code)}") from error
    if building.root is None:
        raise Invalid("the document is empty")
    return building.root


def _refuse_doctype(name: str, system: str | None, public: str | None, internal: bool) -> None:
    raise Invalid("the document declares a document type (<!DOCTYPE …>); take it out: SCXML needs none")


class _Building:
    """The document as far as it has been read; `open` are the elements not closed yet."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0

    def start(self, name: str, attributes: Mapping[str, str], line: int) -> None:
        self.count += 1
        if len(self.open) >= _DEEPEST:
            raise TooLarge(f"line {line}: more than {_DEEPEST} elements inside each other")
        if self.count > _MOST_ELEMENTS:
            raise TooLarge(f"line {line}: more than {_MOST_ELEMENTS:,} elements")
        namespace, _, bare = name.rpartition(" ")
        element = Element(namespace, bare, attributes, line)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, name: str) -> None:
        self.open.pop()
