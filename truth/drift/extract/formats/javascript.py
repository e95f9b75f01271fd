"""JavaScript and TypeScript, with JSX."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truth.drift.extract.bom import not_utf_8, without_mark
from truth.drift.piece import Piece
from truth.drift.source_file import SourceFile


@dataclass(frozen=True)
class Script:
    """Scripts in one of the grammars of `code_tree`."""

    name: str
    endings: tuple[str, ...]
    grammar: str
    text_call: str | None = None
    value_call: str | None = 'truth.text("{ref}")'

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """What the script says."""
        from truth.drift.extract.javascript import script

        broken = not_utf_8(file)
        yield from [broken] if broken else script(without_mark(file), self.grammar)


_IN_JSX = '{truth.text("{ref}")}'

EXTRACTORS = (
    Script("javascript", (".js", ".mjs", ".cjs"), "javascript", _IN_JSX),
    Script("jsx", (".jsx",), "javascript", _IN_JSX),
    Script("typescript", (".ts", ".mts", ".cts"), "typescript"),
    Script("tsx", (".tsx",), "tsx", _IN_JSX),
)
