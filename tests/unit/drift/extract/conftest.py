"""What the tests of extractors share: a file's pieces, and a piece as the cases write it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from truth.drift.extract import extractor_for
from truth.drift.piece import Piece
from truth.drift.source_file import SourceFile

Reading = Callable[[str, bytes], list[Piece]]


@pytest.fixture(scope="session")
def pieces_of() -> Reading:
    """Reads a file of a name and of bytes."""

    def read(path: str, data: bytes) -> list[Piece]:
        extractor = extractor_for(path)
        assert extractor is not None, f"no extractor for {path}"
        return list(extractor.pieces(SourceFile(path, data)))

    return read
