"""What a call in JavaScript does with a string it is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from truth.drift.extract.code_tree import first_of, name_in
from truth.drift.extract.refs import asked, call_with
from truth.drift.extract.words import words
from truth.drift.piece import Call

if TYPE_CHECKING:
    from tree_sitter import Node

_ENUMERATING = frozenset(("enum", "picklist", "nativeEnum"))
_COMPARING = frozenset((b"toBe", b"toEqual", b"toStrictEqual", b"equals", b"equal", b"localeCompare"))
_FREEZING = frozenset(("Object.freeze", "freeze"))
_GETTEXT = words("_ gettext ngettext pgettext __ $gettext i18n._")
_NESTED = frozenset(("with", "arguments", "args", "params", "values"))
_ATTRIBUTES = words("ref locale channel as id class className style lang slot key")


class Called(Enum):
    """What a call does with a value."""

    TAKES = "takes"
    ENUMERATES = "enumerates"
    PASSES = "passes"
    SHOWS = "shows"


def called(data: bytes, call: Node, arguments: Node, child: Node) -> Called | Call:
    """What becomes of an argument; where it is the address a call asks the registry for, the call."""
    function = call.child_by_field_name("function")
    name = name_in(data[function.start_byte : function.end_byte]) if function is not None else ""
    is_first = first_of(arguments) == child
    asks = asked(name)
    if asks and is_first and child.type in ("string", "template_string", "binary_expression"):
        return _asking(data, call, arguments, asks)
    if name in _FREEZING or (call.type == "new_expression" and _constructor(data, call) == b"Set"):
        return Called.PASSES
    if is_first and name.rpartition(".")[2] in _ENUMERATING and child.type in ("array", "object"):
        return Called.ENUMERATES
    return Called.SHOWS if name in _GETTEXT else Called.TAKES


def _constructor(data: bytes, call: Node) -> bytes:
    made = call.child_by_field_name("constructor")
    return data[made.start_byte : made.end_byte] if made is not None else b""


def compared_with(data: bytes, call: Node) -> str | None:
    """What a call compares its argument with: `expect(order.status).toBe("a")`, `status.equals("a")`."""
    function = call.child_by_field_name("function")
    method = function.child_by_field_name("property") if function is not None else None
    if function is None or method is None or data[method.start_byte : method.end_byte] not in _COMPARING:
        return None
    compared = function.child_by_field_name("object")
    while compared is not None and compared.type in ("member_expression", "call_expression"):
        arguments = compared.child_by_field_name("arguments")
        if arguments is not None:
            compared = first_of(arguments)
            break
        inner = compared.child_by_field_name("object")
        if inner is None or inner.type != "call_expression":
            break
        compared = inner
    return name_in(data[compared.start_byte : compared.end_byte]) if compared is not None else ""


def _asking(data: bytes, call: Node, arguments: Node, function: str) -> Call:
    given: dict[str, str | None] = {}
    spread, code = False, None
    for position, one in enumerate(arguments.named_children[1:], 1):
        if one.type == "object":
            spread = _given(data, one, given) or spread
        elif function == "status" and position == 1:
            code = _literal(data, one)
        elif one.type != "comment":
            spread = True
    return call_with(function, (call.start_byte, call.end_byte), given, spread, code)


def _given(data: bytes, node: Node, given: dict[str, str | None]) -> bool:
    """Put what an object holds into `given`; whether more may come."""
    spread = False
    for one in node.named_children:
        if one.type == "pair":
            key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
            name = (
                data[key.start_byte : key.end_byte].decode("utf-8", "replace").strip("\"'") if key is not None else ""
            )
            if name in _NESTED and value is not None and value.type == "object":
                spread = any([_spread_or_put(data, part, given) for part in value.named_children]) or spread
            else:
                given[name] = _literal(data, value)
        else:
            spread = _spread_or_put(data, one, given) or spread
    return spread


def _spread_or_put(data: bytes, part: Node, given: dict[str, str | None]) -> bool:
    if part.type == "pair":
        key, value = part.child_by_field_name("key"), part.child_by_field_name("value")
        if key is not None:
            given[data[key.start_byte : key.end_byte].decode("utf-8", "replace").strip("\"'")] = _literal(data, value)
        return False
    if part.type in ("shorthand_property_identifier", "method_definition"):
        given[data[part.start_byte : part.end_byte].decode("utf-8", "replace")] = None
        return False
    return part.type == "spread_element"


def _literal(data: bytes, node: Node | None) -> str | None:
    """The literal a node is; None where it is computed."""
    if node is None or node.type not in ("string", "number", "true", "false"):
        return None
    if node.type == "string":
        from truth.drift.extract.javascript_strings import spelled_string

        return spelled_string(data, node).text
    return data[node.start_byte : node.end_byte].decode("utf-8", "replace")


def element_call(data: bytes, around: Sequence[Node], depth: int, function: str) -> Call:
    """An element or a marker of JSX as a call; it spans its whole element."""
    tag = around[depth]
    whole = around[depth - 1] if depth and tag.type == "jsx_opening_element" else tag
    given = dict(_attributes(data, tag)) if function == "element" else {}
    spread = any(one.type == "jsx_expression" for one in tag.named_children)
    return call_with(function, (whole.start_byte, whole.end_byte), given, spread)


def _attributes(data: bytes, tag: Node) -> Iterator[tuple[str, str | None]]:
    for one in tag.named_children:
        if one.type != "jsx_attribute":
            continue
        name = data[one.named_children[0].start_byte : one.named_children[0].end_byte].decode("utf-8", "replace")
        value = one.named_children[1] if len(one.named_children) > 1 else None
        if name in ("locale", "channel", "as"):
            yield name, _literal(data, value)
        elif name not in _ATTRIBUTES:
            yield name.removeprefix("data-").replace("-", "_"), _literal(data, value)
