"""Every piece of every file, for those who look at a code base as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from truth.drift.discover import Listed
from truth.drift.extract import extractor_for
from truth.drift.piece import Piece

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that is read whole; data beyond it is no place where words or refs are kept."""


def pieces_by_file(
    files: Iterable[Listed], advance: Callable[[int], object] = lambda count: None
) -> Iterator[tuple[str, list[Piece]]]:
    """What each file says, by its path; files of unknown format, too large or unreadable say nothing here."""
    for one in files:
        yield one.path, _pieces(one)
        advance(1)


def _pieces(one: Listed) -> list[Piece]:
    extractor = extractor_for(one.path)
    if extractor is None or one.size > LARGEST:
        return []
    try:
        return list(extractor.pieces(one.read()))
    except OSError:
        return []
