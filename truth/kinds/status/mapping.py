"""A mapping: what another system's codes mean in one of our vocabularies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from truth.kinds.entry import own_links, title
from truth.kinds.kind import Link, Path, TextAt, ValueAt
from truth.model.canonical import Json
from truth.model.document import Document

UNKNOWN = "unknown"
"""What is said of a code the mapping does not have. It is no status of any vocabulary."""


def texts(document: Document) -> Iterator[TextAt]:
    """The title: customers read the vocabulary's words."""
    yield title(document)


def values(document: Document) -> Iterator[ValueAt]:
    """A mapping owns no constants."""
    return iter(())


def links(document: Document) -> Iterator[Link]:
    """The successor, the vocabulary, and the team that is told of unknown codes."""
    yield from own_links(document)
    yield Link(("to",), f"status:{document.body['to']}", "entry")
    yield Link(("unknown", "alert"), f"company:profile/owners/{document.body['unknown']['alert']}", "node")


def retired(document: Document) -> Mapping[Path, Path | None]:
    """Nothing is retired within a mapping."""
    return {}


@dataclass(frozen=True)
class Translation:
    """What an outside code means.

    - `raw` is the code as it came, always kept;
    - `status` is the status of the vocabulary `vocabulary`, or None where the code says nothing about it or is unknown;
    - `match` says how well the status fits (`exact`, `close`, `broad`, `narrow`), `loses` what it does not tell;
    - `ignored` says why a known code has no status;
    - `known` is False for a code the mapping does not have. Then nothing may be concluded from it: customers go on
      seeing `show` (`last_known`: the status before; `nothing`), and the team `alert` is told.
    """

    system: str
    raw: str
    vocabulary: str
    status: str | None
    match: str | None
    loses: str | None
    known: bool
    ignored: str | None
    show: str | None
    alert: str | None

    @property
    def says(self) -> str:
        """The status; `unknown` for an unknown code; `ignored` for one that says nothing."""
        return self.status or ("ignored" if self.known else UNKNOWN)


def translate(document: Document, code: str) -> Translation:
    """What an outside code means, by a mapping. Codes are compared exactly as the system writes them."""
    body = document.body
    row = _rows(document).get(code)
    if row is None:
        unknown = body["unknown"]
        return Translation(
            body["system"], code, body["to"], None, None, None, False, None, unknown["show"], unknown["alert"]
        )
    return Translation(
        system=body["system"],
        raw=code,
        vocabulary=body["to"],
        status=row.get("status"),
        match=row.get("match"),
        loses=row.get("loses"),
        known=True,
        ignored=row.get("ignore"),
        show=None,
        alert=None,
    )


@lru_cache(maxsize=256)
def _rows(document: Document) -> Mapping[str, Mapping[str, Json]]:
    return {row["code"]: row for row in reversed(document.body["rows"])}
