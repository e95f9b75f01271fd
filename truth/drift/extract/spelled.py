"""Spelled: a text put together run by run, knowing the bytes each of its characters was written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from truth.drift.piece import HOLE, Hole, Piece, Role

_UNDECODED = re.compile("[\udc80-\udcff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Spelled:
    """Runs are taken over as they are written, or decoded: then all their characters stand at the run's bytes."""

    __slots__ = ("_at", "_end", "_gaps", "_holes", "_plain", "_runs", "_start")

    def __init__(self) -> None:
        self._runs: list[str] = []
        self._at: list[int] = []
        self._holes: list[Hole] = []
        self._gaps: dict[int, int] = {}
        self._start = self._end = -1
        self._plain = True

    def literal(self, data: bytes, start: int, end: int) -> None:
        """Bytes that are UTF-8 as they stand; each byte that is none becomes U+FFFD."""
        if start >= end:
            return
        text = data[start:end].decode("utf-8", "surrogateescape")
        self._begin(start)
        if len(text) == end - start and text.isascii():
            self._at.extend(range(start, end))
        else:
            self._at.extend(_places(text, start))
        if _SURROGATE.search(text):
            self._plain, text = False, _UNDECODED.sub("\ufffd", text)
        self._runs.append(text)
        self._end = end

    def decoded(self, text: str, start: int, end: int) -> None:
        """What an escape or an entity stands for; a half of a pair of surrogates alone becomes U+FFFD."""
        if not text:
            return
        self._begin(start)
        self._at.extend([start] * len(text))
        self._runs.append(_SURROGATE.sub("\ufffd", text))
        self._plain = False
        self._end = end

    def hole(self, expression: str, start: int, end: int) -> None:
        """Something filled in at run time."""
        self._begin(start)
        self._holes.append(Hole(len(self._at), expression, start, end))
        self._at.append(start)
        self._runs.append(HOLE)
        self._plain = False
        self._end = end

    def escaped(
        self, data: bytes, start: int, end: int, escape: re.Pattern[bytes], decode: Callable[[bytes], str]
    ) -> None:
        """Bytes in which `escape` finds what `decode` reads; between those they stand as they are."""
        at = start
        for match in escape.finditer(data, start, end):
            self.literal(data, at, match.start())
            self.decoded(decode(match.group()), *match.span())
            at = match.end()
        self.literal(data, at, end)

    def _begin(self, start: int) -> None:
        if self._start < 0:
            self._start = start
        elif start != self._end:
            self._gaps[len(self._at)] = self._end
            self._plain = False

    @property
    def text(self) -> str:
        """What has been put together."""
        return "".join(self._runs)

    @property
    def holes(self) -> tuple[Hole, ...]:
        """What is filled in."""
        return tuple(self._holes)

    def piece(self, role: Role, start: int, **more: Any) -> Piece:
        """The text as a piece; an empty one stands at `start`. `more` are fields of `Piece`."""
        if self._start < 0:
            return Piece(role, "", start, start, **more)
        at = None if self._plain else (*self._at, self._end)
        gaps = {} if self._plain else self._gaps
        return Piece(role, self.text, self._start, self._end, bytes_at=at, gaps=gaps, holes=self.holes, **more)


def literal_piece(role: Role, data: bytes, start: int, end: int, **more: Any) -> Piece:
    """Bytes as they stand, as a piece; `more` are fields of `Piece`."""
    try:
        return Piece(role, data[start:end].decode(), start, max(start, end), **more)
    except UnicodeDecodeError:
        pass  # some bytes are no UTF-8: each gets its own place
    spelled = Spelled()
    spelled.literal(data, start, end)
    return spelled.piece(role, start, **more)


def places_of(piece: Piece) -> Sequence[int]:
    """The byte of each of a piece's characters, and of its end."""
    return piece.bytes_at if piece.bytes_at is not None else (*_places(piece.text, piece.start), piece.end)


def trimmed(piece: Piece) -> Piece | None:
    """The piece without the white space around it; None where nothing else is there."""
    text = piece.text.strip()
    if not text:
        return None
    begin = len(piece.text) - len(piece.text.lstrip())
    finish = begin + len(text)
    if begin == 0 and finish == len(piece.text):
        return piece
    start, end = piece.span(begin, finish)
    at = piece.bytes_at and (*piece.bytes_at[begin:finish], end)
    gaps = {index - begin: byte for index, byte in piece.gaps.items() if begin < index < finish}
    holes = tuple(replace(hole, index=hole.index - begin) for hole in piece.holes)
    return replace(piece, text=text, start=start, end=end, bytes_at=at, gaps=gaps, holes=holes)


def _places(text: str, start: int) -> Sequence[int]:
    places = []
    for character in text:
        places.append(start)
        start += _width(ord(character))
    return places


def _width(code: int) -> int:
    """Bytes of a character in UTF-8; a byte that is none (U+DC80 to U+DCFF) is one."""
    if code < 0x80 or 0xDC80 <= code <= 0xDCFF:
        return 1
    if code < 0x800:
        return 2
    return 3 if code < 0x10000 else 4
