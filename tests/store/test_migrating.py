"""Starting: tables come up to date, once, however many start at once, and the guards come back."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from peewee import OperationalError, ProgrammingError
from playhouse.schema_diff import diff_models

from truth.model.errors import Unavailable, UsageError
from truth.model.ref import Ref
from truth.store.guards import in_place
from truth.store.store import DatabaseStore

RETURNS = Ref.parse("policy:returns")
REBUILD = """
from peewee import TextField

def up(migrator, db):
    migrator.migrate(
        migrator.add_column("entry", "colour", TextField(null=True)),
        migrator.rename_column("version", "body", "content"),
        migrator.rename_column("version", "content", "body"),
        migrator.add_not_null("entry", "kind"),
    )
    db.execute_sql("UPDATE entry SET colour = 'green'")
"""
BROKEN = """
def up(migrator, db):
    db.execute_sql("CREATE TABLE half (id INTEGER)")
    db.execute_sql("INSERT INTO nowhere VALUES (1)")
"""


@pytest.fixture
def more_migrations(tmp_path, migrations):
    """A folder with our migrations, and one more of the given text."""

    def add(text: str) -> Path:
        folder = shutil.copytree(migrations, tmp_path / "migrations")
        (folder / "0900_more.py").write_text(text, "utf-8")
        return folder

    return add


def test_a_new_database_gets_its_tables_once(databases, open_store, migrations):
    store = open_store(databases.empty())
    assert store.migrate(migrations) == [path.stem for path in sorted(migrations.glob("0*.py"))]
    assert list(store.migrate(migrations)) == []
    assert store.head() == (0, 0)
    assert _in_place(store)


def test_migrations_make_the_tables_the_store_uses(store):
    tables = store._tables
    with store._database.connected():
        history = [tables.entry, tables.version, tables.release, tables.item, tables.event]
        models = [*history, tables.api_key, tables.key_event, tables.answer, tables.imported]
        assert not diff_models(store._database.peewee, models)


def test_many_may_start_at_once(databases, open_store, migrations):
    url = databases.empty()
    stores = [open_store(url) for _ in range(6)]
    barrier = Barrier(len(stores))

    def start(store: DatabaseStore) -> list[str]:
        barrier.wait()
        return list(store.migrate(migrations))

    with ThreadPoolExecutor(len(stores)) as threads:
        applied = [names for names in threads.map(start, stores) if names]
    assert applied == [[path.stem for path in sorted(migrations.glob("0*.py"))]]
    assert _in_place(stores[0])


def test_a_database_newer_than_the_code_is_left_alone(store, publish, migrations):
    publish({"policy:returns": {}})
    with store._database.connected():
        store._database.run("INSERT INTO schema_migration (name, applied) VALUES ('0999_future', '2030-01-01')")
    with pytest.raises(UsageError, match=r"made by a newer version of truth .*0999_future.*install that version"):
        store.migrate(migrations)


def test_a_folder_without_migrations_is_an_error(databases, open_store, tmp_path):
    with pytest.raises(UsageError, match="there are no migrations in"):
        open_store(databases.empty()).migrate(tmp_path)


def test_a_migration_that_rebuilds_tables_keeps_the_data_and_the_guards(
    store, publish, more_migrations, open_store, url
):
    release = publish({"policy:returns": {"days": 30}})
    store.close()
    later = open_store(url)
    assert list(later.migrate(more_migrations(REBUILD))) == ["0900_more"]
    assert _in_place(later)
    with later._database.connected():
        assert later._database.peewee.execute_sql("SELECT colour FROM entry").fetchall() == [("green",)]
    assert later.release(1) == release
    assert later.at().documents[RETURNS].body == {"days": 30}


def test_a_migration_that_fails_leaves_everything_as_it_was(store, publish, more_migrations):
    release = publish({"policy:returns": {"days": 30}})
    with pytest.raises(Unavailable) as failed:
        store.migrate(more_migrations(BROKEN))
    assert isinstance(failed.value.__cause__, (OperationalError, ProgrammingError))
    with store._database.connected():
        assert "half" not in store._database.peewee.get_tables()
    assert _in_place(store)
    assert store.release(1) == release


def test_foreign_keys_hold_again_after_a_migration(databases, open_store, migrations):
    store = open_store(databases.empty())
    store.migrate(migrations)
    with store._database.connected():
        settings = store._database.peewee
        if store.name.startswith("sqlite"):
            assert (settings.pragma("foreign_keys"), settings.pragma("synchronous")) == (1, 2)
            assert settings.pragma("journal_mode") == "wal"


def test_a_database_without_tables_says_how_to_set_it_up(databases, open_store):
    url = databases.empty()
    with pytest.raises(Unavailable, match="`truth serve` or `truth apply`"):
        open_store(url).at()
    if url.startswith("sqlite"):
        assert not Path(url.removeprefix("sqlite:///")).exists()


def _in_place(store: DatabaseStore) -> bool:
    with store._database.connected():
        return in_place(store._database)
