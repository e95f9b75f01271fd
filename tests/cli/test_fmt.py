"""`truth fmt`: one layout; comments and broken files stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]


def test_fmt_writes_files_in_their_one_layout_and_keeps_comments(truth: Call, content: Path, edit: Edit) -> None:
    path = content / "policy/returns/policy.yaml"
    before = path.read_text(encoding="utf-8")
    edit(path, "owner: care\n", 'owner:    "care"   # who answers\n')
    assert truth("fmt", "--check").code == 1
    assert '"care"' in path.read_text(encoding="utf-8")
    said = truth("fmt")
    assert said.code == 0
    assert "content/policy/returns/policy.yaml" in said.out
    assert path.read_text(encoding="utf-8") == before.replace("owner: care\n", "owner: care  # who answers\n")


def test_fmt_again_changes_nothing(truth: Call, content: Path, edit: Edit) -> None:
    edit(content / "status/order.yaml", "mode: strict", 'mode:  "strict"')
    assert truth("fmt", "--format", "json").json["changed"] == ["content/status/order.yaml"]
    assert truth("fmt", "--format", "json").json["changed"] == []


def test_a_file_that_cannot_be_read_is_reported_and_left_alone(truth: Call, content: Path) -> None:
    path = content / "status/order.yaml"
    path.write_text("type: [vocabulary\n", encoding="utf-8")
    said = truth("fmt")
    assert said.code == 1
    assert "content/status/order.yaml:1:" in said.err
    assert path.read_text(encoding="utf-8") == "type: [vocabulary\n"
