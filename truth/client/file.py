"""Snapshot files: the one an application names, and the one in which the last answer is kept."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from truth.client.origin import Fetched
from truth.model.errors import Unavailable


@dataclass(frozen=True)
class SnapshotFile:
    """A snapshot file as an origin; it is read again when it has been replaced."""

    path: Path
    kind: str = "file"

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    def newer(self, tag: str | None) -> Fetched | None:
        """The file's bytes; None while it is the same file, as long and as old. `Unavailable` if it cannot be read."""
        try:
            with self.path.open("rb") as file:
                stamp = _stamp(file)
                return None if stamp == tag else Fetched(_read(file), stamp)
        except OSError as error:
            raise Unavailable(f"{self.path} cannot be read: {error.strerror}") from error

    def written_at(self) -> datetime | None:
        """When it was written or last confirmed; None where it is gone."""
        try:
            return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
        except OSError:
            return None


class Kept(SnapshotFile):
    """A registry's last answer, kept on this machine for the day it is away. Only this user may read it.

    That it cannot be written is no failure: there is an answer then.
    """

    def keep(self, data: bytes) -> None:
        """Replace it in one step, so that nobody ever reads half of one."""
        import tempfile

        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")  # with mode 0600
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                os.replace(name, self.path)
            except OSError:
                os.unlink(name)
                raise

    def confirm(self) -> None:
        """Note that the registry still says this."""
        with suppress(OSError):
            os.utime(self.path)


def _stamp(file: BinaryIO) -> str:
    found = os.fstat(file.fileno())
    return f"{found.st_ino}-{found.st_size}-{found.st_mtime_ns}"


def _read(file: BinaryIO) -> bytes:
    from truth.registry.snapshot_file import LARGEST_SNAPSHOT

    return file.read(LARGEST_SNAPSHOT + 1)
