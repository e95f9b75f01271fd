"""Extractor: what a format's module provides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from truth.drift.piece import Piece
from truth.drift.source_file import SourceFile


class Extractor(Protocol):
    """Reads one format. `name` is what configuration calls it (`jinja`, `tsx`, `po`).

    `endings` are the ends of file names it reads, with the dot (`.html.j2`, `.tsx`); the longest that fits wins.
    `text_call` is how a text is asked for here, with `{ref}` in it and `{text}` where the words that stood there may
    stay, in place of a TEXT piece that is not quoted (`outer` is None); `value_call` in place of a quoted string,
    quotes and all; None where there is no way.
    """

    name: str
    endings: tuple[str, ...]
    text_call: str | None
    value_call: str | None

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """What the file says, in order; what cannot be read is a BROKEN piece, never an exception."""
