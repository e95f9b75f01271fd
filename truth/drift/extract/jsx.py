"""The words between the tags of JSX, put together across inline elements, a block at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from truth.drift.extract.block import Block
from truth.drift.extract.code_tree import Visit, first_of
from truth.drift.extract.javascript_strings import entity_or_self, spelled_string
from truth.drift.extract.page import INLINE
from truth.drift.piece import Piece

if TYPE_CHECKING:
    from tree_sitter import Node

_SILENT = frozenset(("script", "style", "pre"))
_ELEMENTS = ("jsx_element", "jsx_fragment")


class JsxBlocks:
    """Follows a walk through a tree; `outer` are the blocks that wait while an expression in them is read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._block = Block(data)
        self._outer: list[Block] = []
        self._quoted: dict[int, tuple[int, int]] = {}

    def visit(self, visit: Visit) -> Iterator[Piece]:
        """The texts that end here."""
        node = visit.node
        if node.type in _ELEMENTS:
            yield from self._element(visit)
        elif node.type == "jsx_self_closing_element" and visit.enters and self._is_in_jsx(visit):
            yield from self._alone(node)
        elif node.type == "jsx_expression" and self._is_in_jsx(visit):
            yield from self._expression(visit)
        elif visit.enters and node.type == "jsx_text" and not self._is_silent(visit):
            self._block.words(node.start_byte, node.end_byte)
        elif visit.enters and node.type == "html_character_reference" and self._is_in_jsx(visit):
            said = entity_or_self(self._data[node.start_byte : node.end_byte])
            self._block.character(said, node.start_byte, node.end_byte)

    def _element(self, visit: Visit) -> Iterator[Piece]:
        if not (self._is_in_jsx(visit) and self._name(visit.node) in INLINE):
            yield from self._texts()

    def _alone(self, node: Node) -> Iterator[Piece]:
        name = self._name(node)
        if name == "br":
            self._block.character("\n", node.start_byte, node.end_byte)
        elif name[:1].isupper():
            written = self._data[node.start_byte : node.end_byte].decode("utf-8", "replace")
            self._block.hole(written, node.start_byte, node.end_byte)
        elif name not in INLINE:
            yield from self._texts()

    def _expression(self, visit: Visit) -> Iterator[Piece]:
        """A string or a number in braces is words; anything else is filled in, and may hold blocks of its own."""
        node = visit.node
        inside = first_of(node)
        is_words = inside is not None and inside.type in ("string", "number")
        if visit.enters:
            if not is_words:
                self._outer.append(self._block)
                self._block = Block(self._data)
            return
        if is_words and inside is not None:
            self._words(inside)
            return
        yield from self._texts()
        if self._outer:
            self._block = self._outer.pop()
        if inside is not None and inside.type != "comment":
            expression = self._data[inside.start_byte : inside.end_byte].decode("utf-8", "replace")
            self._block.hole(expression, node.start_byte, node.end_byte)

    def _words(self, node: Node) -> None:
        if node.type == "number":
            self._block.words(node.start_byte, node.end_byte)
            return
        self._quoted[node.start_byte + 1] = node.start_byte, node.end_byte
        text = spelled_string(self._data, node).text
        if b"\\" in self._data[node.start_byte : node.end_byte] or text.isspace():
            self._block.character(text, node.start_byte + 1, node.end_byte - 1)
        else:
            self._block.words(node.start_byte + 1, node.end_byte - 1)

    def _texts(self) -> Iterator[Piece]:
        """The block's texts; one that is a string in braces and nothing else has its quotes."""
        for piece in self._block.texts():
            outer = self._quoted.get(piece.start)
            yield replace(piece, outer=outer) if outer and piece.end == outer[1] - 1 else piece

    def _is_in_jsx(self, visit: Visit) -> bool:
        return bool(visit.around) and visit.around[-1].type in _ELEMENTS

    def _is_silent(self, visit: Visit) -> bool:
        return bool(visit.around) and self._name(visit.around[-1]) in _SILENT

    def _name(self, node: Node) -> str:
        """An element's name; capital letters are a component's."""
        tag = node.child_by_field_name("open_tag") or node
        name = tag.child_by_field_name("name")
        said = self._data[name.start_byte : name.end_byte].decode("utf-8", "replace") if name is not None else ""
        return "link" if said == "Link" else said
