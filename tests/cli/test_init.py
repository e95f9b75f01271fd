"""`truth init`: the starter is right from the first moment."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]


def test_a_new_folder_validates_without_any_finding(truth: Call) -> None:
    assert truth("init", "content").code == 0
    said = truth("validate", "--format", "json", "--fail-on", "info")
    assert said.code == 0
    assert said.json == {"findings": [], "documents": 3, "errors": 0, "reviews": 0, "warnings": 0, "infos": 0}


def test_a_new_folder_is_in_the_one_layout(truth: Call, content: Path) -> None:
    said = truth("fmt", "--check")
    assert (said.code, said.out) == (0, "0 files would be written anew\n")


def test_init_says_what_it_wrote_and_what_to_do_next(truth: Call) -> None:
    said = truth("init", "shop/content")
    assert "shop/content/company/profile.yaml" in said.out
    assert "truth validate shop/content" in said.out


def test_the_next_steps_work_as_printed(truth: Call) -> None:
    steps = re.findall(r"truth (.*)", truth("init", "content").out)
    assert len(steps) == 2
    for step in steps:
        assert truth(*step.split()).code == 0


@pytest.mark.parametrize("there", ["notes.txt", ".hidden"])
def test_a_folder_that_is_not_empty_is_left_alone(truth: Call, shop: Path, there: str) -> None:
    (shop / "content").mkdir()
    (shop / "content" / there).write_text("mine")
    said = truth("init", "content")
    assert said.code == 2
    assert "content is not empty" in said.err
    assert [path.name for path in (shop / "content").iterdir()] == [there]


def test_a_file_is_no_folder(truth: Call, shop: Path) -> None:
    (shop / "content").write_text("mine")
    assert truth("init", "content").code == 2


def test_every_file_names_a_schema_that_is_there(content: Path) -> None:
    for path in content.rglob("*.yaml"):
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        assert named, path
        assert (path.parent / named[1]).is_file()


def test_the_files_are_told_as_json_too(truth: Call) -> None:
    said = truth("init", "content", "--format", "json")
    assert said.json["folder"] == "content"
    assert "content/status/order.yaml" in said.json["files"]
