"""`truth fmt`: every file of a content folder in its canonical layout, comments kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from truth.files.assembling import SCHEMA_KEY
from truth.files.comments import comments_of
from truth.files.companion import tidied
from truth.files.folder import Folder, read_folder
from truth.files.header import json_header, yaml_header
from truth.files.layout import write_json, write_ordered
from truth.files.located import Located
from truth.files.order import Order
from truth.files.reading import read_text
from truth.files.writing import replace_file
from truth.kinds.company.profile import PROFILE
from truth.kinds.kind import Kind
from truth.model.finding import Finding
from truth.model.ref import Ref
from truth.registry.ports import Shapes


@dataclass(frozen=True)
class Changed:
    """A file that is not, or was not, in canonical layout."""

    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Formatted:
    """The files to change (changed already, unless formatting only checked), and what cannot be read."""

    changed: tuple[Changed, ...]
    findings: tuple[Finding, ...]


def format_folder(
    path: str | os.PathLike[str],
    kinds: Mapping[str, Kind],
    shapes: Shapes,
    *,
    check: bool = False,
    schemas: Path | None = None,
) -> Formatted:
    """Bring every file that can be read into canonical layout; with `check`, only say which are not.

    `schemas` is the folder that a file without a header line is told to find its schema in; None adds no header.
    While `company:profile` cannot be read the order of locales is not known, and nothing is changed.
    """
    folder = read_folder(path, kinds)
    if PROFILE in folder.broken:
        return Formatted((), folder.findings)
    formatting = _Formatting(shapes, locales_of(folder), schemas)
    changed = tuple(change for change in formatting.changes(folder) if change.before != change.after)
    if not check:
        for change in changed:
            replace_file(change.path, change.after)
    return Formatted(changed, folder.findings)


def locales_of(folder: Folder) -> tuple[str, ...]:
    """The company's locales in their order; none where there is no company profile."""
    profile = folder.documents.get(PROFILE)
    locales = profile.body.get("locales") if profile else None
    return tuple(str(locale) for locale in locales) if isinstance(locales, list) else ()


@dataclass(frozen=True)
class _Formatting:
    shapes: Shapes
    locales: Sequence[str]
    schemas: Path | None

    def changes(self, folder: Folder) -> Iterator[Changed]:
        kinds = {entry.kind for entry in folder.origins}
        orders = {kind: Order(self.shapes.schema(kind), self.locales) for kind in kinds}
        for entry, origin in folder.origins.items():
            main = origin.main
            yield Changed(main.file, main.text, self._main(entry, main, orders[entry.kind]))
            for part in origin.parts.values():
                text = read_text(part)
                yield Changed(part, text, tidied(text))

    def _main(self, entry: Ref, main: Located, order: Order) -> str:
        if main.file.endswith(".json"):
            body = {key: value for key, value in main.data.items() if key != SCHEMA_KEY}
            header = main.data.get(SCHEMA_KEY) or json_header(main.file, entry.kind, self.schemas)
            return write_json(body, order.schema, locales=self.locales, header=header)
        header = yaml_header(main.file, entry.kind, self.schemas)
        return write_ordered(order.apply(main.data), header=header, comments=comments_of(main))
