"""Backup and restore: the same history on either engine, whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
import pytest

from truth.model.document import Document
from truth.model.errors import BeforeFirstRelease, Invalid, TruthError, Unavailable, UsageError
from truth.model.imported import Found
from truth.model.ref import Ref
from truth.model.release import Authority
from truth.registry.keys import KeyRing
from truth.store import backup
from truth.store.backup_file import Contents, read_backup, write_backup
from truth.store.guards import in_place
from truth.store.open import open_database
from truth.store.store import DatabaseStore

MADE = ("2026-03-01T09:00:00Z", "0.1.0")


def taken(url: str, migrations: Any) -> io.BytesIO:
    """A backup of a database."""
    file, database = io.BytesIO(), open_database(url)
    try:
        backup.back_up(database, migrations, file, MADE, lambda count: None)
    finally:
        database.close()
    file.seek(0)
    return file


def restored(url: str, migrations: Any, file: io.BytesIO) -> Mapping[str, int]:
    """Fill a database; how many rows, by table."""
    file.seek(0)
    database = open_database(url)
    try:
        return backup.restore(database, migrations, file, lambda count: None)
    finally:
        database.close()


def unpacked(file: io.BytesIO) -> list[Any]:
    """The lines of a backup."""
    return [orjson.loads(line) for line in gzip.decompress(file.getvalue()).splitlines()]


def packed(lines: list[Any]) -> io.BytesIO:
    """Lines as a backup that says nobody touched it: its SHA-256 is made anew."""
    data = b"".join(orjson.dumps(line) + b"\n" for line in lines[:-1])
    end = {**lines[-1], "sha256": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    return io.BytesIO(gzip.compress(data + orjson.dumps(end) + b"\n"))


@pytest.fixture
def history(store, publish, draft, clock) -> DatabaseStore:
    """A store with releases at once, scheduled, withdrawn and stale, a retired entry, a key and an import."""
    publish({"policy:returns": {"days": 30}, "policy:words": {"text": 'ä "quoted"\\ line\n\u2028'}})
    store.publish(draft({"policy:returns": {"days": 60}}, minutes=60))
    clock.advance(5)
    store.publish(draft({"policy:shipping": {"days": 2}}, minutes=20))
    store.publish(draft({"policy:refunds": {"days": 5}}, minutes=30))
    clock.advance(5)
    store.withdraw(4, who="Ada")
    publish({"policy:returns": {"days": 45}})
    clock.advance(60)
    publish({"policy:shipping": None})
    KeyRing(store.keys, clock).create("shop", ["read"], None, Authority("Ada"))
    text = Document(Ref.parse("policy:returns"), {"days": 60})
    store.imported.add([Found(text, "en", clock() - timedelta(days=900), "a.md@1", "Bo", "why")], Authority("Ada"))
    return store


def said_at_every_instant(store: DatabaseStore) -> list[Any]:
    """What a store said around every instant at which anything happened, as it was known around each of them."""
    releases = store.releases()
    tick = timedelta(microseconds=1)
    moments = {edge for one in releases for edge in (one.recorded_at, one.effective_at)}
    instants = sorted({near for edge in moments for near in (edge - tick, edge, edge + tick)})
    return [_said(store, at, known_at) for at in instants for known_at in (None, *instants[::9])]


def _said(store: DatabaseStore, at: Any, known_at: Any) -> Any:
    try:
        snapshot = store.at(at, known_at)
    except BeforeFirstRelease:
        return None
    return snapshot.digest, snapshot.pointer.position, snapshot.pointer.next_change


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_what_was_said_at_every_instant_is_the_same_after_moving_to_another_engine(
    history, url, to, request, migrations, open_store
):
    other = request.getfixturevalue("sqlite_files" if to == "sqlite" else "postgres_databases").empty()
    file = taken(url, migrations)
    assert restored(other, migrations, file)["release"] == 6
    found = open_store(other)
    assert said_at_every_instant(found) == said_at_every_instant(history)
    assert found.releases() == history.releases()
    assert found.voided(range(1, 7)) == history.voided(range(1, 7))
    assert found.keys.given_out() == history.keys.given_out()
    assert taken(other, migrations).getvalue() == file.getvalue()


def test_a_restored_database_is_append_only_and_goes_on(history, url, databases, migrations, open_store, clock):
    other = databases.empty()
    restored(other, migrations, taken(url, migrations))
    found = open_store(other)
    with found._database.connected():
        assert in_place(found._database)
        with pytest.raises(Exception, match="append-only"):
            found._database.run("UPDATE version SET body = '{}'")
    assert not found.migrate(migrations)
    assert found.now() >= history.releases()[0].recorded_at


def test_every_table_the_migrations_make_is_in_a_backup(store, url, migrations):
    with store._database.connected():
        there = set(store._database.peewee.get_tables()) - {"schema_migration"}
    assert set(unpacked(taken(url, migrations))[0]["tables"]) == there


def test_a_backup_is_one_moment_however_much_is_written_meanwhile(
    history, url, publish, migrations, databases, monkeypatch
):
    file, before = io.BytesIO(), history.head()
    monkeypatch.setattr(backup, "_AT_ONCE", 1)

    def write_five() -> None:
        for number in range(5):
            publish({"policy:returns": {"days": 100 + number}})

    def noticed(count: int) -> None:
        if count == 3:
            writer = threading.Thread(target=write_five)
            writer.start()
            writer.join()

    backup.back_up(history._database, migrations, file, MADE, noticed)
    assert history.head()[0] == before[0] + 5
    assert unpacked(file)[-1]["rows"]["release"] == before[0]
    assert restored(databases.empty(), migrations, file)["release"] == before[0]


def test_a_database_that_holds_anything_is_never_restored_into(history, url, migrations):
    with pytest.raises(UsageError, match="is not empty; restore into a new database"):
        restored(url, migrations, taken(url, migrations))
    assert history.head()[0] == 6


def test_a_database_with_tables_and_no_rows_can_be_restored_into(history, url, databases, migrations, open_store):
    other = databases.migrated()
    restored(other, migrations, taken(url, migrations))
    assert open_store(other).head() == history.head()


def test_a_database_without_a_registry_has_nothing_to_back_up(databases, migrations, open_store):
    url = databases.empty()
    open_store(url)._database.prepare()
    with pytest.raises(Unavailable, match="nothing to back up"):
        taken(url, migrations)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_torn_file_is_refused_wherever_it_was_torn(history, url, databases, migrations, engine):
    other, data = databases.empty(), taken(url, migrations).getvalue()
    for end in [*range(0, len(data), 97), len(data) - 1]:
        with pytest.raises(Invalid, match=r"torn|not a backup|cannot be read"):
            restored(other, migrations, io.BytesIO(data[:end]))
    assert is_untouched(other)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_changed_byte_anywhere_is_refused(history, url, databases, migrations, engine):
    other, data = databases.empty(), taken(url, migrations).getvalue()
    plain = gzip.decompress(data)
    for place in range(5, len(plain), 61):
        changed = plain[:place] + bytes([plain[place] ^ 1]) + plain[place + 1 :]
        with pytest.raises(Invalid):
            restored(other, migrations, io.BytesIO(gzip.compress(changed, 1)))
    assert is_untouched(other)


def _without_a_row(lines: Any) -> None:
    del lines[-2]


def _with_another_body(lines: Any) -> None:
    row = next(line for line in lines[1:] if line[0] == "version")
    row[-2] = '{"days":99}'


def _with_another_imported_body(lines: Any) -> None:
    row = next(line for line in lines[1:] if line[0] == "imported")
    row[7] = '{"days":99}'


def _with_a_row_twice(lines: Any) -> None:
    lines.insert(2, lines[1])
    lines[-1]["rows"]["entry"] += 1


def _without_an_item(lines: Any) -> None:
    place = next(index for index, line in enumerate(lines) if index and line[0] == "release_item")
    del lines[place]
    lines[-1]["rows"]["release_item"] -= 1


def _with_a_stranger(lines: Any) -> None:
    lines[0]["tables"]["visitor"] = ["id"]
    lines[-1]["rows"]["visitor"] = 0


def _with_a_number_for_a_word(lines: Any) -> None:
    next(line for line in lines[1:] if line[0] == "entry")[2] = 1.5


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_without_a_row, "as many rows as it says"),
        (_with_another_body, "tampered with: version 1 is not what its digest says"),
        (_with_another_imported_body, "tampered with: imported 1 is not what its digest says"),
        (_with_a_row_twice, "does not hold together"),
        (_without_an_item, "lacks some of its items"),
        (_with_a_stranger, "has other tables"),
        (_with_a_number_for_a_word, "a type that none has"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_file_changed_by_someone_who_made_its_sum_anew_is_refused(
    history, url, databases, migrations, change, message
):
    other, lines = databases.empty(), unpacked(taken(url, migrations))
    change(lines)
    with pytest.raises(Invalid, match=message):
        restored(other, migrations, packed(lines))
    assert is_untouched(other)


def is_untouched(url: str) -> bool:
    """Whether a database has no tables, or is not even there."""
    database = open_database(url)
    try:
        with database.connected():
            return not database.peewee.get_tables()
    except TruthError:
        return True
    finally:
        database.close()


@pytest.mark.parametrize(
    "data",
    [b"", b"a note", gzip.compress(b"a note\n"), gzip.compress(b'{"format":"other"}\n')],
    ids=["nothing", "a note", "a packed note", "another format"],
)
@pytest.mark.parametrize("engine", ["sqlite"])
def test_what_is_no_backup_is_said_to_be_none(databases, migrations, data, engine):
    with pytest.raises(Invalid, match=r"not a backup|torn"):
        restored(databases.empty(), migrations, io.BytesIO(data))


def test_a_backup_of_a_newer_truth_is_refused_with_what_to_do(history, url, databases, migrations):
    lines = unpacked(taken(url, migrations))
    lines[0]["migrations"].append("9999_later")
    with pytest.raises(UsageError, match=r"made by a newer version of truth.*install that version"):
        restored(databases.empty(), migrations, packed(lines))
    lines[0]["version"] = 2
    with pytest.raises(Invalid, match="newer truth"):
        restored(databases.empty(), migrations, packed(lines))


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_value_that_json_cannot_keep_is_never_written_quietly(engine):
    contents = Contents(*MADE, ["0001_history"], {"entry": ["id"]})
    with pytest.raises(TypeError, match="a bytes in entry has no form"):
        write_backup(io.BytesIO(), contents, [("entry", [b"x"])])


@pytest.mark.parametrize("engine", ["sqlite"])
def test_what_a_backup_says_of_itself_can_be_read_without_its_rows(history, url, migrations, engine):
    contents, _ = read_backup(taken(url, migrations))
    assert (contents.made_at, contents.made_by) == MADE
    assert contents.migrations[0] == "0001_history"
