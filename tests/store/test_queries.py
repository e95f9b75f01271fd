"""Reads cost the same however long the history: a fixed number of queries, each answered from an index."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from truth.model.ref import Ref

LARGE = ("version", "release_item", "release", "event")
RETURNS = Ref.parse("policy:returns")


@pytest.fixture
def asked(store):
    """The statements the store executes, in order."""
    statements: list[tuple[str, Any]] = []
    store._database.peewee.query_hooks.append(lambda event: statements.append((event.sql, event.params)))
    return statements


@pytest.fixture
def some_history(store, publish, clock):
    """Releases now and later, one of them withdrawn, over two entries."""
    for days in range(5):
        publish({"policy:returns": {"days": days}, "policy:shipping": {"days": days}})
        clock.advance(1)
    for days in range(5):
        publish({"policy:shipping": {"days": 10 + days}}, minutes=10 + days)
        clock.advance(1)
    store.withdraw(10, who="Ada")
    clock.advance(8)
    return store


def _ask_everything(store: Any, publish: Any, clock: Any) -> None:
    now = store.now()
    store.at()
    store.at(now - timedelta(minutes=15))
    store.at(now + timedelta(minutes=1))
    store.at(now, known_at=now - timedelta(minutes=9))
    store.at(now - timedelta(minutes=15), known_at=now - timedelta(minutes=16))
    store.at_release(2)
    store.base()
    store.base(now + timedelta(minutes=5))
    store.release(3)
    store.releases(before=9, limit=3)
    store.voided([1, 10])
    store.versions(RETURNS, before=4, limit=2)
    store.version(RETURNS, 2)
    publish({"policy:returns": {"days": 99}, "policy:refunds": {}}, minutes=30)
    publish({"policy:returns": {"days": 98}, "policy:refunds": {}})
    store.withdraw(publish({"policy:shipping": {"days": 99}}, minutes=40).number, who="Ada")
    publish({"policy:shipping": None})


def test_no_query_reads_a_table_of_the_history_from_end_to_end(some_history, asked, publish, clock):
    _ask_everything(some_history, publish, clock)
    queries = [(sql, params) for sql, params in asked if sql.startswith("SELECT") and "FROM" in sql]
    assert len(queries) > 50
    for sql, params in queries:
        assert not (_walked(some_history, sql, params) & set(LARGE)), sql


def _walked(store: Any, sql: str, params: Any) -> set[str]:
    """The tables a query reads as a whole."""
    peewee = store._database.peewee
    with store._database.reading():
        if store.name.startswith("sqlite"):
            plan = [row[3] for row in peewee.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params)]
            tables = {alias: table for table, alias in re.findall(r'"(\w+)" AS "(t\d+)"', sql)}
            scans = (re.match(r"SCAN (\w+)", step) for step in plan)
            return {tables.get(scan[1], scan[1]) for scan in scans if scan}
        # however small the tables are here: is there another way than to read all of it?
        peewee.execute_sql("SET LOCAL enable_seqscan = off")
        plan = [row[0] for row in peewee.execute_sql(f"EXPLAIN {sql}", params)]
        return {scan[1] for scan in (re.search(r"Seq Scan on (\w+)", step) for step in plan) if scan}


@pytest.mark.parametrize("engine", ["postgresql"])
def test_postgresql_is_left_no_way_but_one_seek_for_each_entry(some_history, asked):
    """Its planner takes any way it thinks cheaper, and may be wrong; only from beneath a LIMIT it takes one row."""
    some_history.at(some_history.now() - timedelta(minutes=15))
    sql, params = next((sql, params) for sql, params in asked if '"replaced_by"' in sql)
    with some_history._database.reading():
        plan = [row[0] for row in some_history._database.peewee.execute_sql(f"EXPLAIN {sql}", params)]
    above = [_above(plan, number) for number, step in enumerate(plan) if "on release_item" in step]
    assert above
    assert all(any("Limit" in step for step in steps) for steps in above), plan


def _above(plan: list[str], number: int) -> list[str]:
    """The steps of a plan that a step serves: those before it that stand further left, each left of the next."""
    steps, left = [], _indent(plan[number])
    for step in reversed(plan[:number]):
        if "cost=" in step and _indent(step) < left:
            left = _indent(step)
            steps.append(step)
    return steps


def _indent(step: str) -> int:
    return len(step) - len(step.lstrip())


@pytest.mark.parametrize("read", ["now", "past", "future", "known"])
def test_a_longer_history_is_not_more_queries(store, publish, clock, asked, read):
    publish({"policy:returns": {"days": 0}})
    publish({"policy:shipping": {"days": 0}}, minutes=5)
    clock.advance(10)
    first = _count(store, clock, asked, read)
    for days in range(1, 16):
        publish({"policy:returns": {"days": days}, "policy:refunds": {"days": days}})
        publish({"policy:shipping": {"days": days}}, minutes=5)
        clock.advance(10)
    assert _count(store, clock, asked, read) <= max(first, 9)


def _count(store: Any, clock: Any, asked: list[Any], read: str) -> int:
    now = clock()
    asked.clear()
    match read:
        case "now":
            store._current = None
            store.at()
        case "past":
            store.at(now - timedelta(minutes=1))
        case "future":
            store.at(now + timedelta(minutes=1))
        case "known":
            store.at(now, known_at=now - timedelta(minutes=8))
    return len(asked)


def test_asking_again_costs_one_query(store, publish, asked):
    publish({"policy:returns": {"days": 0}})
    store.at()
    asked.clear()
    store.at()
    assert len(asked) == 1


def test_the_head_is_one_query(store, asked):
    store.head()
    assert len(asked) == 1


def test_publishing_does_not_ask_more_of_a_large_registry(store, publish, draft, asked):
    publish({"policy:returns": {"days": 0}})
    small = _publishing(store, draft({"policy:returns": {"days": 1}}), asked)
    publish({f"policy:p{number}": {"number": number} for number in range(1500)})
    assert _publishing(store, draft({"policy:returns": {"days": 2}}), asked) == small


def _publishing(store: Any, draft: Any, asked: list[Any]) -> int:
    asked.clear()
    store.publish(draft)
    return len(asked)
