"""`truth validate`: findings with file, line, cause and fix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]


def test_a_wrong_value_is_told_with_file_line_cause_and_fix(truth: Call, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "P30D", "P30")
    said = truth("validate")
    assert said.code == 1
    assert "content/policy/returns/policy.yaml:7:12 error document/schema" in said.out
    assert "is 'P30' — not an ISO 8601 duration; did you mean 'P30D'?" in said.out
    assert said.out.splitlines()[-1] == "1 error in 3 documents"


def test_the_same_in_json_alone_on_stdout(truth: Call, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "P30D", "P30")
    said = truth("validate", "--format", "json")
    (finding,) = said.json["findings"]
    assert finding["rule"] == "document/schema"
    assert (finding["file"], finding["line"], finding["column"]) == ("content/policy/returns/policy.yaml", 7, 12)
    assert said.json["errors"] == 1
    assert said.json["documents"] == 3


def test_findings_are_grouped_by_file(truth: Call, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "owner: care", "owner: carre")
    edit(content / "status/order.yaml", "owner: care", "owner: carre")
    first, second, summary = truth("validate").out.strip().split("\n\n")
    assert first.startswith("content/policy/returns/policy.yaml:3:8 error document/unknown-owner")
    assert second.startswith("content/status/order.yaml:")
    assert summary == "2 errors in 3 documents"


def test_a_file_that_cannot_be_read_does_not_hide_the_others(truth: Call, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "owner: care", "owner: [care")
    edit(content / "status/order.yaml", "mode: strict", "mode: strickt")
    said = truth("validate", "--format", "json")
    files = {finding["file"] for finding in said.json["findings"]}
    assert files == {"content/policy/returns/policy.yaml", "content/status/order.yaml"}


@pytest.mark.parametrize(("bar", "code"), [("error", 0), ("review", 0), ("warning", 1), ("info", 1)])
def test_fail_on_lowers_the_bar(truth: Call, content: Path, bar: str, code: int, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "owner: care", 'owner: care\nreview_by: "2001-01-01"')
    said = truth("validate", "--fail-on", bar)
    assert said.code == code
    assert "1 warning in 3 documents" in said.out


def test_another_folder_can_be_named(truth: Call, content: Path) -> None:
    content.rename("elsewhere")
    assert truth("validate", "elsewhere").code == 0


def test_a_folder_that_is_not_there_is_wrong_usage(truth: Call) -> None:
    said = truth("validate")
    assert said.code == 2
    assert "truth init content" in said.err


def test_a_document_that_fits_no_schema_breaks_no_command(truth: Call, content: Path) -> None:
    (content / "policy/returns/policy.yaml").write_text("arguments: [1]\nvalues: no thing\n", encoding="utf-8")
    for args in (
        ["validate"],
        ["plan"],
        ["apply"],
        ["get", "policy:returns/title"],
        ["diff", "content", "content"],
    ):
        assert truth(*args).code == 1, args


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "says"),
    [
        ("policy/returns/en.md", "Any question?", "Any\nquestion, {who}?", "8:12", "{who} is not declared"),
        ("policy/returns/en.md", "Any question?", "Any {question", "7:15", "was expected"),
        ("policy/returns/en.md", "Any question?", "Any {n, plural, one {x}}", "7:24", "has no branch 'other'"),
        ("policy/returns/en.md", "Any question?", "Any <b>question</b>?", "7:5", "<b> is HTML"),
        ("policy/returns/en.md", "Any question?", "Any “30 days”?", "7:6", "“30 days” repeats the value 'window'"),
        ("policy/returns/en.md", "Return window", "Return {wndow}", "1:12", "did you mean 'window'"),
        ("status/order.yaml", "We pack it and", "We pack {it} and", "29:20", "{it} is not declared"),
        ("status/order.yaml", "We pack it and", "We pack } and", "29:19", "a } closes nothing"),
    ],
    ids=lambda one: str(one)[:24],
)
def test_what_is_wrong_in_a_text_is_told_with_the_line_and_column_of_the_words(
    truth: Call, content: Path, edit: Edit, file: str, old: str, new: str, place: str, says: str
) -> None:
    edit(content / file, old, new)
    said = truth("validate").out
    assert any(line.startswith(f"content/{file}:{place} error") and says in line for line in said.splitlines()), said
