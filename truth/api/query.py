"""Parameters and bodies, read strictly: unknown, repeated or malformed is an error with a finding, never skipped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from flask import Request
from marshmallow import RAISE, Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnsupportedMediaType

from truth.api.json_body import read_json
from truth.api.rules import BODY, PARAMETER
from truth.model.canonical import pointer
from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule
from truth.model.nearest import did_you_mean

SUPPLIED = "with"
"""The parameter family `with.<name>=value`: the arguments a channel brings."""

_UNKNOWN = "unknown"
_PREFIX = f"{SUPPLIED}."


class Strict(Schema):
    """A schema for what comes in: a name it does not have is refused."""

    error_messages = {"unknown": _UNKNOWN, "type": "must be a JSON object"}  # noqa: RUF012 (marshmallow's own way)

    class Meta:
        """Marshmallow options."""

        unknown = RAISE


class NoQuery(Strict):
    """No parameters."""


class StrictParser(FlaskParser):
    """Reads requests for flask-smorest: into plain values, or into `Invalid` with findings."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE, "json": RAISE}  # noqa: RUF012

    def load_querystring(self, req: Request, schema: Schema) -> dict[str, Any]:
        """The query's parameters, each once; `with.<name>` gathered where the schema has them."""
        repeated = [name for name, values in req.args.lists() if len(values) > 1]
        if repeated:
            _refuse([_finding(PARAMETER, (name,), f"the parameter '{name[:64]}' is given twice") for name in repeated])
        found: dict[str, Any] = req.args.to_dict()
        return _gathered(found) if _supplies(schema) else found

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The JSON body."""
        refuse_other_types(req)
        return read_json(req.get_data())

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: Schema,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        """Turn what marshmallow found into findings."""
        messages: Any = error.messages
        (location,) = messages
        refuse_misfit(PARAMETER if location == "query" else BODY, messages[location], schema)


def refuse_other_types(req: Request) -> None:
    """Only `application/json` is read: what a page elsewhere can make a browser send without asking is not."""
    if req.mimetype != "application/json":
        raise UnsupportedMediaType("send JSON, with the header Content-Type: application/json")


def refuse_misfit(rule: Rule, messages: Any, schema: Schema) -> NoReturn:
    """Raise `Invalid` with what marshmallow found."""
    _refuse([_finding(rule, path, _words(rule.id, path, message, schema)) for path, message in _flat(messages)])


def _supplies(schema: Schema) -> bool:
    return any(field.data_key == SUPPLIED for field in schema.fields.values())


def _gathered(found: Mapping[str, str]) -> dict[str, Any]:
    if SUPPLIED in found:
        message = f"write {_PREFIX}<name>=value, one for each argument"
        _refuse([_finding(PARAMETER, (SUPPLIED,), message)])
    plain = {name: value for name, value in found.items() if not name.startswith(_PREFIX)}
    supplied = {name.removeprefix(_PREFIX): value for name, value in found.items() if name.startswith(_PREFIX)}
    return {**plain, SUPPLIED: supplied} if supplied else plain


def _refuse(found: list[Finding]) -> NoReturn:
    if len(found) == 1:
        raise Invalid(found[0].message, found)
    raise Invalid(f"{len(found)} parts of the request are not acceptable; the findings say which", found)


def _finding(rule: Any, path: tuple[str | int, ...], message: str) -> Finding:
    subject = "query" if rule is PARAMETER else "body"
    found: Finding = rule.finding(subject, message, path=path)
    return found


def _flat(messages: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every message with the path it is about; marshmallow puts those about a whole under `_schema`."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, path if key == "_schema" else (*path, key))
    elif isinstance(messages, list):
        yield from ((path, str(message)) for message in messages)
    else:
        yield path, str(messages)


def _words(rule: str, path: tuple[str | int, ...], message: str, schema: Schema) -> str:
    what = "parameter" if rule == PARAMETER.id else "field"
    name = str(path[-1])[:64] if path else "the body"
    if message == _UNKNOWN:
        return f"there is no {what} '{name}'{did_you_mean(str(path[-1]), _names(schema, path[:-1]))}"
    where = name if what == "parameter" or not path else pointer(path)
    return f"{where}: {message}"


def _names(schema: Schema, path: tuple[str | int, ...]) -> list[str]:
    """The names known at a place in what came in."""
    for segment in path:
        field: Any = schema.fields.get(str(segment))
        while isinstance(field, fields.List):
            field = field.inner
        if isinstance(field, fields.Nested):
            schema = field.schema
    known = [field.data_key or name for name, field in schema.fields.items()]
    return [f"{_PREFIX}<name>" if name == SUPPLIED and not path else name for name in known]
