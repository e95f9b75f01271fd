"""Backup: all rows of a database as they were at one moment, while writers go on, and back again.

A restore fills a database that has no rows, on either engine, in one transaction: all of it, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from peewee import DataError, IntegrityError, chunked
from playhouse.migrations import Runner

from truth.model.canonical import digest_of_bytes
from truth.model.errors import Invalid, Unavailable, UsageError
from truth.store.backup_file import Contents, Row, read_backup, write_backup
from truth.store.database import Database
from truth.store.guards import install, remove
from truth.store.migrate import pending
from truth.store.tables import tables_for

_AT_ONCE = 1_000  # rows in one statement
_INCOMPLETE = (
    'SELECT r.number FROM "release" r WHERE r.items <>'
    " (SELECT count(*) FROM release_item i WHERE i.release = r.number) LIMIT 1"
)

Noticed = Callable[[int], object]
"""Told now and then how many rows are done."""


def back_up(
    database: Database, folder: Path, file: BinaryIO, made: tuple[str, str], noticed: Noticed
) -> Mapping[str, int]:
    """Write all rows to a file; how many, by table. `made` is when (RFC 3339) and by what; `folder` holds migrations.

    Every row is read in one read transaction: what is written meanwhile is in the next backup, whole.
    """
    with database.reading():
        applied = _applied(database, folder)
        if not applied:
            raise Unavailable(f"{database.name} holds no registry yet, so there is nothing to back up")
        tables = {name: _columns(database, name) for name in _tables(database)}
        return write_backup(file, Contents(*made, applied, tables), _counted(_rows(database, tables), noticed))


def check_backup(file: BinaryIO, noticed: Noticed) -> Contents:
    """Read a whole backup; `Invalid` unless it is what was written, and every document what its digest says."""
    contents, rows = read_backup(file)
    for table, values in _counted(rows, noticed):
        _check(table, contents.tables[table], values)
    return contents


def restore(database: Database, folder: Path, file: BinaryIO, noticed: Noticed) -> Mapping[str, int]:
    """Fill an empty database from a backup, and bring it up to date; how many rows, by table.

    `file` can be read twice: nothing is touched before all of it was found sound. Raises `Invalid` for a backup that is
    not, `UsageError` for a database that holds something, or a backup made by a newer version.
    """
    check_backup(file, noticed)
    file.seek(0)
    database.prepare()
    runner = Runner(database.peewee, str(folder))
    with database.migrating():
        contents, rows = read_backup(file)
        _make_room(database, runner, contents)
        remove(database)
        try:
            counts = _fill(database, contents, _counted(rows, noticed))
        except (IntegrityError, DataError) as error:
            raise Invalid(f"this backup does not hold together: {error.args[0]}") from error
        runner.up()
        install(database)
        _require_complete(database)
    return counts


def _applied(database: Database, folder: Path) -> Sequence[str]:
    return tuple(sorted(Runner(database.peewee, str(folder)).applied()))


def _tables(database: Database) -> Sequence[str]:
    """The tables that are there, each after those it refers to."""
    models = [value for name, value in vars(tables_for(database.peewee)).items() if name != "peewee"]
    return [model._meta.table_name for model in models if model.table_exists()]


def _columns(database: Database, table: str) -> Sequence[str]:
    return tuple(column.name for column in database.peewee.get_columns(table))


def _rows(database: Database, tables: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    for table, columns in tables.items():
        listed = ", ".join(f'"{column}"' for column in columns)
        for values in database.stream(f'SELECT {listed} FROM "{table}" ORDER BY {_order(database, table)}'):  # noqa: S608 (our own names)
            yield table, values


def _order(database: Database, table: str) -> str:
    """The columns that tell the rows of a table apart, in an order that both engines agree on."""
    unique = [index.columns for index in database.peewee.get_indexes(table) if index.unique]
    wanted = database.peewee.get_primary_keys(table) or min(unique)
    types = {column.name: column.data_type.lower() for column in database.peewee.get_columns(table)}
    return ", ".join(f'"{name}"{database.bytewise if types[name] == "text" else ""}' for name in wanted)


def _counted(rows: Iterable[Row], noticed: Noticed) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        yield row
        if number % _AT_ONCE == 0:
            noticed(number)


def _check(table: str, columns: Sequence[str], values: Sequence[Any]) -> None:
    """A version's body must be what its digest says."""
    if table in ("version", "imported"):
        row = dict(zip(columns, values, strict=True))
        if digest_of_bytes(str(row.get("body")).encode()) != row.get("digest"):
            named = f"{table} {row.get('id', row.get('number'))}"
            raise Invalid(f"this backup was tampered with: {named} is not what its digest says")


def _make_room(database: Database, runner: Runner, contents: Contents) -> None:
    """Tables as they were when the backup was made, without rows."""
    waiting = set(pending(database, runner))
    known = [migration.name for migration in runner.migrations()]
    newer = [name for name in contents.migrations if name not in known]
    if newer:
        raise UsageError(f"this backup was made by a newer version of truth (it has {newer[0]}); install that version")
    if _holding(database):
        raise UsageError(f"{database.name} is not empty; restore into a new database, and nothing here is lost")
    if not set(known) - waiting <= set(contents.migrations):
        raise UsageError(f"{database.name} has newer tables than this backup; restore into a database without tables")
    runner.up(contents.migrations[-1] if contents.migrations else None)
    made = {table: _columns(database, table) for table in _tables(database)}
    if {table: set(columns) for table, columns in made.items()} != {
        table: set(columns) for table, columns in contents.tables.items()
    }:
        raise Invalid("this backup has other tables than the migrations it names make; take another one")


def _holding(database: Database) -> bool:
    """Whether any table has a row."""
    held = (database.peewee.execute_sql(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone() for table in _tables(database))  # noqa: S608 (our own names)
    return any(held)


def _fill(database: Database, contents: Contents, rows: Iterable[Row]) -> Mapping[str, int]:
    counts = dict.fromkeys(contents.tables, 0)
    for some in chunked(rows, _AT_ONCE):
        for table in dict.fromkeys(table for table, _ in some):
            values = [row for name, row in some if name == table]
            database.insert(table, contents.tables[table], values)
            counts[table] += len(values)
    return counts


def _require_complete(database: Database) -> None:
    incomplete = database.peewee.execute_sql(_INCOMPLETE).fetchone()
    if incomplete:
        raise Invalid(f"this backup does not hold together: release {incomplete[0]} lacks some of its items")
