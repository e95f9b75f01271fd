"""The canonical order of keys, read out of the schema.

Known keys come as the schema's `properties` list them, free keys after them: by the annotation `x-order`, else sorted.

- `locales`: the company's locales in their order, then the others sorted;
- `graph`: the statuses as they are met from `initial`, breadth first along `transitions` as listed, the rest sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jsonschema_rs

from truth.model.canonical import Body, Json, pointer

Schema = Mapping[str, Any]
Views = tuple[Schema, ...]
"""Every schema that speaks of one node: the one in its place, and what that refers to or branches into."""

_DEEPEST_REF = 32  # a chain of references longer than this leads in a circle


@dataclass(frozen=True)
class Ordered:
    """Data in canonical order, and the JSON pointers of its sections: mappings of named things, one to a line."""

    data: Json
    sections: frozenset[str] = frozenset()


def unordered(body: Json) -> Ordered:
    """Data about which no schema is known: keys sorted, no sections."""
    return Order({}).apply(body)


@dataclass(frozen=True)
class Order:
    """Puts a document into canonical order; `schema` is a kind's, in one self-contained piece."""

    schema: Schema
    locales: Sequence[str] = ()

    def apply(self, body: Json) -> Ordered:
        """The same data, every mapping in its canonical order."""
        sections: set[str] = set()
        data = self._node(body, tuple(self._flat(self.schema, body, 0)), None, "", sections)
        return Ordered(data, frozenset(sections))

    def _node(self, node: Json, views: Views, parent: Body | None, at: str, sections: set[str]) -> Json:
        if isinstance(node, list):
            return [self._child(item, views, place, None, at, sections) for place, item in enumerate(node)]
        if not isinstance(node, Mapping):
            return node
        if _is_section(node, views):
            sections.add(at)
        keys = self._keys(node, views, parent)
        return {key: self._child(node[key], views, key, node, at, sections) for key in keys}

    def _child(
        self, child: Json, views: Views, key: str | int, parent: Body | None, at: str, sections: set[str]
    ) -> Json:
        schemas = (_below(view, key) for view in views)
        below = tuple(flat for schema in schemas if schema for flat in self._flat(schema, child, 0))
        return self._node(child, below, parent, at + pointer((key,)), sections)

    def _keys(self, node: Body, views: Views, parent: Body | None) -> Iterator[str]:
        known = _known(views)
        yield from (key for key in known if key in node)
        free = sorted(key for key in node if key not in known)
        first = self._first(next((view["x-order"] for view in views if "x-order" in view), None), parent)
        leading = dict.fromkeys(key for key in first if key in free)
        yield from leading
        yield from (key for key in free if key not in leading)

    def _first(self, order: str | None, parent: Body | None) -> Iterable[str]:
        if order == "locales":
            return self.locales
        if order == "graph" and parent is not None:
            return discovery(parent)
        return ()

    def _flat(self, schema: Schema, node: Json, depth: int) -> Iterator[Schema]:
        if depth > _DEEPEST_REF:
            return
        yield schema
        for branch in self._parts(schema, node):
            yield from self._flat(branch, node, depth + 1)

    def _parts(self, schema: Schema, node: Json) -> Iterator[Schema]:
        if "$ref" in schema:
            yield self._target(schema["$ref"])
        yield from schema.get("allOf", ())
        if "if" in schema:
            branch = schema.get("then" if self._fits(schema["if"], node) else "else")
            if branch:
                yield branch
        for choice in ("oneOf", "anyOf"):
            if choice in schema:
                yield next((option for option in schema[choice] if self._fits(option, node)), schema[choice][0])

    def _target(self, ref: str) -> Schema:
        target: Any = self.schema
        for segment in ref.removeprefix("#").split("/")[1:]:
            target = target[segment.replace("~1", "/").replace("~0", "~")]
        return target  # type: ignore[no-any-return]

    def _fits(self, schema: Schema, node: Json) -> bool:
        return bool(_validator(_Same(schema), _Same(self.schema)).is_valid(node))


@dataclass(frozen=True, eq=False)
class _Same:
    """A schema, equal to no other object: the key of a cache that need not look into it."""

    schema: Schema

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.schema is self.schema

    def __hash__(self) -> int:
        return id(self.schema)


@lru_cache(maxsize=256)
def _validator(branch: _Same, whole: _Same) -> Any:
    """Says whether a node fits a branch of a schema; compiled once for all documents of a kind."""
    return jsonschema_rs.validator_for({**branch.schema, "$defs": whole.schema.get("$defs", {})})


def discovery(vocabulary: Body) -> list[str]:
    """The codes of a vocabulary in the order in which they are met from `initial` along `transitions`."""
    following: dict[str, list[str]] = {}
    for transition in _mappings(vocabulary.get("transitions")):
        for code in _words(transition.get("from")):
            following.setdefault(code, []).extend(_words([transition.get("to")]))
    met = dict.fromkeys(_words(vocabulary.get("initial")))
    queue = list(met)
    for code in queue:
        fresh = [target for target in dict.fromkeys(following.get(code, ())) if target not in met]
        met.update(dict.fromkeys(fresh))
        queue += fresh
    return queue


def _mappings(node: Json) -> list[Body]:
    return [item for item in node if isinstance(item, Mapping)] if isinstance(node, list) else []


def _words(node: Json) -> list[str]:
    return [item for item in node if isinstance(item, str)] if isinstance(node, list) else []


def _known(views: Views) -> dict[str, None]:
    return dict.fromkeys(key for view in views for key in view.get("properties", {}))


def _is_section(node: Body, views: Views) -> bool:
    """Whether a mapping holds things by free names: statuses, values, inputs. Locales are words of one thing."""
    if any(view.get("x-order") == "locales" for view in views):
        return False
    if not any(isinstance(view.get("additionalProperties"), Mapping) for view in views):
        return False
    known = _known(views)
    return any(isinstance(child, Mapping) for key, child in node.items() if key not in known)


def _below(schema: Schema, key: str | int) -> Schema | None:
    """The schema a schema has for the child at a key or an index, if it has one."""
    if isinstance(key, int):
        first = schema.get("prefixItems", ())
        child = first[key] if key < len(first) else schema.get("items")
    else:
        child = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
    return child if isinstance(child, Mapping) else None
