"""Schemas: the shapes of documents, for editors and validators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from truth.api import envelopes
from truth.api.answer import as_bytes, finished, scoped
from truth.api.resource import Resource
from truth.api.wiring import wiring

MEDIA_TYPE = "application/schema+json"
_ENDING = ".schema.json"

blueprint = Resource("schemas", __name__, description="The shapes of documents, as JSON Schema 2020-12.")


@blueprint.serve("/v1/schemas", envelopes.SchemaList, example="/v1/schemas")
def schemas(query: Mapping[str, Any]) -> Response:
    """The document schemas"""
    items = [{"kind": kind, "href": f"/v1/schemas/{kind}"} for kind in wiring().shapes.kinds()]
    return finished(as_bytes({"items": items}), {}, _cache())


@blueprint.serve("/v1/schemas/<kind>", {"type": "object"}, example="/v1/schemas/policy", media_type=MEDIA_TYPE)
def schema(query: Mapping[str, Any], kind: str) -> Response:
    """One document schema, self-contained

    `policy.schema.json` names the same schema as `policy`.
    """
    found = wiring().shapes.schema(kind.removesuffix(_ENDING))
    return finished(as_bytes(found), {}, _cache(), MEDIA_TYPE)


def _cache() -> str:
    return scoped(f"max-age={wiring().settings.max_age}")
