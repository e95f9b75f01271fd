"""What a kind of truth answers: the one Protocol every folder under `truth/kinds/` fulfils.

Schemas, API reads, text, diffs, plan and apply ask these questions and never look into a body themselves, so a new
kind works without being named anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from truth.model.canonical import Body, Json
from truth.model.document import Document
from truth.model.finding import Finding, Rule
from truth.model.snapshot import Snapshot
from truth.text.argument import TypedValue
from truth.text.check import Role

Path = tuple[str, ...]
"""What follows `kind:key/` in a ref, decoded: `("clauses", "window")`."""

BodyPath = tuple[str | int, ...]
"""The way to a node within a body: `("wording", "en", "clauses", "window")`."""

Localized = Mapping[str, str | Mapping[str, str]]
"""A Text: per locale a pattern, or per locale and channel (`default` for the others)."""


@dataclass(frozen=True)
class Part:
    """A file beside an entry's main file that holds a part of its document: `en.md`, `fr.sms.md`."""

    name: str
    text: str


@dataclass(frozen=True)
class Problem:
    """Something in a part that cannot be read: which part, on which line, what, and what to do."""

    part: str
    line: int
    message: str


@dataclass(frozen=True)
class Assembled:
    """A body put together from its files.

    `places` says in which part, on which line and in which column (from 1) a JSON pointer was written.
    """

    body: Body
    places: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class TextAt:
    """A text of a document: where it is, what it says, and the arguments only this place has.

    `inherited` texts say the same as another place in the document and are checked there.
    """

    path: Path
    text: Localized
    role: Role
    markdown: bool = False
    extra: Mapping[str, TypedValue] = field(default_factory=dict)
    inherited: bool = False


@dataclass(frozen=True)
class ValueAt:
    """A typed constant of a document, with the words that show a sentence speaks of it."""

    path: Path
    value: TypedValue
    anchors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    not_near: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """A ref written in a document: where, and what it must lead to (an `entry`, a `value`, or any `node`)."""

    path: BodyPath
    ref: str
    wants: str


class Kind(Protocol):
    """A type of truth."""

    @property
    def name(self) -> str:
        """What refs and folders call it."""

    @property
    def foldered(self) -> bool:
        """True when an entry is a folder (`policy/returns/policy.yaml` and parts), False when it is one file."""

    @property
    def shelves(self) -> Mapping[str, str]:
        """The folder, within the kind's, in which entries of a `type` are kept; the others stand beside it."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules only this kind has."""

    def read(self, body: Body, parts: Sequence[Part]) -> Assembled:
        """The document's body from its main file and its parts."""

    def write(self, body: Body) -> tuple[Body, tuple[Part, ...]]:
        """The inverse of `read`: what goes into the main file, and the parts."""

    def texts(self, document: Document) -> Iterator[TextAt]:
        """Every text with its path."""

    def values(self, document: Document) -> Iterator[ValueAt]:
        """Every typed constant with its path."""

    def links(self, document: Document) -> Iterator[Link]:
        """Every ref the document holds."""

    def check(self, document: Document, snapshot: Snapshot) -> Iterator[Finding]:
        """What only this kind knows to be wrong.

        `snapshot` holds the documents around it; it and they fit their schemas already. One that is missing there is
        accused elsewhere, where the ref to it is written.
        """

    def breaking(self, old: Document, new: Document | None) -> Iterator[Finding]:
        """What a change takes from those who rely on the old document; None: the entry is gone.

        Texts, and what they take from a channel, are compared for all kinds alike.
        """

    def body_path(self, document: Document, path: Path) -> BodyPath:
        """Where in the body the thing a ref's path names is written; a locale and a channel may follow the path."""

    def node(self, document: Document, path: Path) -> Json:
        """The JSON at a path that is neither a text nor a value; `KeyError` when there is nothing."""

    def retired(self, document: Document) -> Mapping[Path, Path | None]:
        """What was retired within the document, and the path that took its place."""


def descend(body: Json, path: Iterable[str | int]) -> Json:
    """The node at a path of a JSON value; `KeyError` when there is none."""
    for segment in path:
        body = body[_index(body, segment)]
    return body


def _index(body: Json, segment: str | int) -> str | int:
    if isinstance(body, list):
        text = str(segment)
        if not (text.isascii() and text.isdigit()) or int(text) >= len(body):
            raise KeyError(segment)
        return int(text)
    if not isinstance(body, Mapping) or segment not in body:
        raise KeyError(segment)
    return segment
