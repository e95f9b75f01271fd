"""Documentation: the OpenAPI document as a page reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Spec = Mapping[str, Any]

UNKNOWN = ("digest", "id")
"""Names in an address that no example can know: they are of what a registry itself holds."""

_SAMPLES = {"policy": "returns", "decision": "return", "vocabulary": "fulfilment", "key": "refunds"}
"""What the names in the other addresses are with the sample content."""


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body: its name, its type in a word, and what it is for."""

    name: str
    type: str
    about: str
    required: bool = False


@dataclass(frozen=True)
class Operation:
    """One route; `example` is an address that works with the sample (names of `UNKNOWN` are left in braces), `sent` a
    body for it, `keyed` it needs a key."""

    method: str
    path: str
    summary: str
    about: str
    example: str
    sent: str | None
    keyed: bool
    parameters: Sequence[Field]
    body: Sequence[Field]
    answer: Sequence[Field]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"{self.method}-{self.path}".lower().replace("/", "-").replace("{", "").replace("}", "")


@dataclass(frozen=True)
class Group:
    """The routes of one resource."""

    name: str
    about: str
    operations: Sequence[Operation]


def operations(spec: Spec) -> list[Group]:
    """Every route, by resource."""
    return [
        Group(tag["name"], tag.get("description", ""), [one for name, one in _all(spec) if name == tag["name"]])
        for tag in spec["tags"]
    ]


def _all(spec: Spec) -> Iterator[tuple[str, Operation]]:
    for path, item in spec["paths"].items():
        shared = item.get("parameters", [])
        for method in ("get", "post", "delete"):
            if method in item:
                yield item[method]["tags"][0], _operation(spec, path, method, item[method], shared)


def _operation(spec: Spec, path: str, method: str, told: Spec, shared: Sequence[Spec]) -> Operation:
    parameters = [_resolved(spec, one) for one in (*told.get("parameters", []), *shared)]
    example = told["x-example"]
    return Operation(
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        about=told.get("description", ""),
        example=_filled(path) if method == "post" else example,
        sent=json.dumps(example) if method == "post" else None,
        keyed={} not in told.get("security", [{}]) and bool(told["security"]),
        parameters=[_parameter(spec, one) for one in parameters],
        body=_fields(spec, told.get("requestBody", {})),
        answer=_fields(spec, _answered(told["responses"])),
    )


def _filled(path: str) -> str:
    """The path with what its names are in the sample."""
    for name, sample in _SAMPLES.items():
        path = path.replace(f"{{{name}}}", sample)
    return path


def _answered(responses: Spec) -> Spec:
    """The answer where all went well."""
    found: Spec = next(told for status, told in sorted(responses.items()) if status.startswith("2"))
    return found


def _parameter(spec: Spec, told: Spec) -> Field:
    name = "with.<name>" if told["name"] == "with" else told["name"]
    kind = "header" if told["in"] == "header" else _type(spec, told["schema"])
    about = told.get("description") or told["schema"].get("description", "")
    return Field(name, kind, about, told.get("required", False))


def _fields(spec: Spec, told: Spec) -> list[Field]:
    """The fields of a body of JSON, as far as its schema names them."""
    for content in _resolved(spec, told).get("content", {}).values():
        schema = _resolved(spec, content.get("schema", {}))
        required = schema.get("required", [])
        return [
            Field(name, _type(spec, inner), inner.get("description", ""), name in required)
            for name, inner in schema.get("properties", {}).items()
        ]
    return []


def _type(spec: Spec, schema: Spec) -> str:
    told = _resolved(spec, schema)
    if "enum" in told:
        return " | ".join(str(word) for word in told["enum"])
    kind = told.get("type", "any")
    names = kind if isinstance(kind, list) else [kind]
    if "array" in names and "items" in told:
        return f"list of {_type(spec, told['items'])}"
    return " or ".join(told.get("format", name) if name == "string" else name for name in names)


def _resolved(spec: Spec, node: Spec) -> Spec:
    """A node, or what its `$ref` within the document leads to."""
    while "$ref" in node:
        found: Any = spec
        for segment in node["$ref"].removeprefix("#/").split("/"):
            found = found[segment]
        node = found
    return node
