"""Where a string of Python stands: what it is given to, compared with, a member or a label of.

Found by climbing from the string to what holds it; what only passes a value on (brackets, `or`, `if … else`) is passed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from truth.drift.extract.code_context import Climb, Context, Step, climbed
from truth.drift.extract.code_tree import Known, first_of
from truth.drift.extract.python_calls import asking
from truth.drift.extract.refs import asked
from truth.drift.extract.words import words
from truth.drift.piece import Group, Role

if TYPE_CHECKING:
    from tree_sitter import Node

_ENUM = re.compile(rb"Enum\b|Choices\b")
_LISTS = ("list", "tuple", "set")
_GETTEXT = words("_ gettext ngettext pgettext gettext_lazy ugettext lazy_gettext")
_DEFAULT = re.compile(rb"\bcase\s+[^\W\d]\w*\s*:")
_LOOKUP = re.compile(r"__(?:i?exact|in)$")
_COMPARING = re.compile(r"\.(?:in_|notin_|not_in|isin|eq|is_|__eq__|__ne__)$")
_CHOICES = re.compile(r"choices$", re.IGNORECASE)


@dataclass
class _ModuleClimb(Climb):
    """What has been passed of lists and types; `is_first` where a string is the first of the innermost list."""

    lists: list[Node] = field(default_factory=list)
    is_first: bool = False
    literal: Node | None = None
    returned: bool = False


def context_of(data: bytes, node: Node, around: Sequence[Node], known: Known) -> Context:
    """The context of a string, given the nodes around it, the outermost first."""
    climb = _ModuleClimb(data, around, known)
    return climbed(climb, node, _STEPS) or Context(Role.VALUE, climb.named(""))


def _pass(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    return None


def _list(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    if not climb.lists:
        climb.is_first = first_of(parent) == child
    climb.lists.append(parent)
    return None


def _held(climb: _ModuleClimb, name: str) -> Context:
    """What a variable, a field or a keyword called `name` holds."""
    if climb.literal is not None:
        return _member(climb, name, "literal", climb.literal)
    outer = climb.lists[-1] if climb.lists else None
    if outer is not None and len(climb.lists) == 2 and climb.known.once(outer, "pairs", lambda: _are_pairs(outer)):
        return _choice(climb, name)
    is_plain = outer is not None and len(climb.lists) == 1 and not climb.keys
    if outer is not None and is_plain and climb.known.once(outer, "strings", lambda: _are_strings(outer)):
        return _member(climb, name, "list", climb.lists[0])
    return Context(Role.VALUE, climb.named(name))


def _member(climb: _ModuleClimb, name: str, form: str, whole: Node) -> Context:
    named = climb.named(name)
    return Context(Role.MEMBER, named, Group(form, named, whole.start_byte, whole.end_byte))


def _choice(climb: _ModuleClimb, name: str) -> Context:
    """A code, or the label beside it: `STATUSES = [("placed", "Placed"), …]`."""
    pair, whole = climb.lists
    if climb.is_first:
        return _member(climb, name, "list", whole)
    return Context(Role.VALUE, f"{name}.{climb.quoted(first_of(pair))}")


def _are_strings(listed: Node) -> bool:
    return all(one.type in ("string", "comment") for one in listed.named_children)


def _are_pairs(listed: Node) -> bool:
    pairs = [one for one in listed.named_children if one.type != "comment"]
    return all(one.type in ("tuple", "list") and len(one.named_children) == 2 for one in pairs[:200])


def _assigned(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    left, right = parent.child_by_field_name("left"), parent.child_by_field_name("right")
    if left == child:
        return Context(Role.VALUE)
    name = climb.name(left)
    if right != child:
        return _held(climb, name)
    enum = _class_around(climb, depth)
    if enum is not None and len(climb.lists) <= 1:
        return _enumerated(climb, enum)
    return _held(climb, name)


def _class_around(climb: _ModuleClimb, depth: int) -> Node | None:
    """The enumeration a class body's assignment is a member of."""
    if depth < 3 or climb.around[depth - 2].type != "block":
        return None
    outer = climb.around[depth - 3]
    is_enum = outer.type == "class_definition" and _ENUM.search(climb.text(outer.child_by_field_name("superclasses")))
    return outer if is_enum else None


def _enumerated(climb: _ModuleClimb, enum: Node) -> Context:
    """`SHIPPED = "shipped"`, or with its label: `SHIPPED = "shipped", "Shipped"`."""
    name = climb.name(enum.child_by_field_name("name"))
    if climb.lists and not climb.is_first:
        return Context(Role.VALUE, f"{name}.{climb.quoted(first_of(climb.lists[0]))}")
    return Context(Role.MEMBER, name, Group("enum", name, enum.start_byte, enum.end_byte))


def _keyword(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    name = climb.name(parent.child_by_field_name("name"))
    if _CHOICES.search(name) and climb.lists:
        return _held(climb, _field_around(climb, depth) or name)
    if _LOOKUP.search(name):
        return Context(Role.COMPARED, _LOOKUP.sub("", name))
    if name == "default":
        return Context(Role.VALUE, climb.named(_field_around(climb, depth) or name))
    return Context(Role.VALUE, climb.named(name)) if len(climb.lists) == 1 else _held(climb, name)


def _field_around(climb: _ModuleClimb, depth: int) -> str:
    """The field whose `choices=` or `default=` this is."""
    for node in reversed(climb.around[max(depth - 4, 0) : depth]):
        if node.type == "assignment":
            return climb.name(node.child_by_field_name("left"))
    return ""


def _parameter(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    name = parent.child_by_field_name("name") or first_of(parent)
    return Context(Role.VALUE) if name == child else _held(climb, climb.name(name))


def _pair(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    key = parent.child_by_field_name("key")
    if key is None or key == child:
        return Context(None)
    climb.keys.append(climb.quoted(key))
    return None


def _compared(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    signs = [one.type for one in parent.children if not one.is_named]
    if not any(sign in ("==", "!=", "in", "not in", "is", "is not") for sign in signs):
        return Context(Role.VALUE)
    others = [one for one in parent.named_children if one != child]
    first = first_of(parent)
    if signs[-1] in ("in", "not in") and first == child:
        return Context(Role.VALUE, climb.name(others[-1] if others else None))
    name = climb.name(others[0] if others else None)
    listed = climb.lists[-1] if climb.lists else None
    return Context(Role.COMPARED, name, Group("list", name, listed.start_byte, listed.end_byte) if listed else None)


def _ternary(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    parts = parent.named_children
    return Context(Role.VALUE) if len(parts) == 3 and parts[1] == child else None


def _subscript(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    value = parent.child_by_field_name("value") or first_of(parent)
    name = climb.text(value).rpartition(b".")[2]
    if name != b"Literal":
        return Context(Role.VALUE, climb.name(value))
    climb.literal = parent
    return None


def _arguments(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    call = climb.around[depth - 1] if depth else parent
    function = climb.name(call.child_by_field_name("function"))
    asks = asked(function)
    is_first = first_of(parent) == child
    if asks and is_first and child.type in ("string", "concatenated_string", "binary_operator"):
        return Context(Role.REF, asks, call=asking(climb.data, call, parent, asks))
    if function.rpartition(".")[2] in _GETTEXT:
        return Context(Role.TEXT, function)
    if call.type == "class_definition":
        return Context(Role.VALUE)
    if _COMPARING.search(function):
        return Context(Role.COMPARED, _COMPARING.sub("", function))
    if function in ("frozenset", "tuple", "list", "set") or function.rpartition(".")[2] == "NewType":
        return None
    return Context(Role.VALUE, climb.named(function))


def _case(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    if child.type != "case_pattern":
        climb.keys.append(climb.quoted(first_of(parent)))
        return None
    body = climb.around[depth - 1] if depth else parent
    match = climb.around[depth - 2] if depth >= 2 and body.type == "block" else body
    name = climb.name(match.child_by_field_name("subject"))
    is_open = climb.known.once(match, "default", lambda: _DEFAULT.search(climb.text(match)) is not None)
    return Context(Role.CASE, name, Group("switch", name, match.start_byte, match.end_byte, is_open))


def _return(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    climb.returned, climb.lists = True, []
    return None


def _block(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    return None if climb.returned else Context(Role.VALUE, climb.named(""))


def _function(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    name = climb.name(parent.child_by_field_name("name"))
    return _member(climb, name, "literal", climb.literal) if climb.literal else Context(Role.VALUE, climb.named(name))


def _statement(climb: _ModuleClimb, parent: Node, child: Node, depth: int) -> Context | None:
    """A string that is a whole statement is a docstring."""
    return Context(Role.COMMENT) if child.type in ("string", "concatenated_string") else None


_STEPS: dict[str, Step[_ModuleClimb]] = {
    **dict.fromkeys(
        words(
            "parenthesized_expression boolean_operator interpolation string concatenated_string "
            "binary_operator await list_splat dictionary dictionary_splat type type_parameter union_type "
            "union_pattern call case_pattern as_pattern string_content yield lambda format_expression"
        ),
        _pass,
    ),
    **dict.fromkeys(
        words(
            "block if_statement elif_clause else_clause match_statement try_statement except_clause "
            "for_statement while_statement with_statement"
        ),
        _block,
    ),
    **dict.fromkeys((*_LISTS, "expression_list"), _list),
    **dict.fromkeys(("default_parameter", "typed_default_parameter", "typed_parameter"), _parameter),
    **dict.fromkeys(("assignment", "augmented_assignment", "named_expression", "type_alias_statement"), _assigned),
    "keyword_argument": _keyword,
    "pair": _pair,
    "comparison_operator": _compared,
    "conditional_expression": _ternary,
    **dict.fromkeys(("subscript", "generic_type"), _subscript),
    "argument_list": _arguments,
    "case_clause": _case,
    "return_statement": _return,
    "function_definition": _function,
    "expression_statement": _statement,
}
