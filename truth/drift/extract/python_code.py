"""What Python says: strings with what holds them, enumerations, matches, refs, comments and docstrings."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from truth.drift.extract.code_tree import Known, Visit, first_of, name_in, parsed, syntax_error, walked
from truth.drift.extract.moved import in_order
from truth.drift.extract.python_calls import asking
from truth.drift.extract.python_context import context_of
from truth.drift.extract.python_strings import concatenated, spelled_string
from truth.drift.extract.refs import as_ref, asked, maybe_ref
from truth.drift.extract.spelled import Spelled, literal_piece
from truth.drift.piece import Piece, Role

if TYPE_CHECKING:
    from tree_sitter import Node

_MARKS = re.compile(rb"[\"'#]|truth")


def python_pieces(data: bytes) -> list[Piece]:
    """The pieces of a module in order."""
    root = parsed(data, "python")
    reader = _Reader(data)
    for visit in walked(root, _MARKS, data):
        if visit.enters:
            reader.enter(visit)
    broken = None if root.has_error and _is_python(data) else syntax_error(root)
    return in_order([*reader.pieces, *([broken] if broken else [])])


def _is_python(data: bytes) -> bool:
    """Whether Python itself can read a module that the grammar cannot."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(data)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known = Known()
        self._read_until = -1
        self.pieces: list[Piece] = []

    def enter(self, visit: Visit) -> None:
        node = visit.node
        if node.type == "comment":
            self.pieces.append(literal_piece(Role.COMMENT, self._data, node.start_byte + 1, node.end_byte))
        elif node.type == "call":
            self.pieces.extend(self._computed(node))
        elif node.start_byte >= self._read_until:
            self._string(visit)

    def _string(self, visit: Visit) -> None:
        node = visit.node
        if node.type == "string":
            spelled = spelled_string(self._data, node)
            start = _inner_start(node)
        elif node.type in ("concatenated_string", "binary_operator") and not _continues(visit):
            joined = concatenated(self._data, node)
            if joined is None:
                return
            spelled, start = joined, node.start_byte
            self._read_until = node.end_byte
        else:
            return
        self._take(spelled.piece(Role.VALUE, start, outer=(node.start_byte, node.end_byte)), visit)

    def _take(self, piece: Piece, visit: Visit) -> None:
        context = context_of(self._data, visit.node, visit.around, self._known)
        if context.call is not None:
            self.pieces.append(as_ref(replace(piece, name=context.name), context.call))
        elif context.role is not None:
            self.pieces.append(maybe_ref(replace(piece, role=context.role, name=context.name, group=context.group)))

    def _computed(self, node: Node) -> Iterator[Piece]:
        """`truth.text(ref)`: an address that only run time knows."""
        callee, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if callee is None or arguments is None:
            return
        function = asked(name_in(self._data[callee.start_byte : callee.end_byte]))
        first = first_of(arguments)
        if function and first is not None and first.type in ("identifier", "attribute", "call", "subscript"):
            spelled = Spelled()
            expression = self._data[first.start_byte : first.end_byte].decode("utf-8", "replace")
            spelled.hole(expression, first.start_byte, first.end_byte)
            piece = spelled.piece(Role.VALUE, first.start_byte)
            yield as_ref(piece, asking(self._data, node, arguments, function))


def _inner_start(node: Node) -> int:
    """The byte after a string's prefix and quotes."""
    begins = next((one for one in node.children if one.type == "string_start"), None)
    return begins.end_byte if begins is not None else node.start_byte


def _continues(visit: Visit) -> bool:
    """Whether a `+` is a part of a longer chain, which has been judged as a whole."""
    return bool(visit.around) and visit.node.type == visit.around[-1].type == "binary_operator"
