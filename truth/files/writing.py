"""A file replaced whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat


def replace_file(path: str, text: str) -> None:
    """Write a text so that a reader, or a crash, meets the old file or the new one, never a torn one.

    The file keeps its mode; a link is followed, so that the file it names is the one replaced.
    """
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    draft = os.path.join(folder, f".{os.path.basename(target)}.{secrets.token_hex(8)}")
    try:
        _write_through(draft, text, _mode(target))
        os.replace(draft, target)
    except BaseException:
        _discard(draft)
        raise
    _sync(folder)


def _write_through(path: str, text: str, mode: int | None) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with open(descriptor, "wb") as file:
        if mode is not None:
            os.chmod(path, mode)
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(descriptor)


def _mode(path: str) -> int | None:
    return stat.S_IMODE(os.stat(path).st_mode) if os.path.exists(path) else None


def _discard(path: str) -> None:
    if os.path.exists(path):
        os.unlink(path)


def _sync(folder: str) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
