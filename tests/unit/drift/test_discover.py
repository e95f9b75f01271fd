"""Which files are checked."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from truth.drift.config import Config
from truth.drift.discover import listed
from truth.model.errors import UsageError


def write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x", encoding="utf-8")


def paths(root: Path, *named: str, config: Config | None = None) -> list[str]:
    return [one.path for one in listed(root, [root / name for name in named], config or Config())]


def repository(root: Path) -> None:
    subprocess.run(["git", "init", "--quiet", root], check=True)


@pytest.mark.parametrize("in_git", [True, False], ids=["in git", "without git"])
def test_what_gitignore_leaves_out_is_not_checked(tmp_path: Path, in_git: bool) -> None:
    write(tmp_path, "a.html", "build/b.html", "mail/c.html", "mail/d.tmp", "mail/keep.tmp")
    (tmp_path / ".gitignore").write_text("build/\n", encoding="utf-8")
    (tmp_path / "mail/.gitignore").write_text("*.tmp\n!keep.tmp\n", encoding="utf-8")
    if in_git:
        repository(tmp_path)
    found = [path for path in paths(tmp_path) if not path.endswith(".gitignore")]
    assert found == ["a.html", "mail/c.html", "mail/keep.tmp"]


def test_a_file_that_is_named_is_checked_whatever_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "b.html")
    config = Config(exclude=("*.html",))
    assert paths(tmp_path, config=config) == []
    assert paths(tmp_path, "b.html", config=config) == ["b.html"]


def test_only_what_is_below_the_named_folder_is_checked(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "mail/b.html", "mail/de/c.html")
    assert paths(tmp_path, "mail", "mail/de") == ["mail/b.html", "mail/de/c.html"]


def test_links_and_files_git_has_lost_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.html", "gone.html")
    repository(tmp_path)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    (tmp_path / "gone.html").unlink()
    (tmp_path / "link.html").symlink_to(tmp_path / "a.html")
    assert paths(tmp_path) == ["a.html"]


def test_names_of_any_characters_are_found(tmp_path: Path) -> None:
    write(tmp_path, 'gr "üße"\n.html')
    repository(tmp_path)
    assert paths(tmp_path) == ['gr "üße"\n.html']


@pytest.mark.parametrize("name", ["nowhere.html", ".."])
def test_what_is_not_there_or_outside_is_wrong_usage(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        paths(tmp_path, name)
