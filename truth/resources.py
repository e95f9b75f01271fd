"""Where the files that travel with the code are: `schemas/`, `migrations/`, the sample `content/`.

In a checkout they stand at the top level, where people look for them; in a wheel they are inside the package.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_FOLDERS = ("schemas", "migrations", "content")


def folder(name: str) -> Path:
    """The path of one of these folders."""
    if name not in _FOLDERS:
        raise LookupError(name)
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
