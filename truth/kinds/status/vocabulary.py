"""A vocabulary: statuses, the words for them, and how one leads to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.kinds.entry import own_links, own_values, title
from truth.kinds.kind import Link, Path, TextAt, ValueAt
from truth.kinds.status.block import default_texts, defaults_of, expected, status_texts, tombstones
from truth.model.document import Document


def texts(document: Document) -> Iterator[TextAt]:
    """The title, the defaults, and each status's label and block; what a customer status lacks it inherits."""
    yield title(document)
    yield from default_texts(document.body)
    defaults = defaults_of(document.body)
    for code, status in document.body["statuses"].items():
        yield from status_texts(code, status, defaults)


def values(document: Document) -> Iterator[ValueAt]:
    """The vocabulary's own constants, and how long each status is expected to last."""
    yield from own_values(document)
    for code, status in document.body["statuses"].items():
        for value in expected(status).values():
            yield ValueAt((code, "expect_within"), value)


def links(document: Document) -> Iterator[Link]:
    """Arguments' refs, and the successor."""
    return own_links(document)


def retired(document: Document) -> Mapping[Path, Path | None]:
    """Codes that are no longer given, and their successors."""
    return tombstones(document.body)
