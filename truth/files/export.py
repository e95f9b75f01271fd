"""Documents written out as a content folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from truth.files.assembling import SCHEMA_KEY
from truth.files.comments import Comments, comments_of
from truth.files.companion import tidied
from truth.files.folder import Folder, Origin, read_folder
from truth.files.header import json_header, yaml_header
from truth.files.layout import write_json, write_ordered
from truth.files.order import Order
from truth.files.paths import EntryFiles, is_within
from truth.files.writing import replace_file
from truth.kinds.kind import Kind
from truth.model.canonical import Body, Json, pointer
from truth.model.document import Document
from truth.model.errors import Conflict, Invalid
from truth.model.ref import Ref
from truth.registry.ports import Shapes

_PART_NAME = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.md")


@dataclass(frozen=True)
class Exported:
    """Paths of files: `written` anew, `unchanged` because their document is, `removed`; `extra` are those of entries
    that are not among the documents and were left where they are."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    extra: tuple[str, ...]


def export_folder(
    documents: Mapping[Ref, Document],
    path: str | os.PathLike[str],
    kinds: Mapping[str, Kind],
    shapes: Shapes,
    *,
    locales: Sequence[str],
    schemas: Path | None = None,
    prune: bool = False,
) -> Exported:
    """Write documents as canonical files; one whose document is the same stays untouched, byte for byte.

    Comments of a file that is rewritten stay. Files of entries that are not among the documents go with `prune` only,
    and not even then where they cannot be read.
    Raises `Conflict` before anything is written where a file in the way cannot be read or is not content.
    """
    root = os.path.normpath(os.fspath(path))
    os.makedirs(root, exist_ok=True)
    folder = read_folder(root, kinds)
    _refuse_broken(folder, documents, root)
    export = _Export(root, folder, kinds, shapes, locales, schemas)
    for entry in sorted(documents):
        export.entry(documents[entry])
    others = [entry for entry in folder.files if entry not in documents]
    pruned = [entry for entry in others if prune and entry not in folder.broken]
    export.carry_out([file for entry in pruned for file in _all(folder.files[entry])])
    extra = tuple(file for entry in others if entry not in pruned for file in _all(folder.files[entry]))
    return Exported(tuple(export.writes), tuple(export.unchanged), tuple(export.removals), extra)


@dataclass
class _Export:
    """Gathers everything to do first, so that a refusal leaves the folder as it was."""

    root: str
    folder: Folder
    kinds: Mapping[str, Kind]
    shapes: Shapes
    locales: Sequence[str]
    schemas: Path | None
    writes: dict[str, str] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    removals: list[str] = field(default_factory=list)
    orders: dict[str, Order] = field(default_factory=dict)

    def entry(self, document: Document) -> None:
        entry = document.entry
        if entry.path or Ref.parse(str(entry)) != entry:
            raise Invalid(f"{entry} cannot be written to a folder: it is not the ref of an entry")
        if entry.kind not in self.kinds:
            raise Invalid(f"{entry} cannot be written to a folder: there is no kind '{entry.kind}' here")
        known = self.folder.files.get(entry)
        if self.folder.documents.get(entry) == document and known:
            self.unchanged += _all(known)
            return
        files = dict(self._files(document, self.folder.origins.get(entry)))
        self.removals += [path for path in (known.parts if known else ()) if path not in files]
        for path, text in files.items():
            self._may_write(path, known)
            self.writes[path] = text

    def carry_out(self, pruned: Sequence[str]) -> None:
        self.removals += pruned
        for path, text in self.writes.items():
            os.makedirs(os.path.dirname(path), exist_ok=True)
            replace_file(path, text)
        for path in self.removals:
            os.unlink(path)
        for folder in {os.path.dirname(path) for path in self.removals}:
            if not os.listdir(folder) and os.path.dirname(folder) != self.root:
                os.rmdir(folder)

    def _files(self, document: Document, origin: Origin | None) -> Iterator[tuple[str, str]]:
        """The files of a document: where it is written already, or where its kind belongs."""
        kind = self.kinds[document.entry.kind]
        main = origin.main.file if origin else self._main_path(document, kind)
        if os.path.dirname(main) == os.path.join(self.root, kind.name, document.entry.key):
            body, parts = kind.write(document.body)
        else:
            body, parts = document.body, ()
        yield main, self._main(document.entry, main, body, origin)
        for part in parts:
            if not _PART_NAME.fullmatch(part.name):
                raise Invalid(f"{document.entry} cannot be written to a folder: '{part.name}' is no name for a file")
            yield os.path.join(os.path.dirname(main), part.name), tidied(part.text)

    def _main_path(self, document: Document, kind: Kind) -> str:
        key, shelf = document.entry.key, kind.shelves.get(str(document.body.get("type")))
        within = (key, f"{kind.name}.yaml") if kind.foldered else (*([shelf] if shelf else []), f"{key}.yaml")
        return os.path.join(self.root, kind.name, *within)

    def _main(self, entry: Ref, path: str, body: Body, origin: Origin | None) -> str:
        order = self._order(entry.kind)
        if path.endswith(".json"):
            own = origin.main.data.get(SCHEMA_KEY) if origin else None
            header = own or json_header(path, entry.kind, self.schemas)
            return write_json(body, order.schema, locales=self.locales, header=header)
        header = yaml_header(path, entry.kind, self.schemas)
        comments = _still_there(comments_of(origin.main), body) if origin else None
        return write_ordered(order.apply(body), header=header, comments=comments)

    def _order(self, kind: str) -> Order:
        if kind not in self.orders:
            self.orders[kind] = Order(self.shapes.schema(kind), self.locales)
        return self.orders[kind]

    def _may_write(self, path: str, known: EntryFiles | None) -> None:
        """Only over the entry's own files, and only within the folder."""
        if not is_within(os.path.dirname(path), os.path.realpath(self.root)) or os.path.islink(path):
            raise Conflict(f"{path} leads out of {self.root} by a link; remove the link first")
        if os.path.lexists(path) and path not in (_all(known) if known else ()):
            raise Conflict(f"{path} is in the way and is not the file of this entry; move it, then export again")
        parents = (os.path.dirname(path), os.path.dirname(os.path.dirname(path)))
        for parent in parents:
            if os.path.lexists(parent) and not os.path.isdir(parent):
                raise Conflict(f"{parent} is in the way: a folder has to go there; move it, then export again")


def _all(files: EntryFiles) -> list[str]:
    return [*files.mains, *files.parts]


def _refuse_broken(folder: Folder, documents: Mapping[Ref, Document], root: str) -> None:
    in_the_way = sorted(folder.broken & set(documents))
    if in_the_way:
        subjects = {str(entry) for entry in in_the_way}
        findings = [finding for finding in folder.findings if finding.subject in subjects]
        message = f"{root} holds files of {', '.join(sorted(subjects))} that cannot be read; mend or move them first"
        raise Conflict(message, findings)


def _still_there(comments: Comments, body: Body) -> Comments:
    """The comments on a changed document: those on entries that are gone move to the end of the file."""
    there = set(_pointers(body))
    gone = [
        line
        for group in (comments.lead, comments.tail)
        for at, lines in group.items()
        if at not in there
        for line in lines
        if line
    ]
    gone += [line for at, line in comments.side.items() if at not in there]
    tail = {at: lines for at, lines in comments.tail.items() if at in there}
    return Comments(
        {at: lines for at, lines in comments.lead.items() if at in there},
        {at: line for at, line in comments.side.items() if at in there},
        {**tail, "": [*tail.get("", ()), *gone]} if gone else tail,
        comments.header,
    )


def _pointers(node: Json, at: str = "") -> Iterator[str]:
    yield at
    entries = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else ()
    for name, child in entries:
        yield from _pointers(child, at + pointer((name,)))
