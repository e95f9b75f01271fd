"""What comes before a file's first character: a byte order mark."""

from __future__ import annotations

from truth.drift.piece import Piece, Role
from truth.drift.source_file import SourceFile

_UTF_8 = b"\xef\xbb\xbf"
_OTHERS = (b"\xff\xfe", b"\xfe\xff")


def start_of(file: SourceFile) -> int:
    """The byte at which a file's words begin."""
    return len(_UTF_8) if file.data.startswith(_UTF_8) else 0


def without_mark(file: SourceFile) -> bytes:
    """The file's bytes, as many, with line feeds in place of a UTF-8 mark."""
    return b"\n\n\n" + file.data[3:] if start_of(file) else file.data


def not_utf_8(file: SourceFile) -> Piece | None:
    """Says that a file is in UTF-16 or UTF-32, which is not read."""
    if not file.data.startswith(_OTHERS):
        return None
    return Piece(Role.BROKEN, "it is not in UTF-8; save it as UTF-8", 0, 2)
