"""The fields of envelopes; all of them are there in every answer unless they say otherwise."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

DOCUMENT = {"$ref": "#/components/schemas/Document"}
ANY = {"description": "Any JSON value."}


def string(help: str, **options: Any) -> fields.String:
    """Text."""
    return fields.String(required=True, metadata={"description": help}, **options)


def whole(help: str, **options: Any) -> fields.Integer:
    """A whole number."""
    return fields.Integer(required=True, metadata={"description": help}, **options)


def instant(help: str, **options: Any) -> fields.String:
    """An RFC 3339 instant."""
    return fields.String(required=True, metadata={"description": help, "format": "date-time"}, **options)


def anything(help: str, schema: Any = None) -> fields.Raw:
    """Any JSON, or what a schema says."""
    return fields.Raw(required=True, metadata={"description": help, "schema": schema or {}})


def listed(schema: type[Schema], help: str) -> fields.List[Any]:
    """A list."""
    return fields.List(fields.Nested(schema), required=True, metadata={"description": help})


def keyed(schema: type[Schema], help: str) -> fields.Dict:
    """An object whose members are all alike."""
    return fields.Dict(
        keys=fields.String(), values=fields.Nested(schema), required=True, metadata={"description": help}
    )


def next_cursor() -> fields.String:
    """Where the next page starts."""
    return string("The cursor of the next page; null on the last.", allow_none=True)
