"""Python."""

from __future__ import annotations

from collections.abc import Iterator

from truth.drift.extract.bom import not_utf_8, without_mark
from truth.drift.piece import Piece
from truth.drift.source_file import SourceFile


class Python:
    """Modules and stubs."""

    name = "python"
    endings = (".py", ".pyi")
    text_call = None
    value_call = 'truth.text("{ref}")'

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """What the module says."""
        from truth.drift.extract.python_code import python_pieces

        broken = not_utf_8(file)
        yield from [broken] if broken else python_pieces(without_mark(file))


EXTRACTORS = (Python(),)
