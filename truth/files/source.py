"""A content folder and a snapshot file as sources. Neither has a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import NoReturn

from truth.files.folder import Folder, read_folder
from truth.kinds.kind import Kind
from truth.model.errors import Invalid, Unavailable, UsageError
from truth.model.finding import in_order
from truth.model.snapshot import Snapshot, snapshot_of
from truth.registry.snapshot_file import LARGEST_SNAPSHOT, read_snapshot


@dataclass(frozen=True)
class FolderSource:
    """The documents of a content folder, as they stood when first asked for."""

    name: str
    kinds: Mapping[str, Kind]

    def at(self, instant: datetime | None = None, known_at: datetime | None = None) -> Snapshot:
        """All documents of the folder; `Invalid`, with every finding, where a file cannot be read."""
        _refuse_history(self.name, "folder", instant, known_at)
        if self.folder.findings:
            findings = in_order(self.folder.findings)
            raise Invalid(f"{self.name} cannot be read as it is: {findings[0].message} ({findings[0].mark})", findings)
        return snapshot_of(self.folder.documents.values())

    def at_release(self, number: int) -> Snapshot:
        """A folder has no releases."""
        _no_history(self.name, "folder")

    @cached_property
    def folder(self) -> Folder:
        """What the folder says, with the findings about its files."""
        return read_folder(self.name, self.kinds)


@dataclass(frozen=True)
class SnapshotFileSource:
    """The Snapshot in a file; it keeps the pointer it was written with."""

    name: str

    def at(self, instant: datetime | None = None, known_at: datetime | None = None) -> Snapshot:
        """The file's Snapshot."""
        _refuse_history(self.name, "snapshot file", instant, known_at)
        return self._snapshot

    def at_release(self, number: int) -> Snapshot:
        """A snapshot file has no releases."""
        _no_history(self.name, "snapshot file")

    @cached_property
    def _snapshot(self) -> Snapshot:
        try:
            with Path(self.name).open("rb") as file:
                data = file.read(LARGEST_SNAPSHOT + 1)
        except OSError as error:
            raise Unavailable(f"{self.name} cannot be read: {error.strerror}") from error
        return read_snapshot(data, self.name)


def _refuse_history(name: str, what: str, instant: datetime | None, known_at: datetime | None) -> None:
    if instant is not None or known_at is not None:
        _no_history(name, what)


def _no_history(name: str, what: str) -> NoReturn:
    message = f"{name} is a {what} and has no history"
    raise UsageError(f"{message}; ask a database or a registry's URL, or leave the instant out")
