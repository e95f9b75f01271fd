"""Cache: what was found in files that have not changed since, so that only the others are read.

A file is the same while its size, its time of change and its inode are; everything else a finding depends on, the
snapshot, the configuration and this program, is in the key of the whole cache. It may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from truth import __version__
from truth.drift.config import Config
from truth.drift.discover import Listed
from truth.drift.fix import replace_file
from truth.drift.found import Edit, Found
from truth.drift.judge import Judged
from truth.model.finding import Finding, Mark, Severity
from truth.model.snapshot import Snapshot


@dataclass
class Cache:
    """What was found before, by path; `file` None keeps nothing."""

    file: Path | None
    key: str
    known: dict[str, Any] = field(default_factory=dict)
    changed: bool = False

    def get(self, one: Listed) -> Judged | None:
        """What was found in a file; None where it is not known, or the file has changed."""
        kept = self.known.get(one.path)
        return _judged(kept[3:]) if kept and kept[:3] == [one.size, one.modified, one.inode] else None

    def put(self, one: Listed, judged: Judged) -> None:
        """Remember what was found in a file."""
        self.known[one.path] = [one.size, one.modified, one.inode, *_written(judged)]
        self.changed = True

    def save(self) -> None:
        """Keep it for the next time; where that cannot be, the next time takes longer."""
        if self.file is None or not self.changed:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.file, orjson.dumps({"key": self.key, "files": self.known}))
        except OSError:
            return


def open_cache(file: Path | None, snapshot: Snapshot, config: Config) -> Cache:
    """What was kept in a file for this snapshot and configuration; nothing where it was kept for others."""
    key = _key(snapshot, config)
    try:
        told = orjson.loads(file.read_bytes()) if file else {}
    except (OSError, ValueError):
        told = {}
    known = told.get("files") if isinstance(told, Mapping) and told.get("key") == key else None
    return Cache(file, key, known if isinstance(known, dict) else {})


def _key(snapshot: Snapshot, config: Config) -> str:
    """Everything findings depend on, apart from the files."""
    said = [__version__, _program(), snapshot.digest, str(snapshot.pointer.release), repr(config)]
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    """The rules and extractors as they are: where one was changed, what it found before counts no more."""
    here = Path(__file__).parent
    texts = here.parent / "text"
    stats = [(entry.path, entry.stat()) for folder in (here, *_folders(here), texts) for entry in os.scandir(folder)]
    return repr(sorted((path, one.st_mtime_ns, one.st_size) for path, one in stats if path.endswith(".py")))


def _folders(here: Path) -> list[Path]:
    return [path for path in here.rglob("*") if path.is_dir() and path.name != "__pycache__"]


def _written(judged: Judged) -> list[Any]:
    return [judged.checked, judged.ignored, [_entry(one) for one in judged.found]]


def _entry(one: Found) -> list[Any]:
    finding, edit = one.finding, one.edit
    mark = finding.mark
    place = [mark.line, mark.column, mark.end_line, mark.end_column] if mark else None
    told = [finding.rule, str(finding.severity), finding.subject, finding.message, finding.fix, finding.pointer]
    mended = [edit.start, edit.end, edit.replacement.decode("utf-8", "surrogateescape")] if edit else None
    return [*told, place, one.path, one.start, one.end, one.said, mended]


def _judged(kept: list[Any]) -> Judged:
    checked, ignored, entries = kept
    return Judged(tuple(_read(entry) for entry in entries), ignored, checked)


def _read(entry: list[Any]) -> Found:
    rule, severity, subject, message, fix, pointer, place, path, start, end, said, mended = entry
    mark = Mark(path, *place) if place else None
    finding = Finding(rule, Severity(severity), subject, message, fix, pointer, mark)
    edit = Edit(mended[0], mended[1], mended[2].encode("utf-8", "surrogateescape")) if mended else None
    return Found(finding, path, start, end, said, edit)
