"""Only what a branch changed counts; judged by a real git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.unit.drift.pieces import file, finding
from truth.drift.changed_lines import changed_lines, on_changed_lines
from truth.model.errors import UsageError

TEN = [f"line {number}\n" for number in range(1, 11)]


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@natural.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "a.html").write_text("".join(TEN), encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "one")
    git(tmp_path, "checkout", "--quiet", "-b", "branch")
    return tmp_path


def lines(root: Path, path: str = "a.html") -> list[int]:
    return [line for one in changed_lines(root, "main").get(path, ()) for line in one]


def test_a_changed_line_counts_committed_or_not(root: Path) -> None:
    (root / "a.html").write_text("".join([*TEN[:2], "new\n", *TEN[3:]]), encoding="utf-8")
    assert lines(root) == [3]
    git(root, "commit", "--quiet", "-am", "two")
    assert lines(root) == [3]


def test_what_the_other_branch_changed_meanwhile_does_not_count(root: Path) -> None:
    git(root, "checkout", "--quiet", "main")
    (root / "a.html").write_text("other\n" + "".join(TEN), encoding="utf-8")
    git(root, "commit", "--quiet", "-am", "elsewhere")
    git(root, "checkout", "--quiet", "branch")
    assert lines(root) == []


def test_a_renamed_file_counts_as_far_as_it_was_changed(root: Path) -> None:
    git(root, "mv", "a.html", "grüße an.html")
    (root / "grüße an.html").write_text("".join([*TEN[:4], "new\n", *TEN[5:]]), encoding="utf-8")
    git(root, "commit", "--quiet", "-am", "moved")
    assert lines(root, "grüße an.html") == [5]


def test_a_new_file_counts_whole(root: Path) -> None:
    (root / "new.html").write_text("one\n", encoding="utf-8")
    assert 1 in changed_lines(root, "main")["new.html"][0]


def test_a_line_that_looks_like_a_diff_misleads_nobody(root: Path) -> None:
    (root / "a.html").write_text("".join([*TEN, "++ b/other.html\n", "@@ -1 +900 @@\n"]), encoding="utf-8")
    git(root, "commit", "--quiet", "-am", "hostile")
    assert lines(root) == [11, 12]
    assert set(changed_lines(root, "main")) == {"a.html"}


def test_below_a_folder_paths_are_relative_to_it(root: Path) -> None:
    (root / "mail").mkdir()
    (root / "mail/b.html").write_text("one\n", encoding="utf-8")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "mail")
    assert set(changed_lines(root / "mail", "main")) == {"b.html"}


def test_findings_on_other_lines_are_left_out() -> None:
    source = file("old\n14 days\n")
    found = [finding(source, "14 days"), finding(source, "old")]
    assert on_changed_lines(found, {source.path: [range(2, 3)]}) == found[:1]


@pytest.mark.parametrize("revision", ["nowhere", "-h", ""])
def test_an_unknown_revision_is_wrong_usage(root: Path, revision: str) -> None:
    with pytest.raises(UsageError):
        changed_lines(root, revision)


def test_outside_a_repository_it_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        changed_lines(tmp_path, "main")
