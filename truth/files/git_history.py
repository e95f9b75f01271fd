"""The versions of one file in a git repository, renames followed, the oldest first.

git itself is asked; nothing in the repository is run, and nothing is written to it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from truth.model.errors import UsageError
from truth.model.instant import parse_instant
from truth.registry.importing import Dated

_PATIENCE = 300  # seconds for one question
_COMMIT, _FIELD, _END = "\x1e", "\x1f", "\x1d"
_FORMAT = "%x1e%H%x1f%aI%x1f%aN%x1f%s%x1d"
_HEADER = re.compile(rb"[0-9a-f]{40,64} blob ([0-9]+)")
_MOST = 100_000


@dataclass(frozen=True)
class _Commit:
    """A commit that touched the file, and where the file was then; `gone`: it took it away."""

    id: str
    at: datetime
    author: str
    subject: str
    path: str
    gone: bool

    @property
    def source(self) -> str:
        return f"{self.path}@{self.id[:12]}"


def git_versions(repository: Path, path: str) -> list[Dated]:
    """Every version of a file, at the date its author gave it.

    Raises `UsageError` where git is missing, this is no repository, or it never held such a file.
    """
    if not path or "\n" in path:
        raise UsageError("name the file within the repository, such as docs/refund.md")
    listed = _ask(
        repository,
        *("log", "--follow", "--no-ext-diff", "--name-status", "-z", f"--max-count={_MOST}", f"--format={_FORMAT}"),
        *("--", path),
    ).decode("utf-8", "replace")
    commits = list(_commits(listed))[::-1]
    if not commits:
        raise UsageError(f"{repository} never held a file '{path}'; name it as it is called there now")
    texts = iter(_texts(repository, [one for one in commits if not one.gone]))
    return [
        Dated(one.at, None if one.gone else next(texts), one.source, one.author or None, one.subject or None)
        for one in commits
    ]


def _commits(listed: str) -> Iterator[_Commit]:
    for entry in listed.split(_COMMIT)[1:]:
        head, _, changed = entry.partition(_END)
        id, at, author, subject = head.split(_FIELD, 3)
        names = [name.strip("\n") for name in changed.split("\0") if name.strip("\n")]
        if names:
            yield _Commit(id, parse_instant(at), author, subject, names[-1], names[0].startswith("D"))


def _texts(repository: Path, commits: Sequence[_Commit]) -> Iterator[str]:
    """The file at each commit; bytes that are no UTF-8 as U+FFFD, so that one old version stops no import."""
    wanted = "".join(f"{one.id}:{one.path}\n" for one in commits).encode()
    answer, place = _ask(repository, "cat-file", "--batch", given=wanted), 0
    for one in commits:
        end = answer.index(b"\n", place)
        header = _HEADER.fullmatch(answer[place:end])
        if header is None:
            raise UsageError(f"{one.source} is no file; the repository may be incomplete (a shallow or partial clone)")
        size = int(header[1])
        yield answer[end + 1 : end + 1 + size].decode("utf-8", "replace")
        place = end + 2 + size


def _ask(repository: Path, *arguments: str, given: bytes | None = None) -> bytes:
    program = shutil.which("git")
    if program is None:
        raise UsageError("git is not installed here; export the versions as NDJSON instead")
    command = [program, "--no-optional-locks", "--literal-pathspecs", "-C", str(repository), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 (no shell; the arguments are ours, and a path)
            command, input=given, capture_output=True, check=False, timeout=_PATIENCE, env=_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git did not finish with {repository} in {_PATIENCE} seconds") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git cannot read {repository}: {said[-1] if said else 'it does not say why'}")
    return done.stdout


def _environment() -> dict[str, str]:
    """Ours without what would point git elsewhere, in plain English and UTF-8."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    settings = {"i18n.logOutputEncoding": "UTF-8", "core.quotePath": "false", "log.showSignature": "false"}
    keys = {f"GIT_CONFIG_KEY_{at}": name for at, name in enumerate(settings)}
    values = {f"GIT_CONFIG_VALUE_{at}": value for at, value in enumerate(settings.values())}
    configured = keys | values
    return {**kept, **configured, "GIT_CONFIG_COUNT": str(len(settings)), "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
