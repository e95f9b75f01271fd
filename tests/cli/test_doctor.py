"""`truth doctor`: one line for each thing that has to be in order."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from truth import factory
from truth.cli import doctor, doctor_database
from truth.model.instant import from_microseconds
from truth.model.release import Authority
from truth.registry.keys import KeyRing
from truth.settings import Settings
from truth.store.sqlite import SqliteFile

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]


def states(said: Any) -> dict[str, str]:
    """The state of each check, by name."""
    return {check["name"]: check["state"] for check in said.json["checks"]}


@pytest.fixture(autouse=True)
def any_port(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on what listens on this machine."""
    monkeypatch.setenv("TRUTH_PORT", "0")


def test_where_all_is_well_every_line_is_ok(truth: Call, content: Path) -> None:
    truth("apply")
    said = truth("doctor")
    assert said.code == 0
    assert all(line.startswith("ok ") for line in said.out.splitlines())
    assert "the last release is 1" in said.out


def test_what_is_not_there_yet_is_a_warning_that_says_what_to_do(truth: Call, shop: Path) -> None:
    said = truth("doctor", "--format", "json")
    assert said.code == 0
    assert {name for name, state in states(said).items() if state == "warn"} == {"database", "content"}
    assert all(check["fix"] for check in said.json["checks"] if check["state"] != "ok")
    assert not list(shop.iterdir())


def test_missing_guards_are_a_failure(truth: Call, content: Path) -> None:
    truth("apply")
    with closing(sqlite3.connect("truth.db")) as database:
        (name,) = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone()
        database.execute(f'DROP TRIGGER "{name}"')
        database.commit()
    said = truth("doctor", "--format", "json")
    assert said.code == 1
    assert states(said)["guards"] == "fail"


def test_a_setting_nobody_knows_is_a_failure_that_names_the_nearest(
    truth: Call, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUTH_DATABSE", "sqlite:///other.db")
    said = truth("doctor", "--format", "json")
    assert said.code == 1
    assert states(said) == {"settings": "fail"}
    assert "did you mean 'TRUTH_DATABASE'" in said.out


def test_tables_that_are_older_than_the_code_are_a_warning(truth: Call, content: Path) -> None:
    truth("apply")
    with closing(sqlite3.connect("truth.db")) as database:
        database.execute("DELETE FROM schema_migration WHERE name LIKE '0002%'")
        database.commit()
    said = truth("doctor", "--format", "json")
    assert states(said)["tables"] == "warn"
    assert "0002_keys" in said.out


def test_a_database_of_a_newer_version_is_a_failure(truth: Call, content: Path) -> None:
    truth("apply")
    with closing(sqlite3.connect("truth.db")) as database:
        database.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')")
        database.commit()
    said = truth("doctor", "--format", "json")
    assert said.code == 1
    assert "install that version" in said.out


def test_a_full_disk_is_told_before_it_is_full(truth: Call, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_database, "_LITTLE", 2**80)
    assert states(truth("doctor", "--format", "json"))["disk"] == "warn"


@pytest.mark.parametrize(("days", "state"), [(10, "warn"), (100, "ok")])
def test_a_key_about_to_expire_is_named(truth: Call, content: Path, days: int, state: str) -> None:
    truth("apply")
    store = factory.open_store(None, Settings())
    ends = factory.clock() + timedelta(days=days)
    KeyRing(store.keys, factory.clock).create("shop web", ["read"], ends, Authority("ada"))
    store.close()
    said = truth("doctor", "--format", "json")
    assert states(said)["keys"] == state
    assert ("shop web" in said.out) == (state == "warn")


def test_a_database_whose_clock_is_elsewhere_is_a_warning(
    truth: Call, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth("apply")
    monkeypatch.setattr(SqliteFile, "clock", lambda self: 1_750_000_000_000_000)
    assert states(truth("doctor", "--format", "json"))["clocks"] == "warn"


def test_a_file_that_is_no_database_is_a_failure(truth: Call, content: Path) -> None:
    Path("truth.db").write_text("not a database, whatever its name says; " * 40, encoding="utf-8")
    said = truth("doctor", "--format", "json")
    assert said.code == 1
    assert states(said)["database"] == "fail"


def test_content_with_errors_is_a_failure(truth: Call, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "P30D", "P30")
    said = truth("doctor")
    assert said.code == 1
    assert "truth validate content" in said.out


def test_a_port_that_is_taken_is_a_warning(truth: Call, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("TRUTH_PORT", str(taken.getsockname()[1]))
        said = truth("doctor", "--format", "json")
    assert said.code == 0
    assert states(said)["port"] == "warn"


@pytest.mark.parametrize(("now", "state"), [(0, "fail"), (1_750_000_000_000_000, "warn")])
def test_a_clock_that_cannot_be_right_is_told(
    truth: Call, content: Path, monkeypatch: pytest.MonkeyPatch, now: int, state: str
) -> None:
    truth("apply")
    monkeypatch.setattr(factory, "clock", lambda: from_microseconds(now))
    assert states(truth("doctor", "--format", "json"))["clock"] == state


def test_packages_that_are_missing_are_named(truth: Call, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "MODULES", ("babel", "not_a_module"))
    said = truth("doctor", "--format", "json")
    assert said.code == 1
    assert states(said)["packages"] == "fail"
    assert "not_a_module" in said.out
