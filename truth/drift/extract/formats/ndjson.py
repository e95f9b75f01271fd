"""NDJSON: a JSON document in each line."""

from __future__ import annotations

from collections.abc import Iterator

from truth.drift.extract.bom import not_utf_8, start_of
from truth.drift.extract.data import json_data
from truth.drift.piece import Piece
from truth.drift.source_file import SourceFile


class Ndjson:
    """Read line by line, so that memory does not grow with the file; a broken line does not break the next."""

    name = "ndjson"
    endings = (".ndjson", ".jsonl")
    text_call = None
    value_call = None

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """The values of each line."""
        broken = not_utf_8(file)
        if broken:
            yield broken
            return
        at = start_of(file)
        while at < len(file.data):
            end = file.data.find(b"\n", at)
            end = len(file.data) if end < 0 else end
            yield from json_data(file.data, at, end)
            at = end + 1


EXTRACTORS = (Ndjson(),)
