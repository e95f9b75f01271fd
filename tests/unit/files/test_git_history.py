"""The versions of a file in git: renames are followed, dates are the authors', and nothing there is run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truth.files.git_history import git_versions
from truth.model.errors import UsageError
from truth.model.instant import format_instant

Commit = Callable[..., None]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


def git(folder: Path, *arguments: str, **environment: str) -> None:
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in ME.items()}
    subprocess.run(
        ["git", "-C", str(folder), "-c", "commit.gpgsign=false", *arguments],
        env={**os.environ, **who, **environment},
        check=True,
        capture_output=True,
    )


ME = {"NAME": "Zoë Müller", "EMAIL": "zoe@shop.example"}


@pytest.fixture
def commit(repository: Path) -> Commit:
    """Commits texts by path (None: taken away) at a date."""

    def make(day: int, subject: str, **texts: Any) -> None:
        for name, text in texts.items():
            path = repository / name.replace("__", "/").replace("_md", ".md")
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        git(repository, "add", "--all")
        at = f"2020-03-{day:02}T09:00:00+01:00"
        git(repository, "commit", "--quiet", "-m", subject, GIT_AUTHOR_DATE=at)

    return make


def told(repository: Path, path: str) -> list[tuple[str, str | None]]:
    return [(format_instant(one.at), one.text) for one in git_versions(repository, path)]


LONG = "One policy.\n\n" + "\n".join(f"Sentence {number} of it." for number in range(20))


def test_every_version_comes_with_its_authors_date_name_and_reason(repository, commit):
    commit(1, "Begin", refund_md="one")
    commit(2, "Ändern: länger", refund_md="two")
    first, second = git_versions(repository, "refund.md")
    assert (format_instant(first.at), first.text, first.author, first.reason) == (
        "2020-03-01T08:00:00Z",
        "one",
        "Zoë Müller",
        "Begin",
    )
    assert (second.text, second.reason) == ("two", "Ändern: länger")
    assert first.source.startswith("refund.md@")
    assert len(first.source) == len("refund.md@") + 12


def test_a_file_is_followed_through_its_names(repository, commit):
    commit(1, "Begin", refund_md=LONG)
    commit(2, "Move", refund_md=None, policies__refund__index_md=LONG)
    commit(3, "Edit", policies__refund__index_md=LONG + "\nMore.")
    assert told(repository, "policies/refund/index.md") == [
        ("2020-03-01T08:00:00Z", LONG),
        ("2020-03-02T08:00:00Z", LONG),
        ("2020-03-03T08:00:00Z", LONG + "\nMore."),
    ]


def test_a_file_that_was_taken_away_and_came_back_says_so(repository, commit):
    commit(1, "Begin", refund_md="one", other_md="x")
    commit(2, "Remove", refund_md=None)
    commit(3, "Restore", refund_md="two")
    assert [text for _, text in told(repository, "refund.md")] == ["one", None, "two"]


def test_bytes_that_are_no_text_stop_nothing(repository, commit):
    commit(1, "Begin", refund_md=b"caf\xe9\n")
    assert [text for _, text in told(repository, "refund.md")] == ["caf\ufffd\n"]


@pytest.mark.parametrize(
    "path", ["weiß ü.md", "a b.md", "-n.md", ":(top)x.md", "*.md", "tab\there.md"], ids=lambda path: repr(path)
)
def test_a_path_is_a_name_and_nothing_else(repository, path):
    (repository / path).write_text("one", "utf-8")
    (repository / "other.md").write_text("other", "utf-8")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "-m", "Begin")
    assert [one.text for one in git_versions(repository, path)] == ["one"]


def test_nothing_in_the_repository_is_run(repository, commit):
    commit(1, "Begin", refund_md="one")
    (repository / ".gitattributes").write_text("*.md diff=evil\n", "utf-8")
    git(repository, "config", "diff.evil.textconv", "touch evil; cat")
    git(repository, "config", "diff.external", "touch evil")
    git(repository, "config", "core.pager", "touch evil")
    assert git_versions(repository, "refund.md")
    assert not (repository / "evil").exists()


@pytest.mark.parametrize(
    ("path", "message"),
    [("nothing.md", "never held a file 'nothing.md'"), ("", "name the file"), ("a\nb", "name the file")],
    ids=["not there", "no name", "two lines"],
)
def test_a_file_that_never_was_is_wrong_usage(repository, commit, path, message):
    commit(1, "Begin", refund_md="one")
    with pytest.raises(UsageError, match=message):
        git_versions(repository, path)


def test_a_folder_that_is_no_repository_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="git cannot read"):
        git_versions(tmp_path, "refund.md")


def test_a_repository_without_commits_is_wrong_usage(repository):
    with pytest.raises(UsageError):
        git_versions(repository, "refund.md")
