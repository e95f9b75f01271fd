"""Extractors for pages and plain texts in a template language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from truth.drift.extract.block import Block
from truth.drift.extract.bom import not_utf_8, start_of, without_mark
from truth.drift.extract.masking import Dialect, mask
from truth.drift.extract.moved import in_order
from truth.drift.extract.page import construct_pieces, page_pieces
from truth.drift.extract.scripts import script_pieces
from truth.drift.extract.steps import by_start, steps
from truth.drift.extract.written import Written
from truth.drift.piece import Piece
from truth.drift.source_file import SourceFile


@dataclass(frozen=True)
class PageTemplate:
    """Reads a page: HTML, or anything marked up like it, in a template language."""

    name: str
    endings: tuple[str, ...]
    dialect: Dialect
    text_call: str | None = None
    value_call: str | None = None

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """What the page says."""
        broken = not_utf_8(file)
        masked = mask(without_mark(file), self.dialect)
        yield from [broken] if broken else page_pieces(masked, steps(masked), script_pieces)


@dataclass(frozen=True)
class TextTemplate:
    """Reads a plain text in a template language: a TEXT for each paragraph and each item of a list."""

    name: str
    endings: tuple[str, ...]
    dialect: Dialect
    text_call: str | None = None
    value_call: str | None = None

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """What the text says."""
        broken = not_utf_8(file)
        yield from [broken] if broken else text_pieces(without_mark(file), self.dialect, start_of(file))


_BETWEEN = re.compile(rb"\r?\n[ \t]*(?:(?:\r?\n[ \t]*)+|(?=(?:[-*\x95]|\xe2\x80\xa2|[0-9]{1,3}[.)])[ \t]))")


def text_pieces(data: bytes, dialect: Dialect, start: int = 0) -> list[Piece]:
    """A plain text's paragraphs, with what its expressions say, in order."""
    masked = mask(data, dialect)
    all_steps = steps(masked)
    pieces = [piece for step in all_steps for piece in construct_pieces(data, step)]
    written, block, at = Written(masked, by_start(all_steps)), Block(data), start
    for gap in [*(found.span() for found in _BETWEEN.finditer(masked.shown, start)), (len(data), len(data))]:
        rest = [at]
        while rest:
            rest = written.into(block, rest[0], gap[0], entities=False)
            pieces.extend(block.texts() if rest else ())
        pieces.extend(block.texts())
        at = gap[1]
    return in_order(pieces)
