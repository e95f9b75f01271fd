"""A database of the first version comes up with its data, on either engine; so does a backup of it."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from playhouse.migrations import Runner

from truth.model.ref import Ref
from truth.store import backup
from truth.store.guards import in_place
from truth.store.open import open_database

CASE = json.loads(Path(__file__).parents[1].joinpath("cases", "store", "first_history.json").read_text("utf-8"))
FIRST = "0001_history"


@pytest.fixture
def first(databases, migrations) -> str:
    """A database as the first version left it: its one migration, and rows; not even its guards."""
    url = databases.empty()
    database = open_database(url)
    database.prepare()
    with database.migrating():
        Runner(database.peewee, str(migrations)).up(FIRST)
        for table, columns in CASE["tables"].items():
            database.insert(table, columns, [row for name, *row in CASE["rows"] if name == table])
    database.close()
    return url


def check(store: Any, clock: Any) -> None:
    """The history is what it was, and goes on."""
    clock.instant = datetime.fromisoformat(CASE["now"])
    assert store.at().digest == CASE["digest"]
    assert [release.number for release in store.releases()] == [5, 4, 3, 2, 1]
    assert {number: str(void.cause) for number, void in store.voided(range(1, 6)).items()} == {
        2: "stale",
        3: "withdrawn",
    }
    start = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    assert store.at(start + timedelta(minutes=1)).documents[Ref.parse("policy:returns")].body == {"days": 30}
    with store._database.connected():
        assert in_place(store._database)
        with pytest.raises(Exception, match="append-only"):
            store._database.run("DELETE FROM release_item")
    assert store.keys.given_out() == []


def test_it_comes_up_with_its_data_and_its_guards(first, open_store, migrations, clock):
    store = open_store(first)
    applied = store.migrate(migrations)
    assert applied
    assert FIRST not in applied
    check(store, clock)
    assert not store.migrate(migrations)


def test_a_backup_of_it_is_brought_up_to_date_on_the_way(databases, open_store, migrations, clock):
    head = {"format": "truth-backup", "version": 1, "made_at": CASE["now"], "made_by": "0.1.0"}
    lines = [{**head, "migrations": [FIRST], "tables": CASE["tables"]}, *CASE["rows"]]
    data = b"".join(orjson.dumps(line) + b"\n" for line in lines)
    counts = {table: sum(row[0] == table for row in CASE["rows"]) for table in CASE["tables"]}
    end = orjson.dumps({"rows": counts, "sha256": f"sha256:{hashlib.sha256(data).hexdigest()}"}) + b"\n"
    store = open_store(databases.empty())
    backup.restore(store._database, migrations, io.BytesIO(gzip.compress(data + end)), lambda count: None)
    check(store, clock)
    assert not store.migrate(migrations)


def test_it_can_be_backed_up_before_it_is_upgraded(first, open_store, databases, migrations, clock):
    file = io.BytesIO()
    old, store = open_database(first), open_store(databases.empty())
    backup.back_up(old, migrations, file, (CASE["now"], "0.1.0"), lambda count: None)
    old.close()
    file.seek(0)
    backup.restore(store._database, migrations, file, lambda count: None)
    check(store, clock)
