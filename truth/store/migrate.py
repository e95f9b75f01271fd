"""Migrate: bring a database's tables up to date at start, with their guards; any number of processes may start at once.

Migrations are numbered files run by playhouse.migrations, all that are pending in one transaction under the writers'
lock: a start that is killed leaves the database as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playhouse.migrations import Runner

from truth.model.errors import UsageError
from truth.store.database import Database
from truth.store.guards import ensure, install, remove


def migrate(database: Database, folder: Path) -> Sequence[str]:
    """Apply the pending migrations of `folder`; the names of those this call applied.

    Raises `UsageError` when the database is newer than this code, or the folder holds no migrations.
    """
    database.prepare()
    runner = Runner(database.peewee, str(folder))
    applied = _apply(database, runner) if waiting(database, folder) else ()
    ensure(database)
    return applied


def waiting(database: Database, folder: Path) -> Sequence[str]:
    """The migrations of `folder` that a database lacks; `UsageError` when it is newer than this code."""
    with database.connected():
        return pending(database, Runner(database.peewee, str(folder)))


def pending(database: Database, runner: Runner) -> Sequence[str]:
    """The migrations not applied yet, in order; within a connection."""
    migrations = runner.status()
    if not any(migration.path for migration in migrations):
        raise UsageError(f"there are no migrations in {runner.directory}; the installation is incomplete")
    newer = [migration.name for migration in migrations if migration.path is None]
    if newer:
        raise UsageError(
            f"{database.name} was made by a newer version of truth (it has {', '.join(newer)}); install that version"
        )
    return [migration.name for migration in migrations if not migration.applied]


def _apply(database: Database, runner: Runner) -> Sequence[str]:
    with database.migrating():
        if not pending(database, runner):
            return ()  # another process was first
        remove(database)
        applied: Sequence[str] = runner.up()
        install(database)
        return applied
