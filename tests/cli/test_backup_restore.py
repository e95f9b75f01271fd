"""`truth backup` and `truth restore` on the command line."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]


@pytest.fixture
def released(truth: Call, content: Path) -> None:
    """A database with a release."""
    assert truth("apply").code == 0


@pytest.mark.usefixtures("released")
def test_what_was_backed_up_is_there_again_after_a_restore(truth: Call) -> None:
    said = truth("backup", "shop.backup")
    assert said.code == 0
    assert "1 release" in said.err
    assert Path("shop.backup").stat().st_mode & 0o777 == 0o600
    assert truth("restore", "shop.backup", "--database", "sqlite:///again.db").code == 0
    label = ("get", "status:order/shipped/label", "--release", "1", "--source")
    assert truth(*label, "sqlite:///again.db").out == truth(*label, "sqlite:///truth.db").out == "Shipped\n"
    assert json.loads(truth("doctor", "--database", "sqlite:///again.db", "--format", "json").out)["ok"]


@pytest.mark.usefixtures("released")
def test_a_file_that_is_there_is_replaced_only_when_told_to(truth: Call) -> None:
    Path("shop.backup").write_text("precious", encoding="utf-8")
    said = truth("backup", "shop.backup")
    assert said.code == 2
    assert "--replace" in said.err
    assert Path("shop.backup").read_text(encoding="utf-8") == "precious"
    assert truth("backup", "shop.backup", "--replace", "--format", "json").json["rows"]["release"] == 1


@pytest.mark.usefixtures("released")
def test_a_backup_goes_through_a_pipe(command: list[str], environment: dict[str, str]) -> None:
    taken = subprocess.run([*command, "backup", "-"], capture_output=True, env=environment)
    assert taken.returncode == 0
    again = [*command, "restore", "-", "--database", "sqlite:///again.db"]
    done = subprocess.run(again, input=taken.stdout, capture_output=True, env=environment)
    assert (done.returncode, done.stdout) == (0, b"")
    assert Path("again.db").exists()


@pytest.mark.usefixtures("released")
def test_a_database_that_holds_something_is_not_restored_into(truth: Call) -> None:
    truth("backup", "shop.backup")
    said = truth("restore", "shop.backup", "--format", "json")
    assert said.code == 2
    assert "is not empty" in said.err


def test_a_file_that_is_no_backup_makes_no_database(truth: Call, shop: Path) -> None:
    Path("notes.txt").write_text("not a backup", encoding="utf-8")
    said = truth("restore", "notes.txt")
    assert said.code == 1
    assert "this is not a backup" in said.err
    assert not Path("truth.db").exists()


def test_a_failed_backup_leaves_no_file(truth: Call, shop: Path) -> None:
    said = truth("backup", "shop.backup")
    assert said.code == 3
    assert not list(shop.iterdir())


@pytest.mark.parametrize("file", [".", "nowhere/shop.backup"])
def test_a_place_that_cannot_hold_a_file_is_told_plainly(truth: Call, shop: Path, file: str) -> None:
    assert truth("backup", file).code == 2
