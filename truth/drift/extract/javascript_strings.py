"""JavaScript's strings, templates and comments, decoded with their positions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from truth.drift.extract.spelled import Spelled, literal_piece
from truth.drift.extract.written import entity
from truth.drift.piece import Piece, Role

if TYPE_CHECKING:
    from tree_sitter import Node

_KNOWN = {b"n": "\n", b"t": "\t", b"r": "\r", b"b": "\b", b"f": "\f", b"v": "\v", b"0": "\0"}
_CODE = re.compile(rb"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,8})\})")
_CONTINUED = (b"\n", b"\r", b"\r\n", b"\xe2\x80\xa8", b"\xe2\x80\xa9")


def spelled_string(data: bytes, node: Node, spelled: Spelled | None = None) -> Spelled:
    """A string's or a template's text, with a hole for each `${…}`; added to `spelled`, where that is given."""
    spelled = spelled or Spelled()
    at = node.start_byte + 1
    end = node.end_byte - (data[node.start_byte : node.start_byte + 1] == data[node.end_byte - 1 : node.end_byte])
    for child in node.named_children:
        if child.type in ("escape_sequence", "template_substitution", "html_character_reference"):
            spelled.literal(data, at, child.start_byte)
            _spell(data, child, spelled)
            at = child.end_byte
    spelled.literal(data, at, max(end, at))
    return spelled


def _spell(data: bytes, child: Node, spelled: Spelled) -> None:
    written = data[child.start_byte : child.end_byte]
    if child.type == "template_substitution":
        expression = written[2:-1].decode("utf-8", "replace").strip()
        spelled.hole(expression, child.start_byte, child.end_byte)
    elif child.type == "escape_sequence":
        spelled.decoded(unescaped(written), child.start_byte, child.end_byte)
    else:
        spelled.decoded(entity_or_self(written), child.start_byte, child.end_byte)


def entity_or_self(written: bytes) -> str:
    """What a character reference of JSX stands for."""
    return entity(written) if written.isascii() else written.decode("utf-8", "replace")


def unescaped(escape: bytes) -> str:
    """What an escape stands for (ECMA-262, 12.9.4): a continued line for nothing, an unknown one for its character."""
    if escape[1:] in _CONTINUED:
        return ""
    coded = _CODE.fullmatch(escape)
    if coded:
        code = int(coded[1] or coded[2] or coded[3], 16)
        return chr(code) if code < 0x110000 else "\ufffd"
    return _KNOWN.get(escape[1:]) or escape[1:].decode("utf-8", "replace")


def concatenated(data: bytes, node: Node) -> tuple[Spelled, int] | None:
    """A chain of `+` with a string in it, as one text with holes, and the byte it ends at; None for any other."""
    operands = _operands(node)
    if operands is None or not any(one.type in ("string", "template_string") for one in operands):
        return None
    spelled = Spelled()
    for one in operands:
        if one.type in ("string", "template_string"):
            spelled_string(data, one, spelled)
        else:
            expression = data[one.start_byte : one.end_byte].decode("utf-8", "replace")
            spelled.hole(expression, one.start_byte, one.end_byte)
    return spelled, node.end_byte


def _operands(node: Node) -> list[Node] | None:
    """What a chain of `+` joins, from left to right; None where it is none."""
    operands: list[Node] = []
    at: Node | None = node
    while at is not None and at.type in ("binary_expression", "binary_operator"):
        operator = at.child_by_field_name("operator")
        right = at.child_by_field_name("right")
        if operator is None or right is None or operator.type != "+":
            break
        operands.append(right)
        at = at.child_by_field_name("left")
    if at is None or not operands:
        return None
    return [at, *reversed(operands)]


def unquoted_comment(data: bytes, node: Node) -> Piece:
    """A comment's words, without its signs."""
    start, end = node.start_byte, node.end_byte
    written = data[start:end]
    opens = 2 if written.startswith((b"//", b"/*")) else 0
    closes = 2 if written.startswith(b"/*") and written.endswith(b"*/") and len(written) >= 4 else 0
    return literal_piece(Role.COMMENT, data, start + opens, end - closes)
