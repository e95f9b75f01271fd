"""`truth restore`: a backup into an empty database, on either engine."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import click

from truth.cli.backup import told
from truth.cli.options import formats, settings
from truth.cli.output import JSON, counting, emit, say
from truth.model.errors import UsageError

_STDIN = "-"


@click.command("restore")
@click.argument("file", metavar="FILE")
@click.option("--database", metavar="URL", help="The database to fill; the one the settings name unless given.")
@formats
def verb(file: str, database: str | None, format: str) -> int:
    """Fill an empty database from a backup.

    The backup is checked first, all of it; then everything is restored, or nothing. It may come from SQLite and go to
    PostgreSQL, or the other way round. A database that holds anything is refused. FILE is - for stdin.

    \b
    Example:
      truth restore truth-2030-03-03.backup --database sqlite:///restored.db
      truth restore truth-2030-03-03.backup --database postgresql://truth@db.internal/truth
    """
    from truth import resources
    from truth.store.backup import restore
    from truth.store.open import open_database

    target = open_database(database or settings().database)
    try:
        with _source(file) as source, counting("Restoring") as noticed:
            counts = restore(target, resources.folder("migrations"), source, noticed)
    finally:
        target.close()
    if format == JSON:
        emit({"database": target.name, "rows": dict(counts)})
    else:
        say(f"{target.name}: {told(counts)}")
    return 0


@contextmanager
def _source(name: str) -> Iterator[BinaryIO]:
    """The backup, readable twice: what comes through a pipe is put aside first."""
    if name == _STDIN:
        with tempfile.TemporaryFile() as aside:
            shutil.copyfileobj(sys.stdin.buffer, aside)
            aside.seek(0)
            yield cast(BinaryIO, aside)
        return
    if not Path(name).is_file():
        raise UsageError(f"there is no backup {name}")
    with open(name, "rb") as file:
        yield file
