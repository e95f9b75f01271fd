"""History cannot be rewritten, not even by hand: statements typed through the plain driver are refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from truth.store.append_only import MESSAGE, PREFIX, REFUSED
from truth.store.guards import in_place

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/store/refused_statements.yaml").read_text("utf-8"))

Typed = Callable[[str], list[tuple[Any, ...]]]


def _cases(*groups: str) -> Iterator[Any]:
    for group in groups:
        for name, sql in CASES[group].items():
            for engine in ("sqlite", "postgresql") if group == "both" else (group,):
                yield pytest.param(engine, sql, id=f"{engine}: {name}")


def connect(url: str) -> Any:
    """The database through its plain driver, each statement its own transaction."""
    if url.startswith("sqlite:"):
        return sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    return psycopg.connect(url, autocommit=True)


@contextmanager
def typing_into(url: str) -> Iterator[Typed]:
    """Executes what someone types, statement by statement; answers the rows of the last."""
    with closing(connect(url)) as connection:

        def type_in(sql: str) -> list[tuple[Any, ...]]:
            for statement in sql.split(";"):
                cursor = connection.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []

        yield type_in


@pytest.fixture
def by_hand(url: str) -> Iterator[Typed]:
    """Types into the database of the test."""
    with typing_into(url) as typed:
        yield typed


@pytest.fixture
def history(store, url, with_history):
    """A store with a history."""
    with_history(url)
    return store


@pytest.fixture(scope="module")
def histories(request, with_history) -> Callable[[str], str]:
    """The URL of one history for each engine: a statement that is refused leaves it as it was for the next one."""
    sources = {"sqlite": "sqlite_files", "postgresql": "postgres_databases"}

    @cache
    def of(engine: str) -> str:
        url: str = request.getfixturevalue(sources[engine]).migrated()
        with_history(url)
        return url

    return of


def contents(typed: Typed) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(typed(f'SELECT * FROM "{table}"'), key=repr) for table in REFUSED}  # noqa: S608


@pytest.mark.parametrize(("engine", "sql"), list(_cases("both", "sqlite", "postgresql")))
def test_a_statement_that_would_rewrite_history_is_refused(engine, sql, histories):
    with typing_into(histories(engine)) as typed:
        before = contents(typed)
        with pytest.raises((sqlite3.IntegrityError, psycopg.errors.IntegrityConstraintViolation), match=MESSAGE):
            typed(sql)
        assert contents(typed) == before


def test_every_table_meets_an_update_a_delete_and_an_insert():
    typed = [sql.replace('"', "") for sql in CASES["both"].values()]
    for table in REFUSED:
        for verb in ("UPDATE", "DELETE FROM", "INSERT INTO"):
            assert any(f"{sql} ".startswith(f"{verb} {table} ") for sql in typed), (verb, table)


def test_a_release_that_is_not_finished_cannot_be_followed_by_another(history, by_hand):
    unfinished = """INSERT INTO "release" VALUES ({0}, {1}, {1}, 9, 2, 'me', 'local', NULL, NULL, '')"""
    by_hand(unfinished.format(4, 9 * 10**15))
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.IntegrityConstraintViolation), match=MESSAGE):
        by_hand(unfinished.format(5, 9 * 10**15 + 1))


def test_guards_that_were_dropped_are_back_after_the_next_start(history, by_hand, engine, open_store, url, migrations):
    _drop(by_hand, engine, "version", "insert")
    _drop(by_hand, engine, "release", "update" if engine == "sqlite" else "change")
    assert not _in_place(history)
    assert list(open_store(url).migrate(migrations)) == []
    assert _in_place(history)


def test_a_guard_that_was_tampered_with_is_made_anew(history, by_hand, engine, open_store, url, migrations):
    if engine == "sqlite":
        _drop(by_hand, engine, "version", "delete")
        with closing(connect(url)) as connection:  # a trigger's body has semicolons of its own
            name = f"{PREFIX}version_delete"
            connection.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON version BEGIN SELECT 1; END")
    else:
        by_hand(f"ALTER TABLE version DISABLE TRIGGER {PREFIX}version_change")
    assert not _in_place(history)
    open_store(url).migrate(migrations)
    assert _in_place(history)


def test_guards_that_stand_are_left_alone(history, open_store, url, migrations):
    other = open_store(url)
    statements: list[str] = []
    other._database.peewee.query_hooks.append(lambda event: statements.append(event.sql.split()[0]))
    other.migrate(migrations)
    assert set(statements) == {"SELECT"} or set(statements) == {"SELECT", "PRAGMA"}


def _drop(by_hand: Typed, engine: str, table: str, action: str) -> None:
    name = f"{PREFIX}{table}_{action}"
    by_hand(f"DROP TRIGGER {name}" if engine == "sqlite" else f'DROP TRIGGER {name} ON "{table}"')


def _in_place(store: Any) -> bool:
    with store._database.connected():
        return in_place(store._database)
