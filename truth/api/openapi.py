"""The OpenAPI document: made from the routes, with the document schemas taken in as components."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, current_app
from flask_smorest import Api
from marshmallow import fields

from truth import __version__
from truth.api import envelopes
from truth.api.answer import as_bytes, finished, scoped
from truth.api.problems import MEDIA_TYPE
from truth.api.resource import Number
from truth.api.wiring import wiring
from truth.registry.ports import Shapes

VERSION = "3.1.0"
_ABOUT = (
    "The registry of what a company tells its customers: price rules, policy wording and order statuses. "
    "Every answer says which release it comes from, and every past answer can be asked for again."
)
_REFERENCE = "#/$defs/"
_COMPONENT = "#/components/schemas/"

blueprint = Blueprint("openapi", __name__)


class Specification(Api):  # type: ignore[misc]
    """flask-smorest's Api, with problems for errors, and every answer's bytes made once."""

    def _register_error_handlers(self) -> None:
        """Errors are answered in `problems.py`."""

    def _register_responses(self) -> None:
        """Errors, as the documentation names them."""
        content = {MEDIA_TYPE: {"schema": envelopes.Problem}}
        for name, help in (("DEFAULT_ERROR", "Why the request was not answered."), *_unprocessable()):
            self.spec.components.response(name, {"description": help, "content": content}, lazy=True)

    @cached_property
    def data(self) -> bytes:
        """The finished document."""
        return as_bytes(self.spec.to_dict())


def describe(app: Flask, shapes: Shapes) -> Specification:
    """The specification of an application; resources are registered through it."""
    app.config["API_TITLE"] = "Truth"
    app.config["API_VERSION"] = __version__
    app.config["OPENAPI_VERSION"] = VERSION
    described = Specification(app, spec_kwargs={"info": {"description": _ABOUT}, "servers": [{"url": "/"}]})
    described.register_converter(Number, lambda converter: {"type": "integer", "minimum": 1})
    described.ma_plugin.converter.add_attribute_function(_declared)
    described.ma_plugin.converter.add_parameter_attribute_function(_spread)
    _add_components(described, shapes)
    return described


@blueprint.route("/openapi.json")
def specification() -> Response:
    """The OpenAPI document."""
    described: Specification = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    return finished(described.data, {}, scoped(f"max-age={wiring().settings.max_age}"))


def document_components(shapes: Shapes) -> dict[str, Any]:
    """The document schemas as components: one for each kind, its definitions beside it, and `Document` for any."""
    found: dict[str, Any] = {}
    for kind in shapes.kinds():
        schema = {key: value for key, value in shapes.schema(kind).items() if key != "$schema"}
        definitions: Any = schema.pop("$defs", {})
        found |= {f"{kind}.{name}": _pointed(inner, kind) for name, inner in definitions.items()}
        found[kind] = _pointed(schema, kind)
    return {**found, "Document": {"anyOf": [{"$ref": _COMPONENT + kind} for kind in shapes.kinds()]}}


def _pointed(node: Any, kind: str) -> Any:
    """A schema whose references lead to components."""
    if isinstance(node, list):
        return [_pointed(item, kind) for item in node]
    if isinstance(node, Mapping):
        return {key: _pointed(value, kind) for key, value in node.items()}
    return f"{_COMPONENT}{kind}.{node[len(_REFERENCE) :]}" if str(node).startswith(_REFERENCE) else node


def _add_components(described: Specification, shapes: Shapes) -> None:
    components = described.spec.components
    for name, schema in document_components(shapes).items():
        components.schema(name, schema)
    for name, (help, schema) in _HEADERS.items():
        components.header(name, {"description": help, "schema": schema})
    for name, (header, help, schema) in _PARAMETERS.items():
        components.parameter(name, "header", {"name": header, "description": help, "schema": schema})
    components.security_scheme("key", {"type": "http", "scheme": "bearer", "description": "A key of the registry."})


def _declared(self: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    """What a field's metadata says as JSON Schema, `$ref` included, which apispec leaves out."""
    schema: dict[str, Any] = field.metadata.get("schema", {})
    return schema


def _spread(self: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    """An object in a query is written as one parameter for each of its members."""
    return {"style": "form", "explode": True} if isinstance(field, fields.Dict) else {}


def _unprocessable() -> Iterator[tuple[str, str]]:
    yield HTTPStatus(422).name, "A parameter or the body is not acceptable; the findings say what and where."


_HEADERS = {
    "ETag": ("SHA-256 of the exact bytes.", {"type": "string"}),
    "CacheControl": ("How long the answer may be kept: never past the next change.", {"type": "string"}),
    "TruthPosition": ("Counts releases as they take effect, and window edges since: 12.1.", {"type": "string"}),
    "TruthRelease": ("The release in effect.", {"type": "integer"}),
    "TruthDigest": ("The digest of the Snapshot.", {"type": "string"}),
    "TruthScheduled": ("`true` where the moment asked for lies in the future.", {"type": "string"}),
}
_POSITION = {"type": "string", "pattern": r"^[0-9]{1,15}\.[0-9]{1,15}$"}
_PARAMETERS = {
    "TruthMinPosition": ("Truth-Min-Position", "Wait up to two seconds for this position; then 503.", _POSITION),
    "IfNoneMatch": ("If-None-Match", "The ETag the reader has; 304 where it is still right.", {"type": "string"}),
    "IfMatch": (
        "If-Match",
        "The pointer's ETag, or a Snapshot's digest; 412 where it is no longer in effect.",
        {"type": "string"},
    ),
    "IdempotencyKey": (
        "Idempotency-Key",
        "A name for this request, such as a UUID: sent again, it is not done again.",
        {"type": "string", "maxLength": 200},
    ),
}
