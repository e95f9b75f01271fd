"""What a call in Python asks the registry for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from truth.drift.extract.python_strings import spelled_string
from truth.drift.extract.refs import call_with
from truth.drift.piece import Call

if TYPE_CHECKING:
    from tree_sitter import Node


def asking(data: bytes, call: Node, arguments: Node, function: str) -> Call:
    """A call of `truth.text`, `truth.value` or `truth.status` with what it gives."""
    rest = [one for one in arguments.named_children if one.type != "comment"][1:]
    given = dict(_keywords(data, rest))
    spread = any(one.type in ("dictionary_splat", "list_splat") for one in rest)
    code = _literal(data, rest[0]) if function == "status" and rest else None
    code = given.pop("code", None) or code
    return call_with(function, (call.start_byte, call.end_byte), given, spread, code)


def _keywords(data: bytes, arguments: list[Node]) -> Iterator[tuple[str, str | None]]:
    for one in arguments:
        name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
        if one.type == "keyword_argument" and name is not None:
            yield data[name.start_byte : name.end_byte].decode("utf-8", "replace"), _literal(data, value)


def _literal(data: bytes, node: Node | None) -> str | None:
    """The literal a node is; None where it is computed."""
    if node is None or node.type not in ("string", "integer", "float", "true", "false"):
        return None
    if node.type != "string":
        return data[node.start_byte : node.end_byte].decode("utf-8", "replace")
    spelled = spelled_string(data, node)
    return None if spelled.holes else spelled.text
