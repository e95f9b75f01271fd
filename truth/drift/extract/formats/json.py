"""JSON: a catalogue, a schema, an OpenAPI description, or data, by its content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truth.drift.extract.bom import not_utf_8, start_of
from truth.drift.extract.catalogue import is_catalogue, messages
from truth.drift.extract.data import values
from truth.drift.extract.enumerations import is_schema, schema_pieces
from truth.drift.extract.json_tree import read_json
from truth.drift.extract.moved import in_order
from truth.drift.extract.tree import Branches, Node
from truth.drift.piece import Piece
from truth.drift.source_file import SourceFile


class Json:
    """One JSON document; comments and trailing commas are taken as editors take them."""

    name = "json"
    endings = (".json", ".jsonc", ".json5", ".webmanifest")
    text_call = None
    value_call = None

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """What the document says; beyond the first thing that is not JSON nothing is read."""
        broken = not_utf_8(file)
        if broken:
            yield broken
            return
        read = read_json(file.data, start_of(file))
        yield from document_pieces(file.path, read.roots, read.comments, read.broken)


def document_pieces(path: str, roots: Iterable[Node], comments: Iterable[Piece], broken: Piece | None) -> list[Piece]:
    """All that documents say, in order, with their comments and what is wrong with them."""
    said = (piece for root in roots for piece in tree_pieces(path, root))
    return in_order([*comments, *said, *([broken] if broken else [])])


def tree_pieces(path: str, root: Node) -> Iterator[Piece]:
    """The pieces of a tree, by what it is."""
    if is_schema(root):
        return schema_pieces(root)
    if isinstance(root, Branches) and is_catalogue(path, root):
        return messages(path, root)
    return values(root)


EXTRACTORS = (Json(),)
