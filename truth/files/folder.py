"""A content folder as documents, every node with the place it was written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from truth.files.assembling import Texts, tried
from truth.files.limits import LARGEST_FOLDER
from truth.files.located import Located
from truth.files.paths import EntryFiles, list_folder
from truth.files.reading import read_text
from truth.files.remembered import Remembered
from truth.files.rules import DUPLICATE_FILE, STYLE_OF_KEY, UNKNOWN_FILE, found
from truth.kinds.kind import Assembled, Kind
from truth.model.document import Document
from truth.model.errors import Invalid, TooLarge
from truth.model.finding import Finding, Mark, Stretch
from truth.model.ref import KEY, Ref
from truth.registry.collecting import without_collecting
from truth.text.choice import DEFAULT


@dataclass(frozen=True)
class Origin:
    """Where one document came from: its main file, and the parts (paths by name) with the pointers they hold.

    `read` gives both; a document that was remembered is read only when somebody asks where in it something stands.
    """

    parts: Mapping[str, str]
    read: Callable[[], tuple[Located, Assembled]]

    @cached_property
    def _sources(self) -> tuple[Located, Assembled]:
        return self.read()

    @property
    def main(self) -> Located:
        """The main file."""
        return self._sources[0]

    @property
    def places(self) -> Mapping[str, tuple[str, int, int]]:
        """The part, and the line and column in it, where a pointer was written."""
        return self._sources[1].places

    def mark(self, pointer: str, within: Stretch | None = None) -> Mark:
        """The place of a pointer, or of the nearest node above it; of the piece `within` its text, where it is one."""
        exact = pointer.removesuffix(f"/{DEFAULT}")
        while pointer:
            if pointer in self.places:
                name, line, column = self.places[pointer]
                mark = Mark(self.parts[name], line, column)
                return within.from_mark(mark) if within and pointer.startswith(exact) else mark
            if pointer in self.main.marks:
                return (within and self.main.piece(pointer, within)) or self.main.marks[pointer]
            pointer = pointer.rpartition("/")[0]
        return self.main.marks.get("", Mark(self.main.file, 1, 1))


@dataclass(frozen=True)
class Folder:
    """What a content folder says.

    `documents` are whole; an entry whose files have findings is in `broken` instead: it is there, but not known.
    """

    documents: Mapping[Ref, Document]
    findings: tuple[Finding, ...]
    broken: frozenset[Ref] = frozenset()
    files: Mapping[Ref, EntryFiles] = field(default_factory=dict)
    origins: Mapping[Ref, Origin] = field(default_factory=dict)

    def mark(self, entry: Ref, pointer: str, within: Stretch | None = None) -> Mark | None:
        """The place of a JSON pointer in an entry's document, or of the nearest node above it.

        `within` narrows it to a piece of the text there, where that stands in the file as it is.
        """
        origin = self.origins.get(entry)
        return origin.mark(pointer, within) if origin else None


@without_collecting()
def read_folder(
    path: str | os.PathLike[str], kinds: Mapping[str, Kind], remembered: Remembered | None = None
) -> Folder:
    """Every document of a content folder, and every finding about its files; one broken file stops no other.

    `remembered` spares parsing what was read before. Raises `UsageError` where there is no such folder, `TooLarge`
    beyond the limits of a folder.
    """
    listing = list_folder(os.path.normpath(os.fspath(path)), kinds)
    reading = _Reading(kinds, remembered)
    for files in listing.entries:
        reading.entry(files)
    if remembered:
        remembered.save()
    findings = (*listing.findings, *reading.findings)
    return Folder(reading.documents, findings, frozenset(reading.broken), reading.files, reading.origins)


class _Reading:
    def __init__(self, kinds: Mapping[str, Kind], remembered: Remembered | None) -> None:
        self.kinds = kinds
        self.remembered = remembered
        self.documents: dict[Ref, Document] = {}
        self.origins: dict[Ref, Origin] = {}
        self.files: dict[Ref, EntryFiles] = {}
        self.findings: list[Finding] = []
        self.broken: set[Ref] = set()
        self.size = 0

    def entry(self, files: EntryFiles) -> None:
        misnamed = _misnamed(files)
        if misnamed:
            self.findings += misnamed
            return
        entry = Ref(files.kind, files.key)
        self.files[entry] = files
        findings = list(_stray(files)) or self._take(entry, self._texts(files))
        self.findings += [replace(finding, subject=str(entry)) for finding in findings]
        if findings:
            self.broken.add(entry)

    def _take(self, entry: Ref, texts: Texts) -> Sequence[Finding]:
        """Read an entry, or recall it; the findings that keep its document from being known."""
        key = texts.key if self.remembered and not texts.unread else ""
        document = self.remembered.recall(key, entry) if self.remembered and key else None
        read = texts.assemble
        if document is None:
            try:
                sources = texts.assemble()
            except Invalid as error:
                return error.findings
            document, read = Document(entry, sources[1].body), lambda: sources
            if self.remembered:
                self.remembered.note(key, document)
        self.documents[entry], self.origins[entry] = document, Origin(texts.parts, read)
        return ()

    def _texts(self, files: EntryFiles) -> Texts:
        unread: list[Finding] = []
        found = ((path, tried(self._text, path, unread)) for path in (files.mains[0], *files.parts))
        texts = {path: text for path, text in found if text is not None}
        return Texts(self.kinds[files.kind], files.mains[0], texts, tuple(unread))

    def _text(self, path: str) -> str:
        text = read_text(path)
        self.size += len(text)
        if self.size > LARGEST_FOLDER:
            raise TooLarge(f"the folder holds more than {LARGEST_FOLDER:,} characters; name one that is only content")
        return text


def _misnamed(files: EntryFiles) -> list[Finding]:
    if KEY.fullmatch(files.key):
        return []
    mark = Mark((files.mains or files.parts)[0], 1, 1)
    message = f"'{files.key}' is not a key: lower-case letters, digits and single hyphens"
    return [found(STYLE_OF_KEY, mark, message, f"rename it{_suggestion(files.key)}")]


def _suggestion(key: str) -> str:
    better = "-".join(word for word in "".join(c if c.isalnum() else " " for c in key.lower()).split())
    return f", to '{better}' for example" if KEY.fullmatch(better) else ""


def _stray(files: EntryFiles) -> Iterator[Finding]:
    """More main files than one, or none."""
    for path in files.mains[1:]:
        message = f"{files.kind}:{files.key} is written in {files.mains[0]} already"
        yield found(DUPLICATE_FILE, Mark(path, 1, 1), message, "keep one of the two")
    if not files.mains and files.parts:
        message = f"there is no {files.kind}.yaml beside it, so nobody reads it"
        yield found(UNKNOWN_FILE, Mark(files.parts[0], 1, 1), message, f"add {files.kind}.yaml, or remove the file")
    elif files.parts and not _beside(files):
        message = f"{files.kind}:{files.key} is written in {files.mains[0]}, elsewhere"
        yield found(UNKNOWN_FILE, Mark(files.parts[0], 1, 1), message, f"move that file here, as {files.kind}.yaml")


def _beside(files: EntryFiles) -> bool:
    return os.path.dirname(files.mains[0]) == os.path.dirname(files.parts[0])
