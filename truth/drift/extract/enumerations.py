"""The enumerations of JSON Schema and OpenAPI, and the other strings of a schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truth.drift.extract.refs import maybe_ref
from truth.drift.extract.tree import Branches, Leaf, Node, Path, below, json_path
from truth.drift.extract.words import words
from truth.drift.piece import Group, Piece, Role

_ENUMS = ("enum", "x-enum", "x-extensible-enum")
_ALTERNATIVES = ("oneOf", "anyOf")
_NAMING = words("schemas properties $defs definitions patternProperties headers parameters")
_SAMPLES = words("const default example examples")
_TYPES = frozenset(("object", "string", "array"))
_SHAPES = ("properties", "enum", "items", "oneOf", "$defs", "definitions")
_SIGNS = ("openapi", "swagger", "asyncapi")


def is_schema(root: Node) -> bool:
    """Whether a tree is an OpenAPI description or a JSON Schema, by what it says of itself."""
    if not isinstance(root, Branches):
        return False
    schema = root.text("$schema") or ""
    return any(root.child(sign) for sign in _SIGNS) or "json-schema.org" in schema or _looks_like_one(root)


def _looks_like_one(root: Branches) -> bool:
    """Whether a tree is shaped as a schema is, or as the shared parts of a description are."""
    components = root.child("components")
    if isinstance(components, Branches) and isinstance(components.child("schemas"), Branches):
        return True
    return root.text("type") in _TYPES and any(isinstance(root.child(key), Branches) for key in _SHAPES)


def schema_pieces(root: Node) -> Iterator[Piece]:
    """Members of enumerations, and a VALUE for every other string: samples under the name of what they are of."""
    groups: dict[Path, Group] = {}
    opens: set[Path] = set()
    names: dict[Path, str] = {(): ""}
    for path, node in below(root):
        names[path] = _name(path, node, names.get(path[:-1], ""))
        if isinstance(node, Branches):
            _find_groups(path, node, names[path], groups, opens)
        elif node.is_text:
            yield _piece(path, node, groups, names)


def _find_groups(path: Path, node: Branches, name: str, groups: dict[Path, Group], opens: set[Path]) -> None:
    for key in _ENUMS:
        listed = node.child(key)
        if isinstance(listed, Branches) and listed.keys is None:
            takes_more = key == "x-extensible-enum" or path in opens
            groups[(*path, key)] = Group("schema", name, listed.start, listed.end, takes_more)
    for key in _ALTERNATIVES:
        listed = node.child(key)
        if isinstance(listed, Branches) and listed.keys is None:
            _find_alternatives((*path, key), listed, name, groups, opens)


def _find_alternatives(path: Path, listed: Branches, name: str, groups: dict[Path, Group], opens: set[Path]) -> None:
    """`oneOf: [{const: a}, {const: b}]` is an enumeration too; beside a schema of any string, it is open."""
    kinds = [one for one in listed.children if isinstance(one, Branches)]
    any_string = any(one.text("type") == "string" and _is_free(one) for one in kinds)
    if any_string:
        opens.update((*path, index) for index in range(len(listed.children)))
    if any(one.text("const") for one in kinds):
        groups[path] = Group("schema", name, listed.start, listed.end, any_string)


def _is_free(schema: Branches) -> bool:
    return not any(schema.child(key) for key in ("enum", "const", "pattern", "format"))


def _piece(path: Path, leaf: Leaf, groups: dict[Path, Group], names: dict[Path, str]) -> Piece:
    if len(path) >= 2 and path[:-1] in groups:
        return _member(leaf, groups[path[:-1]], path)
    if path[-1:] == ("const",) and path[:-2] in groups:
        return _member(leaf, groups[path[:-2]], path)
    is_sample = any(step in _SAMPLES for step in path[-2:])
    name = names[path] if is_sample else str(path[-1] if path else "")
    return maybe_ref(replace(leaf.piece, name=name, path=json_path(path)))


def _member(leaf: Leaf, group: Group, path: Path) -> Piece:
    return replace(leaf.piece, role=Role.MEMBER, name=group.name, group=group, path=json_path(path))


def _name(path: Path, node: Node, above: str) -> str:
    """What a schema is called: its key (`Order.status`), a parameter's name, or its title."""
    if len(path) >= 2 and path[-2] in _NAMING and isinstance(path[-1], str):
        return f"{above}.{path[-1]}" if above and path[-2] != "schemas" else path[-1]
    if isinstance(node, Branches):
        own = node.text("name") if node.text("in") else None
        return own or above or node.text("title") or ""
    return above
