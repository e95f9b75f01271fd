"""`truth key`: a key is shown once, listed without its token, and revoked for good."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]


@pytest.fixture
def ci(truth: Call, shop: Path) -> dict[str, Any]:
    """A key that may publish, as it was shown."""
    made = truth("key", "create", "ci", "--scope", "apply", "--who", "clara", "--format", "json")
    assert made.code == 0
    shown: dict[str, Any] = made.json
    return shown


def test_a_key_alone_goes_to_stdout(truth: Call, shop: Path) -> None:
    said = truth("key", "create", "shop web", "--scope", "read", "--expires", "P90D", "--who", "clara")
    assert said.code == 0
    assert said.out.startswith("truth_")
    assert said.out.count("\n") == 1
    assert "(shop web) may read until" in said.err
    assert said.out.strip() not in said.err


def test_a_key_is_known_by_everything_but_its_token(truth: Call, ci: dict[str, Any]) -> None:
    (listed,) = truth("key", "list", "--format", "json").json
    assert listed == {name: value for name, value in ci.items() if name != "token"}
    told = [listed[name] for name in ("name", "scopes", "created_by", "state")]
    assert told == ["ci", ["apply"], "clara", "works"]


def test_the_token_is_not_in_the_database(ci: dict[str, Any], shop: Path) -> None:
    with closing(sqlite3.connect(shop / "truth.db")) as database:
        dump = "\n".join(database.iterdump())
    assert ci["id"] in dump
    assert ci["token"].removeprefix("truth_") not in dump


def test_a_key_works_for_a_year_unless_said_otherwise(ci: dict[str, Any]) -> None:
    assert int(ci["expires_at"][:4]) - int(ci["created_at"][:4]) == 1


def test_a_list_reads_well(truth: Call, ci: dict[str, Any]) -> None:
    assert f"{ci['id']}  ci  works    apply; until " in truth("key", "list").out


def test_an_empty_list_says_how_to_make_one(truth: Call, shop: Path) -> None:
    assert "truth key create NAME --scope read" in truth("key", "list").out


def test_a_revoked_key_stays_in_the_list(truth: Call, ci: dict[str, Any]) -> None:
    assert "is revoked" in truth("key", "revoke", ci["id"], "--who", "mira").out
    (listed,) = truth("key", "list", "--format", "json").json
    assert (listed["state"], listed["revoked_by"]) == ("revoked", "mira")
    assert truth("key", "revoke", ci["id"]).code == 0


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["create", "ci", "--scope", "raed"], 1, "did you mean 'read'?"),
        (["create", "ci"], 2, "--scope"),
        (["create", " ci", "--scope", "read"], 1, "a key's name is"),
        (["create", "ci", "--scope", "read", "--expires", "P90"], 1, "--expires: 'P90'"),
        (["create", "ci", "--scope", "read", "--expires", "tomorrow"], 1, "--expires: 'tomorrow' is not an instant"),
        (["create", "ci", "--scope", "read", "--expires", "2001-01-01T00:00:00Z"], 1, "would not work"),
        (["revoke", "key_x"], 1, "there is no key 'key_x'"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_what_is_wrong_is_said_and_nothing_is_given_out(
    truth: Call, shop: Path, args: list[str], code: int, says: str
) -> None:
    said = truth("key", *args)
    assert (said.code, says in said.err) == (code, True), said.err
    assert truth("key", "list", "--format", "json").json == []


def test_another_database_can_be_named(truth: Call, shop: Path) -> None:
    truth("key", "create", "ci", "--scope", "read", "--database", "sqlite:///other.db")
    assert len(truth("key", "list", "--database", "sqlite:///other.db", "--format", "json").json) == 1
    assert not (shop / "truth.db").exists()
