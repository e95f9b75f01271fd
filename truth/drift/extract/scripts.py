"""What stands in a page's `script`: JavaScript, JSON, or a template."""

from __future__ import annotations

from collections.abc import Iterator

from truth.drift.extract.markup import Token
from truth.drift.extract.moved import moved
from truth.drift.piece import Piece, Role

_JSON = ("json", "importmap")
_CODE = ("javascript", "ecmascript", "module", "jsx", "babel", "typescript", "ts", "tsx")


def script_pieces(code: bytes, tag: Token, start: int) -> Iterator[Piece]:
    """The pieces of a script, by its type and language; nothing of a style sheet.

    What cannot be read there is left out: a template may fill in what makes it whole.
    """
    if tag.name != "script":
        return
    kind = tag.said("type") or tag.said("lang") or "module"
    if kind.endswith(_JSON):
        from truth.drift.extract.data import json_data

        pieces = list(json_data(code))
    elif kind.endswith(_CODE):
        pieces = code_pieces(code, tag.said("lang"))
    else:
        return
    yield from (moved(piece, start) for piece in pieces if piece.role is not Role.BROKEN)


def code_pieces(code: bytes, language: str = "js") -> list[Piece]:
    """The pieces of JavaScript, or TypeScript, that stands in another file."""
    from truth.drift.extract.javascript import script

    grammar = {"ts": "typescript", "tsx": "tsx"}.get(language, "javascript")
    return [piece for piece in script(code, grammar) if piece.role is not Role.BROKEN]
