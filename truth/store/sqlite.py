"""SQLite: one file, write-ahead log, every acknowledged release on the disk."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from peewee import OperationalError
from playhouse.pool import PooledSqliteDatabase

from truth.model.errors import UsageError
from truth.store.database import CONNECTIONS, MIGRATION_PATIENCE, PATIENCE, Database
from truth.store.sqlite_guards import SqliteGuards

_OLDEST = (3, 37, 0)  # STRICT tables
_PRAGMAS = (
    ("foreign_keys", 1),
    ("busy_timeout", PATIENCE * 1000),
    ("synchronous", "FULL"),  # NORMAL could lose the last acknowledged releases when the power fails
)


def open_sqlite(url: str) -> SqliteFile:
    """The database of `sqlite:///relative.db` or `sqlite:////absolute.db`; no file is made by opening or reading."""
    rest = url.removeprefix("sqlite://")
    if not rest.startswith("/") or rest == "/" or "?" in rest or rest == "/:memory:":
        raise UsageError(f"'{url[:120]}' names no file; write it like sqlite:///truth.db, or sqlite:////srv/truth.db")
    if sqlite3.sqlite_version_info < _OLDEST:
        raise UsageError(f"SQLite {sqlite3.sqlite_version} is too old; 3.37 or newer is needed")
    return SqliteFile(url, Path(unquote(rest[1:])))


class SqliteFile(Database):
    """One SQLite file. Readers never wait; writers take turns."""

    guards = SqliteGuards()
    bytewise = " COLLATE BINARY"

    def __init__(self, name: str, path: Path) -> None:
        self._path = path
        super().__init__(name, _pool(path))

    def prepare(self) -> None:
        """Make the file, and turn on its write-ahead log."""
        if not self._path.parent.is_dir():
            raise UsageError(f"{self.name}: there is no folder {self._path.parent}; make it first")
        if not self._path.exists():
            self._path.touch()
        with self.connected():
            if self.peewee.pragma("journal_mode") != "wal":
                self._start_log()

    def engine(self) -> tuple[str, str, bool]:
        """SQLite is part of Python; `open_sqlite` refuses one that is too old."""
        return "SQLite", sqlite3.sqlite_version, sqlite3.sqlite_version_info >= _OLDEST

    def clock(self) -> None:
        """It has no clock of its own."""

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """SQLite works a row out when it is asked for."""
        yield from self.peewee.execute_sql(query)

    def _start_log(self) -> None:
        """Two processes that start at once both try, and SQLite's own wait does not cover this statement."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.peewee.pragma("journal_mode", "wal")
                return
            except OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def _read_transaction(self) -> Any:
        return self.peewee.atomic()

    def _write_transaction(self) -> Any:
        return self.peewee.atomic("IMMEDIATE")

    @contextmanager
    def _migration(self) -> Iterator[None]:
        """Rebuilding a table drops the old one, so foreign keys are off, and checked before anything is kept."""
        self._set(foreign_keys=0, busy_timeout=MIGRATION_PATIENCE * 1000)
        try:
            with self.peewee.atomic("IMMEDIATE"):
                yield
                self._check_foreign_keys()
        finally:
            self._set(foreign_keys=1, busy_timeout=PATIENCE * 1000)

    def _set(self, **pragmas: int) -> None:
        for pragma, value in pragmas.items():
            self.peewee.pragma(pragma, value)

    def _check_foreign_keys(self) -> None:
        broken = self.peewee.execute_sql("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise UsageError(f"{self.name}: the migration leaves a row of {broken[0]} without its {broken[2]}")


def _pool(path: Path) -> Any:
    return PooledSqliteDatabase(
        f"file:{quote(str(path))}?mode=rw",
        uri=True,
        pragmas=_PRAGMAS,
        max_connections=CONNECTIONS,
        timeout=PATIENCE,
        check_same_thread=False,  # a pooled connection serves one thread after the other, never two at once
    )
