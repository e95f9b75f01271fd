"""What files said when they were read last, so that a large folder is not parsed again for the one file that changed.

Bodies are kept by the bytes they were read from, and only those of files without findings, so a body that is recalled
is the one reading would give. Whatever is wrong with what was kept, nothing is recalled and the files are read: an
older version of this code wrote it, it is damaged, or there is no room for it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import markdown_it
import orjson
import yaml

from truth.model.document import Document
from truth.model.ref import Ref

FEWEST = 200
"""Entries below which a folder is read as fast as it is remembered."""

_FORMAT = b"truth-remembered/1"
_ROOM = 30 * 24 * 3600  # seconds after which what nobody read is removed
_PACKAGE = Path(__file__).parents[1]
_READERS = ("files", "kinds", "registry/soundness.py", "model")  # the code that makes bodies of bytes


class Remembered:
    """Bodies by the bytes of their files, in one file of our own; `save` keeps those used since it was opened."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._now: dict[str, tuple[str, Any]] = {}

    @cached_property
    def _before(self) -> Mapping[str, tuple[str, Any]]:
        return _load(self._file)

    def recall(self, key: str, entry: Ref) -> Document | None:
        """The document that files of this key hold, if they were read before."""
        known = self._before.get(key)
        if known is None:
            return None
        self._now[key] = known
        digest, body = known
        document = Document(entry, body)
        vars(document)["digest"] = digest  # known already: the cached property need not write the body out again
        return document

    def note(self, key: str, document: Document) -> None:
        """Remember what files of this key hold."""
        self._now[key] = (document.digest, document.body)

    def save(self) -> None:
        """Write down what was used, where that has changed; a disk without room for it is no failure."""
        if self._now.keys() == self._before.keys() or len(self._now) < FEWEST:
            return
        content = orjson.dumps(self._now)
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _replace(self._file, _header(content) + content)
            _clear(self._file.parent)


def key_of(kind: str, files: Mapping[str, str]) -> str:
    """Names the files of an entry by what they say: their texts by name, a main file by its ending alone."""
    said = hashlib.sha256(kind.encode())
    for name, text in files.items():
        data = text.encode()
        said.update(b"\0%b\0%d\0" % (name.encode("utf-8", "surrogateescape"), len(data)))
        said.update(data)
    return said.hexdigest()


def _load(file: Path) -> Mapping[str, tuple[str, Any]]:
    """What was kept; nothing where it cannot be relied on."""
    try:
        header, _, content = file.read_bytes().partition(b"\n")
        if header + b"\n" != _header(content):
            return {}
        os.utime(file)
        known: dict[str, tuple[str, Any]] = orjson.loads(content)
        return known
    except (OSError, ValueError):
        return {}


def _header(content: bytes) -> bytes:
    return b"%b %b %b\n" % (_FORMAT, _reader(), hashlib.sha256(content).hexdigest().encode())


@cache
def _reader() -> bytes:
    """Names the code that read: another version of it may read the same file differently."""
    code = hashlib.sha256(f"{yaml.__version__} {markdown_it.__version__}".encode())
    for place in _READERS:
        path = _PACKAGE / place
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            code.update(source.read_bytes())
    return code.hexdigest().encode()


def _replace(file: Path, data: bytes) -> None:
    """Write a file in one step, so that nobody finds half of one."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(name, file)
    except OSError:
        os.unlink(name)
        raise


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - _ROOM:
            path.unlink()
