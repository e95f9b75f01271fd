"""The line by which a file tells editors its schema."""

from __future__ import annotations

import os
from pathlib import Path

from truth.files.comments import HEADER


def yaml_header(file: str, kind: str, schemas: Path | None) -> str | None:
    """`# yaml-language-server: $schema=…`, relative to the file; None without a folder of schemas."""
    schema = json_header(file, kind, schemas)
    return f"{HEADER} $schema={schema}" if schema else None


def json_header(file: str, kind: str, schemas: Path | None) -> str | None:
    """The path from a file to its kind's schema."""
    if schemas is None:
        return None
    schema = os.path.relpath(schemas / f"{kind}.schema.json", os.path.dirname(file) or ".")
    return Path(schema).as_posix()
