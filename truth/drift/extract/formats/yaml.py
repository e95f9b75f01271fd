"""YAML: a catalogue, a schema, an OpenAPI description, or data, by its content."""

from __future__ import annotations

from collections.abc import Iterator

from truth.drift.extract.bom import not_utf_8, without_mark
from truth.drift.extract.formats.json import document_pieces
from truth.drift.piece import Piece
from truth.drift.source_file import SourceFile


class Yaml:
    """YAML documents, also such as a template writes."""

    name = "yaml"
    endings = (".yaml", ".yml")
    text_call = None
    value_call = None

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """What the documents say; beyond the first thing that is not YAML nothing is read."""
        from truth.drift.extract.yaml_tree import read_yaml

        broken = not_utf_8(file)
        if broken:
            yield broken
            return
        read = read_yaml(without_mark(file))
        yield from document_pieces(file.path, read.roots, read.comments, read.broken)


EXTRACTORS = (Yaml(),)
