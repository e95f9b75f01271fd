"""The enumerations of JavaScript and TypeScript: unions of types, constant lists and mappings of codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from truth.drift.extract.code_context import Climb, Context
from truth.drift.piece import Group, Role

if TYPE_CHECKING:
    from tree_sitter import Node

_CODE_LIKE = re.compile(rb"[\"'`](?:[a-z0-9][a-z0-9_.-]*|[A-Z0-9_]+)[\"'`]")


@dataclass
class ScriptClimb(Climb):
    """What has been passed of types, lists and mappings; `constant` where one cannot change (`as const`)."""

    literal: Node | None = None
    union: Node | None = None
    listed: Node | None = None
    mapped: Node | None = None
    constant: bool = False
    enumerated: Node | None = None
    returned: bool = False


def value(climb: ScriptClimb, name: str) -> Context:
    """What a name holds: a member of an enumeration, or a value."""
    group = _group(climb, name)
    if group is not None:
        return Context(Role.MEMBER, group.name, group)
    return Context(Role.VALUE, climb.named(name))


def _group(climb: ScriptClimb, name: str) -> Group | None:
    """The enumeration a value belongs to: a union of types, a constant list or mapping of codes."""
    if climb.literal is not None:
        whole = climb.union or climb.literal
        takes_any = climb.known.once(whole, "takes any", lambda: _takes_any(climb, whole))
        return Group("union", climb.named(name), whole.start_byte, whole.end_byte, takes_any)
    listed = climb.listed
    if listed is not None and climb.known.once(listed, "strings", lambda: _all_strings(listed)):
        return _closed("list", climb.named(name), listed)
    if climb.enumerated is not None:
        return _closed("enum", climb.named(name), climb.enumerated)
    mapped = climb.mapped
    if mapped is None or not climb.constant or len(climb.keys) != 1:
        return None
    is_enum = climb.known.once(mapped, "codes", lambda: _all_codes(climb, mapped))
    return _closed("enum", name, mapped) if is_enum else None


def _closed(form: str, name: str, whole: Node) -> Group | None:
    return Group(form, name, whole.start_byte, whole.end_byte) if name else None


def _all_strings(listed: Node) -> bool:
    return all(one.type in ("string", "comment") for one in listed.named_children)


def _takes_any(climb: ScriptClimb, union: Node) -> bool:
    """Whether a union lists `string` too, plainly or as `string & {}`."""
    return re.search(rb"\|\s*\(?\s*string\b|\bstring\s*(?:&\s*\{\s*\}\s*\)?)?\s*\|", climb.text(union)) is not None


def _all_codes(climb: ScriptClimb, mapped: Node) -> bool:
    pairs = [one for one in mapped.named_children if one.type == "pair"]
    return all(_CODE_LIKE.fullmatch(climb.text(pair.child_by_field_name("value"))) for pair in pairs)
