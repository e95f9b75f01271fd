"""Catalogue: what a Snapshot says, addressable by ref."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from truth.kinds import KINDS, kind_of
from truth.kinds.company.profile import PROFILE, setting_of
from truth.kinds.kind import Path, TextAt, ValueAt
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Gone, Invalid, NotFound
from truth.model.nearest import did_you_mean, nearest
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot
from truth.text.setting import Setting

if TYPE_CHECKING:
    from truth.registry.decision_answer import Spoken
    from truth.registry.resolve import Reading


@dataclass(frozen=True)
class Index:
    """Everything one document says, by path."""

    texts: Mapping[Path, TextAt]
    values: Mapping[Path, ValueAt]
    retired: Mapping[Path, Path | None]


@lru_cache(maxsize=131_072)
def index_of(document: Document) -> Index:
    """The index of a document that fits its schema; the same content is indexed once."""
    kind = kind_of(document.entry.kind)
    return Index(
        texts={text.path: text for text in kind.texts(document)},
        values={value.path: value for value in kind.values(document)},
        retired=kind.retired(document),
    )


class Catalogue:
    """Answers by ref from one Snapshot. Every miss is an error that names the nearest, or the successor."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.readings: dict[Hashable, Reading] = {}  # kept by `truth.registry.resolve`, for as long as the Snapshot
        self.spoken: dict[Hashable, Spoken] = {}  # kept by `truth.registry.decide`, likewise

    @cached_property
    def profile(self) -> Document:
        """`company:profile`, which every reading of a text needs."""
        if PROFILE not in self.snapshot.documents:
            raise Invalid(f"there is no {PROFILE} here; it names the locales, channels and teams everything else uses")
        return self.snapshot.documents[PROFILE]

    @cached_property
    def setting(self) -> Setting:
        """How the company's texts are chosen and shown."""
        return setting_of(self.profile)

    def document(self, ref: Ref) -> Document:
        """The document of the entry a ref points into."""
        document = self.snapshot.documents.get(ref.entry)
        if document is None:
            raise self._missing_entry(ref)
        return document

    def text(self, ref: Ref) -> TextAt:
        """The text at a ref."""
        index = self._index(ref)
        if ref.path not in index.texts:
            raise self._missing(ref, index, f"{ref} is not a text", "a text")
        return index.texts[ref.path]

    def value(self, ref: Ref) -> ValueAt:
        """The typed value at a ref."""
        index = self._index(ref)
        if ref.path not in index.values:
            raise self._missing(ref, index, f"{ref} is not a value", "a value")
        return index.values[ref.path]

    def find(self, ref: Ref) -> TextAt | ValueAt | Json:
        """The text, the value, or else the JSON at a ref; the whole body for an entry's own ref."""
        index = self._index(ref)
        found = index.texts.get(ref.path) or index.values.get(ref.path)
        if found is not None:
            return found
        try:
            return kind_of(ref.kind).node(self.document(ref), ref.path)
        except KeyError:
            raise self._missing(ref, index, f"there is no {ref}", "known") from None

    def clauses(self, ref: Ref) -> list[Ref]:
        """The clauses directly below a ref, in their order; none where it is no section of clauses."""
        texts = self._index(ref).texts
        return [ref.entry.join(path) for path, at in texts.items() if at.role == "clause" and path[:-1] == ref.path]

    def refs(self) -> Iterator[Ref]:
        """Every text and value there is."""
        for entry, document in self.snapshot.documents.items():
            index = index_of(document)
            yield from (entry.join(path) for path in (*index.texts, *index.values))

    def _index(self, ref: Ref) -> Index:
        document = self.document(ref)
        index = index_of(document)
        for length in range(1, len(ref.path) + 1):
            if ref.path[:length] in index.retired:
                raise self._retired(ref, index.retired[ref.path[:length]], ref.path[length:])
        return index

    def _retired(self, ref: Ref, successor: Path | None, rest: Path) -> Gone:
        replaced_by = str(ref.entry.join((*successor, *rest))) if successor else None
        return _gone(ref, replaced_by)

    def _missing_entry(self, ref: Ref) -> NotFound | Gone:
        if ref.kind not in KINDS:
            return NotFound(f"there is no kind '{ref.kind}'{did_you_mean(ref.kind, KINDS)}")
        if ref.entry in self.snapshot.retired:
            return _gone(ref, self.snapshot.retired[ref.entry].replaced_by)
        if ref.entry in self.snapshot.standings:
            return NotFound(f"{ref.entry} is outside its own window at this instant")
        known = [str(entry) for entry in self.snapshot.documents if entry.kind == ref.kind]
        return NotFound(f"there is no entry {ref.entry}{did_you_mean(str(ref.entry), known)}")

    def _missing(self, ref: Ref, index: Index, what: str, wanted: str) -> NotFound:
        paths = {"a text": [*index.texts], "a value": [*index.values]}.get(wanted, [*index.texts, *index.values])
        return NotFound(what + _candidates(ref, paths))


def _gone(ref: Ref, replaced_by: str | None) -> Gone:
    instead = f"use {replaced_by}" if replaced_by else "nothing took its place"
    return Gone(f"{ref} is retired; {instead}", replaced_by)


def _candidates(ref: Ref, paths: list[Path]) -> str:
    """What a ref may have meant: the same path with its section written, or the nearest."""
    sectioned = [str(ref.entry.join(path)) for path in paths if ref.path and path[1 : len(ref.path) + 1] == ref.path]
    if sectioned:
        return f"; the section is always written: did you mean {' or '.join(sorted(sectioned)[:4])}?"
    known = [str(ref.entry.join(path)) for path in paths]
    close = nearest(str(ref), known, 3)
    return f"; did you mean {' or '.join(close)}?" if close else did_you_mean(str(ref), known)
