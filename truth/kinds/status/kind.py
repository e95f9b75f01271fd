"""The kind `status`. In a vocabulary the codes are the namespace: `status:fulfilment/shipped/label`.

An entry is of one of three types, a module each: a vocabulary, a display, or a mapping.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from truth.kinds.kind import Assembled, BodyPath, Link, Part, Path, TextAt, ValueAt, descend
from truth.kinds.status import breaking, display, mapping, rules, vocabulary
from truth.model.canonical import Body, Json
from truth.model.document import Document
from truth.model.finding import Finding
from truth.model.snapshot import Snapshot

SECTIONS = frozenset(
    [
        "title",
        "owner",
        "description",
        "tags",
        "review_by",
        "replaced_by",
        "type",
        "mode",
        "initial",
        "dimensions",
        "optional",
        "rows",
        "arguments",
        "values",
        "defaults",
        "statuses",
        "transitions",
        "retired",
    ]
)
"""Names of sections of entries that hold statuses: reserved, so never the code of one."""


class Type(Protocol):
    """What each type of entry answers for itself."""

    def texts(self, document: Document) -> Iterator[TextAt]:
        """Every text with its path."""

    def values(self, document: Document) -> Iterator[ValueAt]:
        """Every typed constant with its path."""

    def links(self, document: Document) -> Iterator[Link]:
        """Every ref the document holds."""

    def retired(self, document: Document) -> Mapping[Path, Path | None]:
        """What was retired within the document, and the path that took its place."""


_TYPES: Mapping[str, Type] = {"vocabulary": vocabulary, "display": display, "mapping": mapping}


class Status:
    """One meaning for every status, in every system and every channel."""

    name = "status"
    foldered = False
    shelves: Mapping[str, str] = {}
    rules = (*rules.RULES, *breaking.RULES)

    def read(self, body: Body, parts: Sequence[Part]) -> Assembled:
        """The main file is the document."""
        return Assembled(body)

    def write(self, body: Body) -> tuple[Body, tuple[Part, ...]]:
        """The document is the main file."""
        return body, ()

    def texts(self, document: Document) -> Iterator[TextAt]:
        """The title, and the label and block of each status."""
        return _type(document).texts(document)

    def values(self, document: Document) -> Iterator[ValueAt]:
        """The entry's own constants, and how long each status is expected to last."""
        return _type(document).values(document)

    def links(self, document: Document) -> Iterator[Link]:
        """Arguments' refs, the successor, and the vocabularies it speaks of."""
        return _type(document).links(document)

    def check(self, document: Document, snapshot: Snapshot) -> Iterator[Finding]:
        """The rules of its type."""
        return rules.check(document, snapshot)

    def breaking(self, old: Document, new: Document | None) -> Iterator[Finding]:
        """What orders, callers and customers lose."""
        return breaking.breaking(old, new)

    def body_path(self, document: Document, path: Path) -> BodyPath:
        """A code stands below `statuses`."""
        return path if not path or path[0] in SECTIONS else ("statuses", *path)

    def node(self, document: Document, path: Path) -> Json:
        """A section, a status, or something of one."""
        if document.body["type"] == "mapping":
            return descend(document.body, path)
        return descend(document.body, self.body_path(document, path))

    def retired(self, document: Document) -> Mapping[Path, Path | None]:
        """Codes that are no longer given, and their successors."""
        return _type(document).retired(document)


def _type(document: Document) -> Type:
    return _TYPES[document.body["type"]]
