"""CSV (RFC 4180), with commas, semicolons or tabs: the first row names the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from truth.drift.extract.bom import not_utf_8, start_of
from truth.drift.extract.refs import maybe_ref
from truth.drift.extract.spelled import Spelled, literal_piece
from truth.drift.piece import Piece, Role
from truth.drift.source_file import SourceFile

_SIGNS = (b",", b";", b"\t")
_DOUBLED = re.compile(rb'""')
_WORDS = re.compile(rb"[A-Za-z\x80-\xff]")


class Csv:
    """A VALUE for each cell that holds a word, under its column's name."""

    name = "csv"
    endings = (".csv", ".tsv")
    text_call = None
    value_call = None

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """The cells, row by row; a row with something wrong is read up to there."""
        broken = not_utf_8(file)
        if broken:
            yield broken
            return
        columns: Sequence[str] = ()
        for row, wrong in _rows(file.data, start_of(file)):
            if columns:
                yield from _named(file.data, row, columns)
            else:
                columns = [_piece(file.data, cell, "").text.strip() for cell in row]
            yield from [wrong] if wrong else ()


class _Cell(NamedTuple):
    """A cell's bytes, without its quotes."""

    start: int
    end: int
    is_quoted: bool


def _named(data: bytes, row: Sequence[_Cell], columns: Sequence[str]) -> Iterator[Piece]:
    for cell, column in zip(row, columns, strict=False):
        if _WORDS.search(data, cell.start, cell.end):
            yield maybe_ref(_piece(data, cell, column))


def _piece(data: bytes, cell: _Cell, column: str) -> Piece:
    start, end, is_quoted = cell
    outer = (start - 1, end + 1) if is_quoted else (start, end)
    if not is_quoted or data.find(b'""', start, end) < 0:
        return literal_piece(Role.VALUE, data, start, end, name=column, path=column, outer=outer)
    spelled = Spelled()
    spelled.escaped(data, start, end, _DOUBLED, lambda _: '"')
    return spelled.piece(Role.VALUE, start, name=column, path=column, outer=outer)


def _rows(data: bytes, at: int) -> Iterator[tuple[list[_Cell], Piece | None]]:
    """Rows of cells, each with what is wrong at its end."""
    sign = _sign(data, at)
    cell = re.compile(
        rb'[ \t]*"(?P<quoted>[^"]*(?:""[^"]*)*)"[ \t]*|(?P<bare>(?:[^"\r\n' + sign + rb"][^\r\n" + sign + rb"]*)?)"
    )
    row: list[_Cell] = []
    while at < len(data) and (found := cell.match(data, at)):
        row.append(_Cell(*found.span(str(found.lastgroup)), is_quoted=found.lastgroup == "quoted"))
        at = found.end()
        if data[at : at + 1] == sign:
            at += 1
        else:
            at, wrong = _next_row(data, at)
            yield row, wrong
            row = []
    if row:
        yield row, None


def _next_row(data: bytes, at: int) -> tuple[int, Piece | None]:
    end = re.compile(rb"\r\n|\n|\r|$").match(data, at)
    if end:
        return max(end.end(), at + (end.end() == at)), None
    line = data.find(b"\n", at)
    stop = len(data) if line < 0 else line
    return stop + 1, Piece(Role.BROKEN, "a cell goes on after its closing quote", at, stop)


def _sign(data: bytes, at: int) -> bytes:
    first = data[at : data.find(b"\n", at) if b"\n" in data else len(data)]
    return max(_SIGNS, key=first.count)


EXTRACTORS = (Csv(),)
