"""`truth export`: what is in force, as a folder or as one file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]
DATABASE = "sqlite:///truth.db"


def files(folder: Path) -> dict[str, bytes]:
    """Every content file with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".schemas" not in path.parts
    }


def test_load_then_export_changes_nothing(truth: Call, content: Path) -> None:
    before = files(content)
    truth("apply")
    said = truth("export", "--content", "content", "--source", DATABASE, "--format", "json")
    assert said.json["content"]["written"] == []
    assert len(said.json["content"]["unchanged"]) == len(before)
    assert files(content) == before


def test_a_new_folder_has_the_same_documents(truth: Call, content: Path) -> None:
    truth("apply")
    assert truth("export", "--content", "copy", "--source", DATABASE).code == 0
    assert truth("diff", "content", "copy", "--exit-code").code == 0
    assert truth("fmt", "copy", "--check").code == 0


def test_an_older_release_can_be_brought_back_to_files(truth: Call, content: Path, edit: Edit) -> None:
    before = files(content)
    truth("apply")
    edit(content / "policy/returns/policy.yaml", "P30D", "P45D")
    truth("apply")
    said = truth("export", "--content", "content", "--release", "1", "--format", "json")
    assert said.json["content"]["written"] == [
        "content/policy/returns/policy.yaml",
        *[f"content/policy/returns/{locale}.md" for locale in ("de", "en")],
    ]
    assert files(content) == before


def test_files_of_entries_that_are_gone_stay_unless_pruned(truth: Call, content: Path) -> None:
    (content / "status/order.yaml").rename("order.yaml")
    truth("apply")
    Path("order.yaml").rename(content / "status/order.yaml")
    said = truth("export", "--content", "content", "--source", DATABASE)
    assert "content/status/order.yaml" in said.err
    assert (content / "status/order.yaml").exists()
    assert truth("export", "--content", "content", "--source", DATABASE, "--prune").code == 0
    assert not (content / "status/order.yaml").exists()


def test_a_snapshot_file_goes_to_a_file_or_to_stdout_alone(truth: Call, content: Path) -> None:
    truth("apply")
    assert truth("export", "--snapshot", "snapshot.json", "--source", DATABASE).code == 0
    said = truth("export", "--snapshot", "-", "--source", DATABASE)
    assert said.json["pointer"]["release"] == 1
    written = json.loads(Path("snapshot.json").read_text(encoding="utf-8"))
    assert written["digest"] == said.json["digest"]


def test_a_tampered_snapshot_file_is_refused(truth: Call, content: Path, edit: Edit) -> None:
    truth("export", "--snapshot", "snapshot.json")
    edit(Path("snapshot.json"), "P30D", "P90D")
    said = truth("get", "policy:returns/values/window", "--source", "snapshot.json")
    assert said.code == 1
    assert "policy:returns" in said.err


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--prune", "--snapshot", "s.json"],
        ["--snapshot", "nowhere/s.json"],
        ["--snapshot", "content"],
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_wrong_usage(truth: Call, content: Path, args: list[str]) -> None:
    said = truth("export", *args)
    assert (said.code, said.out) == (2, "")
    assert sorted(path.name for path in Path().iterdir()) == ["content"]
