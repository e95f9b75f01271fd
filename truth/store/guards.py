"""Guards: triggers that keep history as it was written, whoever types the statement.

`append_only` says what is refused; each engine writes that its own way, as `Guards`.
"""

from __future__ import annotations

from truth.model.errors import Unavailable
from truth.store.database import Database


def ensure(database: Database) -> None:
    """See to it that every guard is in place; put back what is missing.

    Raises `Unavailable` when that cannot be done: without its guards, nothing is written here.
    """
    with database.connected():
        if in_place(database):
            return
    with database.writing():
        install(database)


def in_place(database: Database) -> bool:
    """Whether every guard is there, enabled, and says what it should; within a connection."""
    return database.guards.found(database.peewee) == database.guards.expected()


def install(database: Database) -> None:
    """Drop whatever guards there are, make them anew and look whether they are there; within a transaction."""
    remove(database)
    database.run(*database.guards.create())
    if not in_place(database):
        raise Unavailable(f"{database.name}: the triggers that keep releases append-only cannot be put in place")


def remove(database: Database) -> None:
    """Drop the guards, for a migration that rebuilds tables; whoever calls installs them in the same transaction."""
    database.run(*(database.guards.drop(name) for name in database.guards.found(database.peewee)))
