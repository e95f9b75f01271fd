"""Database: one place that opens transactions, on whichever engine a URL names."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from typing import Any

from peewee import __exception_wrapper__  # type: ignore[attr-defined]

from truth.store.append_only import Guards
from truth.store.failures import answered_for

CONNECTIONS = 32
"""How many connections one process keeps at most; a call beyond that waits for one."""

PATIENCE = 5
"""Seconds a call waits for a lock or a connection before it gives up with `Unavailable`."""

MIGRATION_PATIENCE = 120
"""Seconds a start waits while another process brings the tables up to date."""


class Database(ABC):
    """A pool of connections; each call takes one, and gives it back when it is done.

    `name` is the URL without its password: what messages say. Every error of the database leaves as `Unavailable`, and
    the next call starts with a working connection, or fails the same way.
    """

    guards: Guards
    """How this engine writes the triggers that keep history as it was written."""

    bytewise: str
    """What follows a text column in ORDER BY, so that both engines sort alike."""

    def __init__(self, name: str, peewee: Any, secret: str | None = None) -> None:
        self.name = name
        self.peewee = peewee
        self._secret = secret
        self._process = os.getpid()
        self._write_lock = Lock()

    @contextmanager
    def connected(self) -> Iterator[None]:
        """A connection, without a transaction: for one statement."""
        self._forget_connections_of_a_parent()
        with answered_for(self.name, self._secret), self.peewee.connection_context():
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction in which every query sees the same state."""
        with self.connected(), self._read_transaction():
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction no other writer shares: all of it is kept, or nothing.

        Writers of this process take turns here, so that none of them starves at the database's lock.
        """
        with self._write_lock, self.connected(), self._write_transaction():
            yield

    @contextmanager
    def migrating(self) -> Iterator[None]:
        """A transaction that may rebuild tables; a second process waits for the first."""
        with self._write_lock, self.connected(), self._migration():
            yield

    def run(self, *statements: str) -> None:
        """Execute statements that answer nothing."""
        for statement in statements:
            self.peewee.execute_sql(statement)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows as they are into a table; within a transaction."""
        listed = ", ".join(f'"{column}"' for column in columns)
        values = ", ".join([self.peewee.param] * len(columns))
        statement = f'INSERT INTO "{table}" ({listed}) VALUES ({values})'  # noqa: S608 (our own names)
        with __exception_wrapper__:
            self.peewee.cursor().executemany(statement, rows)

    @abstractmethod
    def engine(self) -> tuple[str, str, bool]:
        """The engine's name and version, and whether it is new enough; within a connection."""

    @abstractmethod
    def clock(self) -> int | None:
        """The clock of its server in microseconds, where it has one of its own; within a connection."""

    @abstractmethod
    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, one after the other and never all in memory; within a transaction."""

    def close(self) -> None:
        """Close the connections; a later call opens new ones.

        A writer of this process ends first, and a connection another thread is reading from stays with it: closing it
        there would take it from under a running query.
        """
        self._forget_connections_of_a_parent()
        with self._write_lock:
            self.peewee.close()
            self.peewee.close_idle()

    @abstractmethod
    def prepare(self) -> None:
        """Make the place the tables will be made in, where that is ours to do."""

    @abstractmethod
    def _read_transaction(self) -> AbstractContextManager[Any]:
        """A transaction whose queries agree with each other."""

    @abstractmethod
    def _write_transaction(self) -> AbstractContextManager[Any]:
        """A transaction that waits at most `PATIENCE` for the writer before it."""

    @abstractmethod
    def _migration(self) -> AbstractContextManager[Any]:
        """A transaction for migrations, which waits at most `MIGRATION_PATIENCE`."""

    def _forget_connections_of_a_parent(self) -> None:
        """A forked process must not talk over its parent's connections."""
        if self._process != os.getpid():
            self._process, self._write_lock = os.getpid(), Lock()
            self.peewee.dispose()
