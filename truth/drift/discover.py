"""Which files of a code base are checked: those git knows or would take, else all that no `.gitignore` leaves out."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from truth.drift.config import Config
from truth.drift.source_file import SourceFile
from truth.model.errors import UsageError

_IGNORE = ".gitignore"
_NEVER = (".git", ".hg", ".svn")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file to check, not read yet: `path` is relative to `root`, with `/`."""

    root: Path
    path: str
    size: int
    modified: int
    """Nanoseconds, as the file system tells them."""
    inode: int

    @property
    def full(self) -> Path:
        """Where it is."""
        return self.root / self.path

    def read(self) -> SourceFile:
        """The file with its bytes; `OSError` where it cannot be read."""
        return SourceFile(self.path, self.full.read_bytes())


def listed(root: Path, paths: Sequence[Path], config: Config, own: Iterable[Path] = ()) -> list[Listed]:
    """The files to check below `paths` (none: all of `root`), each once, in order of their paths.

    A file that is named itself is checked whatever the configuration leaves out, but never what is the registry's
    `own`: its content, a lock and the words beside it. `UsageError` for a path that is not there or lies outside
    `root`. Symbolic links are not followed.
    """
    root = root.resolve()
    named = [_within(root, path) for path in paths or [root]]
    files = {path for path in named if (root / path).is_file()}
    for folder in (path for path in named if path not in files):
        files |= {path for path in _below(root, folder) if config.wants(path)}
    left_out = [path.resolve().relative_to(root).as_posix() for path in own if path.resolve().is_relative_to(root)]
    beneath = tuple(f"{path}/" for path in left_out)
    kept = (path for path in sorted(files) if path not in left_out and not path.startswith(beneath))
    return [one for path in kept if (one := _stat(root, path))]


def again(one: Listed) -> Listed:
    """The same file, as it is now."""
    return _stat(one.root, one.path) or one


def _within(root: Path, path: Path) -> str:
    if not path.exists():
        raise UsageError(f"there is no file or folder {path}")
    full = path.resolve()
    if not full.is_relative_to(root):
        raise UsageError(f"{path} is outside {root}, the folder that is checked; run truth check there")
    return full.relative_to(root).as_posix()


def _below(root: Path, folder: str) -> Iterable[str]:
    prefix = "" if folder == "." else f"{folder}/"
    known = _known_to_git(root / folder)
    return (prefix + path for path in (known if known is not None else _walked(root, folder)))


def _known_to_git(folder: Path) -> list[str] | None:
    """What git tracks or would track below a folder; None where there is no repository, or no git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        told = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - fixed words
    except OSError:
        return None
    return [os.fsdecode(path) for path in told.stdout.split(b"\0") if path] if told.returncode == 0 else None


def _walked(root: Path, folder: str) -> Iterator[str]:
    """Every file below a folder that no `.gitignore` on the way leaves out, relative to the folder."""
    top = root / folder
    ignoring: dict[Path, list[tuple[Path, GitIgnoreSpec]]] = {}
    for at, folders, files in os.walk(top):
        here = Path(at)
        specs = [*ignoring.get(here.parent, []), *_ignored_by(here)]
        ignoring[here] = specs
        folders[:] = sorted(
            name for name in folders if name not in _NEVER and not _is_left_out(here / name, specs, "/")
        )
        yield from ((here / name).relative_to(top).as_posix() for name in files if not _is_left_out(here / name, specs))


def _ignored_by(folder: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    try:
        lines = (folder / _IGNORE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [(folder, GitIgnoreSpec.from_lines(lines))]


def _is_left_out(path: Path, specs: list[tuple[Path, GitIgnoreSpec]], end: str = "") -> bool:
    return any(spec.match_file(path.relative_to(folder).as_posix() + end) for folder, spec in specs)


def _stat(root: Path, path: str) -> Listed | None:
    """A regular file; what git still knows but is gone, a link or a submodule is none."""
    try:
        found = os.lstat(os.path.join(root, path))
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Listed(root, path, found.st_size, found.st_mtime_ns, found.st_ino)
