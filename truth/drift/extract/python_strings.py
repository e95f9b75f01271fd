"""Python's strings, decoded with their positions; a hole for each `{…}` of an f-string."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from truth.drift.extract.spelled import Spelled

if TYPE_CHECKING:
    from tree_sitter import Node

_KNOWN = {b"n": "\n", b"t": "\t", b"r": "\r", b"b": "\b", b"f": "\f", b"v": "\v", b"a": "\a"}
_CODE = re.compile(rb"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_OCTAL = re.compile(rb"\\([0-7]{1,3})")
_NAMED = re.compile(rb"\\N\{([^}]{1,99})\}")


def spelled_string(data: bytes, node: Node, spelled: Spelled | None = None) -> Spelled:
    """A string's text; added to `spelled`, where that is given."""
    spelled = spelled or Spelled()
    for child in node.children:
        if child.type == "string_content":
            _content(data, child, spelled)
        elif child.type == "interpolation":
            expression = data[child.start_byte + 1 : child.end_byte - 1].decode("utf-8", "replace")
            spelled.hole(expression.strip(), child.start_byte, child.end_byte)
    return spelled


def _content(data: bytes, content: Node, spelled: Spelled) -> None:
    at = content.start_byte
    for child in content.children:
        spelled.literal(data, at, child.start_byte)
        written = data[child.start_byte : child.end_byte]
        said = written[:1].decode() if child.type == "escape_interpolation" else unescaped(written)
        spelled.decoded(said, child.start_byte, child.end_byte)
        at = child.end_byte
    spelled.literal(data, at, content.end_byte)


def unescaped(escape: bytes) -> str:
    """What an escape stands for (Python's reference, 2.4.1.1); an unknown one stands for itself, backslash and all."""
    if escape[1:] in (b"\n", b"\r\n", b"\r"):
        return ""
    if coded := _CODE.fullmatch(escape) or _OCTAL.fullmatch(escape):
        digits = next(part for part in coded.groups() if part)
        code = int(digits, 8 if coded.re is _OCTAL else 16)
        return chr(code) if code < 0x110000 else "\ufffd"
    if named := _NAMED.fullmatch(escape):
        return _character(named[1].decode("utf-8", "replace"))
    if escape[1:] in (b"\\", b"'", b'"'):
        return escape[1:].decode()
    return _KNOWN.get(escape[1:]) or escape.decode("utf-8", "replace")


def _character(name: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return "\ufffd"


def concatenated(data: bytes, node: Node) -> Spelled | None:
    """Strings side by side, or a chain of `+` or `%` with a string in it, as one text; None for any other."""
    operands = _operands(node)
    if not any(_is_text(one) for one in operands):
        return None
    spelled = Spelled()
    for one in operands:
        for part in one.named_children if one.type == "concatenated_string" else (one,):
            if part.type == "string":
                spelled_string(data, part, spelled)
            elif part.type != "comment":
                expression = data[part.start_byte : part.end_byte].decode("utf-8", "replace")
                spelled.hole(expression, part.start_byte, part.end_byte)
    return spelled


def _is_text(node: Node) -> bool:
    return node.type in ("string", "concatenated_string")


def _operands(node: Node) -> list[Node]:
    """What a chain of `+` joins, from left to right; nothing where it is none."""
    operands: list[Node] = []
    at: Node | None = node
    while at is not None and at.type == "binary_operator":
        operator, right = at.child_by_field_name("operator"), at.child_by_field_name("right")
        if operator is None or right is None or operator.type != "+":
            return []
        operands.append(right)
        at = at.child_by_field_name("left")
    return [*([at] if at is not None else []), *reversed(operands)]
