"""Plain words from outside as the texts and notes of a document."""

from __future__ import annotations

import re

_BRACES = re.compile(r"[{}]+")
_LONGEST_LINE = 500
_LONGEST_NOTE = 4000


def words(text: str) -> str:
    """Plain words as a pattern that says exactly them (ICU MessagePattern, apostrophe mode DOUBLE_OPTIONAL)."""
    plain = " ".join(text.split())
    if not _BRACES.search(plain) and "''" not in plain:
        return plain
    return _BRACES.sub(lambda found: f"'{found.group()}'", plain.replace("'", "''"))


def line(text: str) -> str | None:
    """Words on one line; None where they are too long for one."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_LINE else None


def note(text: str) -> str:
    """Words for colleagues, cut at a word where they are longer than a note may be."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_NOTE else plain[: _LONGEST_NOTE - 1].rpartition(" ")[0] + "…"
