"""A file of events, of any size, as blocks of bytes and never as a whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from truth.kinds.status.history.formats import Format
from truth.kinds.status.history.record import BLOCK
from truth.model.errors import UsageError

STDIN = "-"
_SUFFIXES = {".ndjson": Format.NDJSON, ".jsonl": Format.NDJSON, ".csv": Format.CSV, ".tsv": Format.CSV}


def format_of(name: str) -> Format | None:
    """The format a file's name tells; None: it is told by how the file begins."""
    return _SUFFIXES.get(Path(name).suffix.lower())


@contextmanager
def opened(name: str) -> Iterator[tuple[IO[bytes], int | None]]:
    """A file, or standard input as `-`, and how many bytes it has (None: nobody knows).

    `UsageError` where it cannot be opened.
    """
    if name == STDIN:
        yield sys.stdin.buffer, None
        return
    try:
        file = open(name, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}") from error
    with file:
        yield file, (Path(name).stat().st_size if Path(name).is_file() else None)


def blocks(file: IO[bytes], read: Callable[[int], object]) -> Iterator[bytes]:
    """The file's blocks; `read` is told of the bytes of each."""
    while block := file.read(BLOCK):
        read(len(block))
        yield block
