"""Where a string of JavaScript or TypeScript stands: what it is given to, compared with, a member or a label of.

Found by climbing from the string to what holds it; what only passes a value on (brackets, `as`, `?:`, `||`) is passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from truth.drift.extract.code_context import Context, Step, climbed
from truth.drift.extract.code_tree import Known, first_of
from truth.drift.extract.javascript_calls import Called, called, compared_with
from truth.drift.extract.javascript_groups import ScriptClimb, value
from truth.drift.extract.page import VISIBLE
from truth.drift.extract.words import words
from truth.drift.piece import Call, Group, Role

if TYPE_CHECKING:
    from tree_sitter import Node

_EQUAL = frozenset(("==", "===", "!=", "!=="))


def context_of(data: bytes, node: Node, around: Sequence[Node], known: Known) -> Context:
    """The context of a string, given the nodes around it, the outermost first."""
    climb = ScriptClimb(data, around, known)
    return climbed(climb, node, _STEPS) or value(climb, "")


def _pass(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    if parent.type in ("as_expression", "satisfies_expression") and climb.text(parent).rstrip().endswith(b"const"):
        climb.constant = True
    return None


def _ternary(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    return Context(Role.VALUE) if parent.child_by_field_name("condition") == child else None


def _binary(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    operator = parent.child_by_field_name("operator")
    sign = operator.type if operator is not None else ""
    if sign in _EQUAL:
        left, right = parent.child_by_field_name("left"), parent.child_by_field_name("right")
        return Context(Role.COMPARED, climb.name(right if left == child else left))
    return None if sign in ("+", "||", "&&", "??") else Context(Role.VALUE)


def _pair(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    key = parent.child_by_field_name("key")
    if key is None or key == child:
        return Context(Role.VALUE, "") if key is not None and key.type == "computed_property_name" else Context(None)
    climb.keys.append(climb.text(key).decode("utf-8", "replace").strip("\"'`"))
    return None


def _object(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    climb.mapped = parent
    return None


def _array(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    if not climb.keys:
        climb.listed = parent
    return None


def _member(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    """`["a", "b"].includes(status)`, `new Set(["a", "b"]).has(status)`."""
    method = climb.text(parent.child_by_field_name("property"))
    call = climb.around[depth - 1] if depth else None
    listed = climb.listed or child
    if method in (b"includes", b"indexOf", b"has") and call is not None and call.type == "call_expression":
        arguments = call.child_by_field_name("arguments")
        name = climb.name(first_of(arguments)) if arguments is not None else ""
        return Context(Role.COMPARED, name, Group("list", name, listed.start_byte, listed.end_byte))
    return Context(Role.VALUE)


def _declared(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    name = parent.child_by_field_name("name") or parent.child_by_field_name("property")
    return value(climb, climb.name(name))


def _assigned(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    left = parent.child_by_field_name("left")
    return Context(Role.VALUE) if left == child else value(climb, climb.name(left))


def _parameter(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    return value(climb, climb.name(parent.child_by_field_name("pattern") or parent.child_by_field_name("left")))


def _case(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    label = parent.child_by_field_name("value")
    if label != child:
        climb.keys.append(climb.text(label).decode("utf-8", "replace").strip("\"'`"))
        return None
    switch = climb.around[depth - 2] if depth >= 2 else parent
    name = climb.name(switch.child_by_field_name("value"))
    is_open = climb.known.once(switch, "default", lambda: _has_default(climb.around[depth - 1]))
    return Context(Role.CASE, name, Group("switch", name, switch.start_byte, switch.end_byte, is_open))


def _has_default(body: Node) -> bool:
    return any(one.type == "switch_default" for one in body.named_children)


def _return(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    climb.returned = True
    climb.mapped = climb.listed = None
    return None


def _block(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    return None if climb.returned else Context(Role.VALUE)


def _function(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    name = parent.child_by_field_name("name")
    climb.mapped = climb.listed = None
    return value(climb, climb.name(name)) if name is not None else None


def _literal_type(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    climb.literal = parent
    return None


def _union(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    climb.union = parent
    return None


def _property(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    """A property of a type: the names of those around it belong to it."""
    climb.keys.append(climb.name(parent.child_by_field_name("name")))
    return None


def _generic(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    return Context(Role.VALUE, climb.name(parent.child_by_field_name("name")))


def _enum(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    name = climb.name(parent.child_by_field_name("name"))
    return Context(Role.MEMBER, name, Group("enum", name, parent.start_byte, parent.end_byte))


def _import(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    return Context(Role.VALUE, "import")


def _directive(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    return Context(None) if child.type == "string" else Context(Role.VALUE)


def _arguments(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    call = climb.around[depth - 1] if depth else parent
    found = called(climb.data, call, parent, child)
    if climb.enumerated is not None:
        return None
    if found is Called.ENUMERATES:
        climb.enumerated, climb.keys = child, []
        climb.listed = child if child.type == "array" else None
        return None
    if found is Called.PASSES:
        climb.constant = True
        return None
    if isinstance(found, Call):
        return Context(Role.REF, found.function, call=found)
    compared = compared_with(climb.data, call)
    if compared is not None:
        return Context(Role.COMPARED, compared)
    if found is Called.SHOWS:
        return Context(Role.TEXT, climb.name(call.child_by_field_name("function")))
    return Context(Role.VALUE, climb.named(climb.name(call.child_by_field_name("function") or call)))


def _call(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    """A call one has come to through its arguments is passed: `z.enum([…])`, `Object.freeze({…})`."""
    template = child.type == "template_string"
    return Context(Role.VALUE, climb.name(parent.child_by_field_name("function"))) if template else None


def _attribute(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    name = climb.text(first_of(parent)).decode("utf-8", "replace")
    element = climb.around[depth - 1] if depth else parent
    tag = climb.name(element.child_by_field_name("name"))
    if name == "data-truth" or (name == "ref" and climb.data.startswith(b"<truth-text", element.start_byte)):
        function = "attribute" if name == "data-truth" else "element"
        from truth.drift.extract.javascript_calls import element_call

        return Context(Role.REF, name, call=element_call(climb.data, climb.around, depth - 1, function))
    visible = name in VISIBLE and tag not in ("link", "meta")
    return Context(Role.TEXT if visible else Role.VALUE, climb.named(name))


def _expression(climb: ScriptClimb, parent: Node, child: Node, depth: int) -> Context | None:
    """`{…}` of JSX: between tags it is read by people; in an attribute the attribute says."""
    around = climb.around[depth - 1].type if depth else ""
    if around in ("jsx_element", "jsx_fragment"):
        if child.type == "string":
            return Context(None)
        return Context(Role.TEXT if not climb.keys else Role.VALUE, climb.named(""))
    return None


_STEPS: dict[str, Step[ScriptClimb]] = {
    **dict.fromkeys(
        words(
            "parenthesized_expression as_expression satisfies_expression non_null_expression "
            "await_expression spread_element sequence_expression type_assertion template_substitution "
            "template_string parenthesized_type array_type readonly_type type_annotation object_type "
            "interface_body intersection_type new_expression yield_expression template_literal_type"
        ),
        _pass,
    ),
    **dict.fromkeys(
        words(
            "statement_block if_statement else_clause switch_body switch_statement switch_default "
            "try_statement catch_clause for_statement for_in_statement while_statement"
        ),
        _block,
    ),
    **dict.fromkeys(
        [
            "function_declaration",
            "method_definition",
            "arrow_function",
            "function_expression",
            "generator_function_declaration",
        ],
        _function,
    ),
    **dict.fromkeys(("variable_declarator", "public_field_definition", "field_definition"), _declared),
    **dict.fromkeys(("type_alias_declaration", "interface_declaration"), _declared),
    **dict.fromkeys(("assignment_expression", "augmented_assignment_expression"), _assigned),
    **dict.fromkeys(("assignment_pattern", "object_assignment_pattern"), _assigned),
    **dict.fromkeys(("required_parameter", "optional_parameter"), _parameter),
    **dict.fromkeys(("import_statement", "export_statement"), _import),
    **dict.fromkeys(("type_arguments", "lookup_type"), _generic),
    "ternary_expression": _ternary,
    "binary_expression": _binary,
    "pair": _pair,
    "object": _object,
    "array": _array,
    "member_expression": _member,
    "switch_case": _case,
    "return_statement": _return,
    "literal_type": _literal_type,
    "union_type": _union,
    "property_signature": _property,
    "generic_type": _generic,
    "enum_declaration": _enum,
    "enum_body": _pass,
    "enum_assignment": _pass,
    "expression_statement": _directive,
    "arguments": _arguments,
    "call_expression": _call,
    "jsx_attribute": _attribute,
    "jsx_expression": _expression,
}
