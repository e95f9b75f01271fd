"""Changed lines: what a branch touched since it left another, so that only its own findings count."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from truth.drift.found import Found
from truth.model.errors import UsageError

_DIFF = ("-c", "core.quotePath=false", "diff", "--relative", "--no-color", "--no-ext-diff", "--no-textconv")
_SHAPE = ("--unified=0", "--find-renames", "--src-prefix=a/", "--dst-prefix=b/")
_HUNK = re.compile(rb"@@ -[0-9,]+ \+([0-9]+)(?:,([0-9]+))? @@")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_ESCAPED = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"a": b"\a", b"b": b"\b", b"v": b"\v", b"f": b"\f"}

Lines = Mapping[str, Sequence[range]]
"""By path, the lines that were changed."""


def changed_lines(root: Path, revision: str) -> Lines:
    """What differs, below `root`, from where this branch left `revision`, committed or not.

    A renamed file counts as far as it was changed; files git does not track yet count whole. `UsageError` where there
    is no repository, or no such revision.
    """
    if revision.startswith("-"):
        raise UsageError(f"--diff-base '{revision[:80]}' is no revision")
    base = _git(root, "merge-base", "--", revision, "HEAD").strip().decode()
    changed = {path: list(lines) for path, lines in _hunks(_git(root, *_DIFF, *_SHAPE, base, "--"))}
    new = _git(root, "ls-files", "-z", "--others", "--exclude-standard", ".")
    return {**changed, **{os.fsdecode(path): [range(1, 2**53)] for path in new.split(b"\0") if path}}


def on_changed_lines(found: Sequence[Found], changed: Lines) -> list[Found]:
    """The findings of which a line was changed; those that stand on no line stay."""
    return [one for one in found if not one.finding.mark or _is_touched(one, changed.get(one.path, ()))]


def _is_touched(one: Found, changed: Sequence[range]) -> bool:
    mark = one.finding.mark
    assert mark is not None  # noqa: S101 - asked for only where there is one
    first, last = mark.line, mark.end_line or mark.line
    return any(lines.start <= last and first < lines.stop for lines in changed)


def _hunks(diff: bytes) -> Iterator[tuple[str, Sequence[range]]]:
    path, lines, heading = "", list[range](), False
    for line in diff.split(b"\n"):
        if line.startswith(b"diff --git "):
            if path:
                yield path, lines
            path, lines, heading = "", [], True
        elif heading and line.startswith(b"+++ "):
            path = _path(line[4:])
        elif hunk := _HUNK.match(line):
            heading = False  # a line of the file may begin with anything now
            first, count = int(hunk[1]), int(hunk[2] or 1)
            lines.append(range(first, first + count))
    if path:
        yield path, lines


def _path(name: bytes) -> str:
    """A path as a diff writes it: `b/` before it, and in quotes where it holds quotes or control characters."""
    if name.startswith(b'"'):
        name = _ESCAPE.sub(_unescaped, name.rstrip(b"\t").strip(b'"'))
    return os.fsdecode(name.rstrip(b"\t").removeprefix(b"b/")) if name != b"/dev/null" else ""


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _ESCAPED.get(code, code)


def _git(root: Path, *arguments: str) -> bytes:
    try:
        told = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise UsageError(f"--diff-base needs git: {error}") from error
    if told.returncode:
        said = told.stderr.decode("utf-8", "replace").strip() or "the two have no commit in common"
        raise UsageError(f"--diff-base: git says: {said}")
    return told.stdout
