"""A database that cannot answer: a clear message, nothing half-written, and the next call tries again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from truth.model.errors import Unavailable, UsageError
from truth.model.ref import Ref
from truth.store import postgres

RETURNS = Ref.parse("policy:returns")
Trouble = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def run(store) -> Callable[[str], None]:
    """Executes a statement on the store's own connection."""

    def execute(sql: str) -> None:
        with store._database.connected():
            store._database.run(sql)

    return execute


@pytest.fixture
def by_hand(url, engine) -> Callable[[str], None]:
    """Executes a statement as the administrator of a PostgreSQL server, from another database."""

    def execute(sql: str) -> None:
        name = conninfo_to_dict(url)["dbname"]
        with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.replace("THIS", str(name)))

    return execute


@pytest.fixture
def full(engine, run) -> Trouble:
    """No room for a document, until the block ends."""

    @contextmanager
    def until() -> Any:
        if engine == "sqlite":
            run("PRAGMA max_page_count = 1")  # SQLite lowers it to what the file has already
            yield
            run("PRAGMA max_page_count = 1073741823")
        else:
            run("CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$")
            run("CREATE TRIGGER full_up AFTER INSERT ON release_item EXECUTE FUNCTION full_up()")
            yield
            run("DROP FUNCTION full_up CASCADE")

    return until


@pytest.fixture
def read_only(engine, run, by_hand) -> Trouble:
    """A database that may be read alone, until the block ends."""

    @contextmanager
    def until() -> Any:
        if engine == "sqlite":
            run("PRAGMA query_only = 1")
            yield
            run("PRAGMA query_only = 0")
        else:
            run("SET default_transaction_read_only = on")
            yield
            run("SET default_transaction_read_only = off")

    return until


@pytest.fixture
def away(engine, url, store, by_hand) -> Trouble:
    """A database that nobody can connect to, until the block ends."""

    @contextmanager
    def until() -> Any:
        if engine == "sqlite":
            store.close()
            path = Path(url.removeprefix("sqlite:///"))
            path.rename(path.with_suffix(".away"))
            yield
            path.with_suffix(".away").rename(path)
        else:
            by_hand("ALTER DATABASE THIS ALLOW_CONNECTIONS false")
            _end_connections(by_hand)
            yield
            by_hand("ALTER DATABASE THIS ALLOW_CONNECTIONS true")

    return until


def _end_connections(by_hand: Callable[[str], None]) -> None:
    by_hand("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'THIS'")


def test_a_full_disk_is_said_clearly_and_nothing_is_half_written(store, publish, draft, full):
    publish({"policy:returns": {"days": 30}})
    large = draft({"policy:returns": {"text": "x" * 100_000}, "policy:shipping": {}})
    with full(), pytest.raises(Unavailable, match="the disk is full, and nothing was written"):
        store.publish(large)
    assert store.head() == (1, 0)
    assert store.at().documents[RETURNS].body == {"days": 30}
    assert store.publish(large).number == 2


def test_a_read_only_database_still_reads(store, publish, draft, read_only):
    publish({"policy:returns": {"days": 30}})
    change = draft({"policy:returns": {"days": 45}})
    with read_only():
        with pytest.raises(Unavailable, match="it is read-only, and nothing was written"):
            store.publish(change)
        assert store.at().documents[RETURNS].body == {"days": 30}
    assert store.publish(change).number == 2


def test_a_database_that_went_away_is_used_again_once_it_is_back(store, publish, draft, away):
    publish({"policy:returns": {"days": 30}})
    change = draft({"policy:returns": {"days": 45}})
    with away():
        for attempt in (store.at, store.head, store.releases, lambda: store.publish(change)):
            with pytest.raises(Unavailable, match=r"cannot be (reached|opened)"):
                attempt()
    assert store.at().documents[RETURNS].body == {"days": 30}
    assert store.publish(change).number == 2


@pytest.mark.parametrize("engine", ["postgresql"])
def test_connections_that_ended_are_replaced_without_anyone_noticing(store, publish, by_hand, engine):
    publish({"policy:returns": {"days": 30}})
    _end_connections(by_hand)
    assert store.at().documents[RETURNS].body == {"days": 30}
    _end_connections(by_hand)
    assert publish({"policy:returns": {"days": 45}}).number == 2


@pytest.mark.parametrize("engine", ["postgresql"])
def test_a_connection_lost_while_publishing_leaves_nothing_behind(store, publish, draft, by_hand, engine):
    publish({"policy:returns": {"days": 30}})
    change = draft({"policy:returns": {"days": 45}})

    def cut_at_the_items(event: Any) -> None:
        if event.sql.startswith('INSERT INTO "release_item"'):
            _end_connections(by_hand)

    store._database.peewee.query_hooks.append(cut_at_the_items)
    with pytest.raises(Unavailable, match="cannot be reached"):
        store.publish(change)
    store._database.peewee.query_hooks.clear()
    assert store.head() == (1, 0)
    assert store.publish(change).number == 2


def test_a_writer_that_holds_the_lock_too_long_makes_the_next_one_give_up(
    store, draft, open_store, url, engine, run, monkeypatch
):
    change = draft({"policy:returns": {}})
    monkeypatch.setattr(postgres, "PATIENCE", 0.01)
    if engine == "sqlite":
        run("PRAGMA busy_timeout = 10")
    with (
        open_store(url)._database.writing(),
        pytest.raises(Unavailable, match="it is busy with other writes, and nothing was written"),
    ):
        store.publish(change)
    assert store.publish(change).number == 1


def test_a_call_waits_for_a_connection_and_then_says_that_all_are_in_use(store, monkeypatch):
    monkeypatch.setattr(store._database.peewee, "_max_connections", 1)
    monkeypatch.setattr(store._database.peewee, "_wait_timeout", 0.01)
    with (
        ThreadPoolExecutor(1) as other,
        store._database.connected(),
        pytest.raises(Unavailable, match="every connection is in use; try again in a moment"),
    ):
        other.submit(store.head).result()
    assert store.head() == (0, 0)


def test_a_forked_process_leaves_its_parents_connections_alone(store, publish, monkeypatch):
    publish({"policy:returns": {"days": 30}})
    (parents,) = [connection for _, _, connection in store._database.peewee._connections]
    monkeypatch.setattr("truth.store.database.os.getpid", lambda: 0)
    assert store.at().documents[RETURNS].body == {"days": 30}
    assert parents not in [connection for _, _, connection in store._database.peewee._connections]
    store.close()  # as the process it is now; what its parent holds is the parent's to close
    parents.close()


def test_a_body_that_was_tampered_with_is_never_served(store, publish, run, engine, open_store, url):
    publish({"policy:returns": {"days": 30}})
    run("DROP TRIGGER truth_guard_version_update" if engine == "sqlite" else "ALTER TABLE version DISABLE TRIGGER ALL")
    run("""UPDATE version SET body = '{"days":99}'""")
    for read in (lambda other: other.at(), lambda other: other.version(RETURNS, 1)):
        with pytest.raises(Unavailable, match="a version of policy:returns is not what its digest says"):
            read(open_store(url))


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_file_that_is_no_database_is_said_to_be_none(open_store, tmp_path, engine, migrations):
    (tmp_path / "notes.txt").write_text("This is a note. " * 100, "utf-8")
    store = open_store(f"sqlite:///{tmp_path}/notes.txt")
    for attempt in (store.at, lambda: store.migrate(migrations)):
        with pytest.raises(Unavailable, match="the file is not a database"):
            attempt()
    with pytest.raises(UsageError, match="there is no folder"):
        open_store(f"sqlite:///{tmp_path}/nowhere/truth.db").migrate(migrations)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:s3cret%21@127.0.0.1:1/truth",
        "postgres://ada@127.0.0.1:1/truth?password=s3cret%21&connect_timeout=3",
    ],
)
def test_a_password_is_in_no_name_and_in_no_message(open_store, url):
    store = open_store(url)
    assert store.name == "postgresql://ada@127.0.0.1:1/truth"
    with pytest.raises(Unavailable, match="cannot be reached") as failed:
        store.at()
    assert "s3cret" not in f"{failed.value} {failed.value.__cause__}"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("truth.db", "starts with sqlite:/// or postgresql://"),
        ("mysql://ada:s3cret@host/truth", "'mysql' is neither"),
        ("postgresq://ada:s3cret@host/truth", "did you mean 'postgresql'"),
        ("sqlite://truth.db", "names no file"),
        ("sqlite:///", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///truth.db?mode=ro", "names no file"),
        ("postgresql://ada:s3cret@host/", "names no database"),
        ("postgresql://ada:s3cret@host/truth?colour=s3cret", "cannot be read"),
    ],
)
def test_a_url_that_names_no_database_is_wrong_usage(open_store, url, message):
    with pytest.raises(UsageError, match=message) as refused:
        open_store(url)
    assert "s3cret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_relative_and_an_absolute_file_are_told_apart(open_store, tmp_path, monkeypatch, migrations):
    monkeypatch.chdir(tmp_path)
    open_store("sqlite:///a%20file.db").migrate(migrations)
    assert (tmp_path / "a file.db").is_file()
    assert open_store(f"sqlite:///{tmp_path}/a%20file.db").head() == (0, 0)


def test_closing_takes_no_connection_from_under_a_thread_that_reads(store, publish):
    """It is closed when it is done: a connection closed under a running query takes the whole process with it."""
    publish({"policy:returns": {"days": 30}})
    reading, closed = threading.Event(), threading.Event()
    found = []

    def read():
        with store._database.connected():
            reading.set()
            closed.wait()
            found.append(store._database.peewee.execute_sql("SELECT 1").fetchone()[0])

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait()
    store.close()
    closed.set()
    reader.join()
    assert found == [1]
