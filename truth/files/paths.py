"""Which files of a content folder hold which entry.

    <kind>/<key>.yaml                 an entry in one file (.yml and .json as well)
    <kind>/<shelf>/<key>.yaml         the same, for a type that has a folder of its own (price/examples)
    <kind>/<key>/<kind>.yaml          an entry in a folder of its own, with its Markdown files beside
    <kind>/<key>/<name>.md

Dotfiles and README.md belong to people and are left alone; anything else is a finding, for a file nobody reads looks
published and is not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from truth.files.limits import MOST_FILES
from truth.files.rules import UNKNOWN_FILE, UNREADABLE_FILE, found
from truth.kinds.kind import Kind
from truth.model.errors import TooLarge, UsageError
from truth.model.finding import Finding, Mark, Rule
from truth.model.nearest import did_you_mean

MAIN_ENDINGS = (".yaml", ".yml", ".json")
PART_ENDING = ".md"
_LEFT_ALONE = "README.md"


@dataclass
class EntryFiles:
    """The files of one entry: paths as the folder was named. A well-formed entry has exactly one main file."""

    kind: str
    key: str
    mains: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Listing:
    """What a folder holds by the names in it, and what of it belongs to nothing."""

    entries: tuple[EntryFiles, ...]
    findings: tuple[Finding, ...]


def list_folder(folder: str, kinds: Mapping[str, Kind]) -> Listing:
    """The entries of a content folder, sorted; `UsageError` where there is no such folder."""
    if not os.path.isdir(folder):
        raise UsageError(f"there is no folder '{folder}'; name a content folder, or make one with: truth init {folder}")
    listing = _Listing(folder, kinds)
    listing.fill()
    entries = sorted(
        (files for files in listing.entries.values() if files.mains or files.parts),
        key=lambda files: (files.kind, files.key),
    )
    return Listing(tuple(entries), tuple(listing.findings))


class _Listing:
    def __init__(self, folder: str, kinds: Mapping[str, Kind]) -> None:
        self.folder = folder
        self.inside = os.path.realpath(folder)
        self.kinds = kinds
        self.entries: dict[tuple[str, str], EntryFiles] = {}
        self.findings: list[Finding] = []
        self.count = 0

    def fill(self) -> None:
        for item in self._items(self.folder):
            if not item.is_dir():
                self._refuse(item, "this file is no entry's", "entries live in a folder per kind")
            elif item.name not in self.kinds:
                self._refuse(item, f"there is no kind '{item.name}'{did_you_mean(item.name, self.kinds)}")
            else:
                self._kind(item.path, self.kinds[item.name])

    def _kind(self, path: str, kind: Kind) -> None:
        for item in self._items(path):
            stem, ending = os.path.splitext(item.name)
            if item.is_dir() and kind.foldered:
                self._entry_folder(item, kind)
            elif item.is_dir() and item.name in kind.shelves.values():
                self._shelf(item, kind)
            elif item.is_dir():
                self._refuse(item, f"a {kind.name} is one file", f"write it to {kind.name}/{item.name}.yaml")
            elif ending in MAIN_ENDINGS:
                self._files(kind, stem).mains.append(item.path)
            else:
                self._refuse(item, f"this file is no {kind.name}'s", f"an entry is named {kind.name}/<key>.yaml")

    def _shelf(self, folder: os.DirEntry[str], kind: Kind) -> None:
        for item in self._items(folder.path):
            stem, ending = os.path.splitext(item.name)
            if not item.is_dir() and ending in MAIN_ENDINGS:
                self._files(kind, stem).mains.append(item.path)
            else:
                fix = f"an entry is named {kind.name}/{folder.name}/<key>.yaml"
                self._refuse(item, f"this is no {kind.name}'s file", fix)

    def _entry_folder(self, folder: os.DirEntry[str], kind: Kind) -> None:
        files = self._files(kind, folder.name)
        for item in self._items(folder.path):
            stem, ending = os.path.splitext(item.name)
            if item.is_dir():
                self._refuse(item, "there are no folders within an entry's", "move it out")
            elif stem == kind.name and ending in MAIN_ENDINGS:
                files.mains.append(item.path)
            elif ending == PART_ENDING:
                files.parts.append(item.path)
            else:
                known = [f"{kind.name}.yaml", "en.md", "en.sms.md"]
                near = did_you_mean(item.name, known)
                self._refuse(item, f"this file is no part of a {kind.name}{near}", "rename it or move it out")

    def _files(self, kind: Kind, key: str) -> EntryFiles:
        return self.entries.setdefault((kind.name, key), EntryFiles(kind.name, key))

    def _items(self, path: str) -> Iterator[os.DirEntry[str]]:
        """What a folder holds that is meant to be read, sorted, within the limits and within the content folder."""
        with os.scandir(path) as items:
            named = sorted((item for item in items if not item.name.startswith(".")), key=lambda item: item.name)
        for item in named:
            self.count += 1
            if self.count > MOST_FILES:
                raise TooLarge(f"{self.folder} holds more than {MOST_FILES:,} files; name one that is only content")
            if item.name != _LEFT_ALONE and self._may_be_read(item):
                yield item

    def _may_be_read(self, item: os.DirEntry[str]) -> bool:
        if item.is_symlink() and not is_within(item.path, self.inside):
            self._refuse(item, "this link leads out of the content folder", "put the file itself here", UNREADABLE_FILE)
            return False
        if not (item.is_dir() or item.is_file()):
            self._refuse(item, "this is not a regular file", "remove it", UNREADABLE_FILE)
            return False
        return True

    def _refuse(self, item: os.DirEntry[str], message: str, fix: str | None = None, rule: Rule = UNKNOWN_FILE) -> None:
        self.findings.append(found(rule, Mark(item.path, 1, 1), message, fix))


def is_within(path: str, folder: str) -> bool:
    """Whether a path, every link followed, lies in a folder given by its real path."""
    real = os.path.realpath(path)
    return real == folder or real.startswith(folder.rstrip(os.sep) + os.sep)
