"""Draw: a vocabulary as the text of a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from truth.kinds.status.code.given import Header
from truth.kinds.status.diagram import dot, mermaid, scxml
from truth.kinds.status.diagram.picture import Picture, picture
from truth.model.document import Document


class Notation(StrEnum):
    """What a vocabulary can be drawn in."""

    MERMAID = "mermaid"
    DOT = "dot"
    SCXML = "scxml"


_WRITERS: Mapping[Notation, Callable[[Picture], str]] = {
    Notation.MERMAID: mermaid.write,
    Notation.DOT: dot.write,
    Notation.SCXML: scxml.write,
}


def draw(document: Document, notation: Notation, header: Header, locale: str | None = None) -> str:
    """A vocabulary, finished or not, as the text of a picture; the same content and header give the same text.

    Raises `Invalid` for an entry of another type, and for what is not shaped like a vocabulary at all.
    """
    return _WRITERS[notation](picture(document, header, locale))
