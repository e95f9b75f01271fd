"""What JavaScript and TypeScript say: strings with what holds them, enumerations, switches, refs, JSX, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from truth.drift.extract.code_context import Context
from truth.drift.extract.code_tree import Known, Visit, first_of, name_in, parsed, syntax_error, walked
from truth.drift.extract.javascript_context import context_of
from truth.drift.extract.javascript_strings import concatenated, spelled_string, unquoted_comment
from truth.drift.extract.jsx import JsxBlocks
from truth.drift.extract.moved import in_order
from truth.drift.extract.refs import as_ref, asked, call_with, maybe_ref
from truth.drift.extract.spelled import Spelled
from truth.drift.piece import Piece, Role

if TYPE_CHECKING:
    from tree_sitter import Node

_MARKS = re.compile(rb"[\"'`]|//|/\*|</|/>|truth")
_STRINGS = ("string", "template_string")


def script(data: bytes, language: str) -> list[Piece]:
    """The pieces of a script in order; `language` is `javascript`, `typescript` or `tsx`."""
    root = parsed(data, language)
    if root.has_error and language == "javascript":
        typed = parsed(data, "tsx")
        root = root if typed.has_error else typed
    reader = _Reader(data)
    for visit in walked(root, _MARKS, data):
        reader.visit(visit)
    broken = syntax_error(root)
    pieces = [*reader.pieces, *([broken] if broken else [])]
    return in_order(pieces)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._read_until = -1
        self._known = Known()
        self._jsx = JsxBlocks(data)
        self.pieces: list[Piece] = []

    def visit(self, visit: Visit) -> None:
        node = visit.node
        self.pieces.extend(self._jsx.visit(visit))
        if not visit.enters:
            return
        if node.type == "comment":
            self.pieces.append(unquoted_comment(self._data, node))
        elif node.type in _STRINGS:
            self._string(node, visit)
        elif node.type == "binary_expression":
            self._joined(node, visit)
        elif node.type == "call_expression":
            self.pieces.extend(self._computed(node))

    def _string(self, node: Node, visit: Visit) -> None:
        if node.start_byte < self._read_until:
            return
        spelled = spelled_string(self._data, node)
        outer = (node.start_byte, node.end_byte)
        start = min(node.start_byte + 1, node.end_byte)
        self._take(spelled.piece(Role.VALUE, start, outer=outer), visit)

    def _joined(self, node: Node, visit: Visit) -> None:
        """Strings put together with `+`, as one piece."""
        if node.start_byte < self._read_until or (visit.around and visit.around[-1].type == "binary_expression"):
            return
        joined = concatenated(self._data, node)
        if joined is not None:
            spelled, end = joined
            self._read_until = end
            outer = (node.start_byte, node.end_byte)
            self._take(spelled.piece(Role.VALUE, node.start_byte, outer=outer), visit)

    def _take(self, piece: Piece, visit: Visit) -> None:
        context = context_of(self._data, visit.node, visit.around, self._known)
        if context.call is not None:
            self.pieces.append(self._ref(piece, context))
        elif context.role is not None:
            piece = replace(piece, role=context.role, name=context.name, group=context.group)
            self.pieces.append(maybe_ref(piece))

    def _ref(self, piece: Piece, context: Context) -> Piece:
        return as_ref(replace(piece, name=context.name), context.call) if context.call else piece

    def _computed(self, node: Node) -> Iterator[Piece]:
        """`truth.text(ref)`: an address that only run time knows."""
        callee, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if callee is None or arguments is None or arguments.type != "arguments":
            return
        function = asked(name_in(self._data[callee.start_byte : callee.end_byte]))
        first = first_of(arguments)
        if function and first is not None and first.type in ("identifier", "member_expression", "call_expression"):
            spelled = Spelled()
            expression = self._data[first.start_byte : first.end_byte].decode("utf-8", "replace")
            spelled.hole(expression, first.start_byte, first.end_byte)
            piece = spelled.piece(Role.VALUE, first.start_byte)
            yield as_ref(piece, call_with(function, (node.start_byte, node.end_byte), {}, spread=True))
