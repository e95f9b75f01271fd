"""PostgreSQL 14 or newer, through psycopg 3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from peewee import __exception_wrapper__  # type: ignore[attr-defined]
from playhouse.pool import PooledPostgresqlDatabase

from truth.model.errors import UsageError
from truth.store.database import CONNECTIONS, MIGRATION_PATIENCE, PATIENCE, Database
from truth.store.postgres_guards import PostgresGuards

_OLDEST = 140000
_WRITERS = 0x7472757468  # "truth": the advisory lock that all writers of a database take


def open_postgres(url: str) -> Postgres:
    """The database of a libpq URL (PostgreSQL documentation, "Connection URIs"), with whatever parameters it has."""
    conninfo = "postgresql://" + url.partition("://")[2]
    settings = _read(conninfo)
    return Postgres(_name(settings), _pool(conninfo, settings), settings.get("password"))


class Postgres(Database):
    """One PostgreSQL database."""

    guards = PostgresGuards()
    bytewise = ' COLLATE "C"'

    def prepare(self) -> None:
        """The database is made by whoever runs the server; here it is only asked whether it is new enough."""
        with self.connected():
            name, version, fits = self.engine()
        if not fits:
            raise UsageError(f"{self.name}: {name} {version} is too old; 14 or newer is needed")

    def engine(self) -> tuple[str, str, bool]:
        """The server's version, such as 18.1 (PostgreSQL documentation, PQserverVersion)."""
        version = self.peewee.server_version
        return "PostgreSQL", f"{version // 10000}.{version % 10000}", version >= _OLDEST

    def clock(self) -> int:
        """What the server's clock says."""
        query = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        return int(self.peewee.execute_sql(query).fetchone()[0])

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Through a cursor of the server's, which sends some rows at a time."""
        with __exception_wrapper__, self.peewee.connection().cursor(name="truth_stream") as cursor:
            yield from cursor.execute(query)

    def _read_transaction(self) -> Any:
        return self.peewee.atomic("REPEATABLE READ READ ONLY")

    def _write_transaction(self) -> AbstractContextManager[None]:
        return self._alone(PATIENCE)

    def _migration(self) -> AbstractContextManager[None]:
        return self._alone(MIGRATION_PATIENCE)

    @contextmanager
    def _alone(self, patience: int) -> Iterator[None]:
        """READ COMMITTED behind one lock: each statement sees everything that writers before have committed."""
        with self.peewee.atomic():
            self.run(f"SET LOCAL lock_timeout = '{patience}s'", f"SELECT pg_advisory_xact_lock({_WRITERS})")
            yield


def _read(conninfo: str) -> Mapping[str, Any]:
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise UsageError("PostgreSQL needs its driver: pip install 'truth-registry[postgres]'") from error
    try:
        settings = conninfo_to_dict(conninfo)
    except ProgrammingError:
        # what libpq has to say may quote the password
        raise UsageError("the database URL cannot be read; write it like postgresql://user@host/name") from None
    if not settings.get("dbname"):
        raise UsageError("the database URL names no database; write it like postgresql://user@host/name")
    return settings


def _name(settings: Mapping[str, Any]) -> str:
    """The URL with user, host, port and name alone: no password, however it was written."""
    user = f"{settings['user']}@" if settings.get("user") else ""
    port = f":{settings['port']}" if settings.get("port") else ""
    return f"postgresql://{user}{settings.get('host') or ''}{port}/{settings['dbname']}"


def _pool(conninfo: str, settings: Mapping[str, Any]) -> Any:
    return PooledPostgresqlDatabase(
        conninfo,
        prefer_psycopg3=True,
        max_connections=CONNECTIONS,
        timeout=PATIENCE,
        **({} if "connect_timeout" in settings else {"connect_timeout": PATIENCE}),
    )
