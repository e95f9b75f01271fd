"""Fix: findings whose mending is certain are mended in the files themselves.

Only the bytes an edit names change, so line ends, marks and everything around stay. Each file is replaced whole or
not at all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from truth.drift.found import Edit, Found


def mended(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with every edit made; of edits that overlap, the first. Their order does not matter."""
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start >= at:
            parts += [data[at : edit.start], edit.replacement]
            at = edit.end
    return b"".join([*parts, data[at:]])


def apply_fixes(root: Path, found: Sequence[Found]) -> dict[str, int]:
    """Mend what can be mended below `root`; by path, how many findings were."""
    certain = sorted((one for one in found if one.edit), key=lambda one: one.path)
    done = {}
    for path, ones in groupby(certain, key=lambda one: one.path):
        edits = {one.edit for one in ones if one.edit}
        full = root / path
        data = full.read_bytes()
        replace_file(full, mended(data, edits))
        done[path] = len(edits)
    return done


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole: readers see the old bytes or the new ones; its mode stays."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, path.stat().st_mode & 0o7777 if path.exists() else 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
