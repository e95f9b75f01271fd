"""`truth backup`: everything the database holds, in one file."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from truth.cli.options import formats, settings
from truth.cli.output import JSON, counting, emit, say
from truth.model.errors import UsageError
from truth.model.instant import format_instant

_STDOUT = "-"


@click.command("backup")
@click.argument("file", metavar="FILE")
@click.option("--database", metavar="URL", help="The database to back up; the one the settings name unless given.")
@click.option("--replace", is_flag=True, help="Replace FILE where it is there already.")
@formats
def verb(file: str, database: str | None, replace: bool, format: str) -> int:
    """Write everything the database holds to one file.

    It may go on being written meanwhile: the file holds one moment, whole. FILE is - for stdout. It also holds the
    SHA-256 of every API key, so keep it as safe as the database itself.

    \b
    Example:
      truth backup truth-2030-03-03.backup
      truth backup - --database postgresql://truth@db.internal/truth | ssh vault 'cat > truth.backup'
    """
    if file == _STDOUT:
        counts = _write(sys.stdout.buffer, database)
        say(_said("stdout", counts))
        return 0
    with _new_file(Path(file), replace) as target:
        counts = _write(target, database)
    if format == JSON:
        emit({"file": file, "bytes": Path(file).stat().st_size, "rows": dict(counts)})
    else:
        say(_said(file, counts))
    return 0


def _write(target: BinaryIO, database: str | None) -> Mapping[str, int]:
    from truth import __version__, resources
    from truth.factory import clock
    from truth.store.backup import back_up
    from truth.store.open import open_database

    source = open_database(database or settings().database)
    try:
        with counting("Backing up") as noticed:
            return back_up(
                source, resources.folder("migrations"), target, (format_instant(clock()), __version__), noticed
            )
    finally:
        source.close()


@contextmanager
def _new_file(path: Path, replace: bool) -> Iterator[BinaryIO]:
    """A file that only its owner may read, and that is there once it is whole."""
    if path.exists() and not replace:
        raise UsageError(f"{path} is there already; name a new file, or say --replace")
    if path.is_dir() or not path.parent.is_dir():
        raise UsageError(f"{path} cannot be written; name a file in a folder that is there")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(draft, "xb", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _said(name: str, counts: Mapping[str, int]) -> str:
    return f"{name}: {told(counts)}"


def told(counts: Mapping[str, int]) -> str:
    """What a backup holds, in words."""
    named: tuple[tuple[str, Callable[[int], str]], ...] = (
        ("release", lambda count: f"{count:,} release{'' if count == 1 else 's'}"),
        ("version", lambda count: f"{count:,} version{'' if count == 1 else 's'}"),
        ("entry", lambda count: f"{count:,} entr{'y' if count == 1 else 'ies'}"),
    )
    return ", ".join(word(counts.get(table, 0)) for table, word in named)
