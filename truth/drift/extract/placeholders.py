"""Placeholders in a catalogue's messages, as the libraries that fill them in write them."""

from __future__ import annotations

import re
from dataclasses import replace

from truth.drift.extract.spelled import places_of
from truth.drift.piece import HOLE, Hole, Piece

_PLACEHOLDER = re.compile(
    r"""\{\{[^{}]*\}\} | [%$\#]\{[^{}]*\}
    | \{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,[^{}]*\{ | \}\s*=?\w+\s*\{ | \}\s*\}
    | \{[\w.]*\} | \{[\w.]+,\s*(?:number|date|time)[^{}]*\}
    | %\(\w+\)[sdifg] | %[0-9]*\$?[-+0]?[0-9.]*[sdifgu@](?![A-Za-z])
    | \$t\([^()]*\) | (?<![\w:]):[a-z_]{2,}\b
    | (?P<markup></?\w[^<>]*>)""",
    re.VERBOSE,
)


def opened(piece: Piece) -> Piece:
    """The message with a HOLE for each placeholder, and without its markup."""
    if piece.holes or not _PLACEHOLDER.search(piece.text):
        return piece
    opening = _Opening(piece)
    at = 0
    for found in _PLACEHOLDER.finditer(piece.text):
        opening.words(at, found.start())
        if not found["markup"]:
            opening.hole(*found.span())
        at = found.end()
    opening.words(at, len(piece.text))
    return opening.piece()


class _Opening:
    """Takes a message over in stretches; what is left out between two of them becomes a gap."""

    def __init__(self, piece: Piece) -> None:
        self._from = piece
        self._places = places_of(piece)
        self._text: list[str] = []
        self._at: list[int] = []
        self._gaps: dict[int, int] = {}
        self._holes: list[Hole] = []
        self._end = piece.start

    def words(self, begin: int, finish: int) -> None:
        for index in range(begin, finish):
            self._put(self._from.text[index], index, index + 1)

    def hole(self, begin: int, finish: int) -> None:
        start, end = self._places[begin], self._ends(finish)
        self._holes.append(Hole(len(self._text), self._from.text[begin:finish], start, end))
        self._put(HOLE, begin, finish)

    def piece(self) -> Piece:
        start = self._at[0] if self._at else self._from.start
        return replace(
            self._from,
            text="".join(self._text),
            start=start,
            end=max(self._end, start),
            bytes_at=(*self._at, max(self._end, start)),
            gaps=self._gaps,
            holes=tuple(self._holes),
        )

    def _put(self, character: str, begin: int, finish: int) -> None:
        start = self._places[begin]
        if self._at and start != self._end:
            self._gaps[len(self._at)] = self._end
        self._text.append(character)
        self._at.append(start)
        self._end = self._ends(finish)

    def _ends(self, index: int) -> int:
        return self._from.gaps.get(index, self._places[index])
