"""Resource: the blueprint every part of the API is made with.

A route is declared once, with its parameters, its answer and an example; the OpenAPI document and `/docs` come of it.
Views give finished responses, so of flask-smorest's decorators only what they note for the documentation is kept: each
would be one more call around every request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import Response
from flask_smorest import Blueprint
from marshmallow import Schema
from werkzeug.routing import BaseConverter

from truth.api.answer import JSON, NDJSON
from truth.api.query import NoQuery, StrictParser

View = Callable[..., Response]
Decorator = Callable[[View], View]

READ_HEADERS = {
    name: {"$ref": f"#/components/headers/{component}"}
    for name, component in {
        "ETag": "ETag",
        "Cache-Control": "CacheControl",
        "Truth-Position": "TruthPosition",
        "Truth-Release": "TruthRelease",
        "Truth-Digest": "TruthDigest",
        "Truth-Scheduled": "TruthScheduled",
    }.items()
}
_COMMON_HEADERS = {name: READ_HEADERS[name] for name in ("ETag", "Cache-Control")}
_KEY_OR_OPEN: list[dict[str, list[str]]] = [{"key": []}, {}]
_KEY: list[dict[str, list[str]]] = [{"key": []}]
_ANSWER = "The answer."
_PARSER = StrictParser()


def read_body(schema: Schema) -> Mapping[str, Any]:
    """The JSON body of the present request by a schema; `Invalid` with a finding for each misfit."""
    body: Mapping[str, Any] = _PARSER.parse(schema, location="json")
    return body


class Number(BaseConverter):
    """A number in a path: plain digits, and no more of them than a number here can have."""

    regex = "[0-9]{1,15}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)


class Resource(Blueprint):  # type: ignore[misc]
    """A part of the API."""

    def read(
        self,
        rule: str,
        answer: type[Schema] | Mapping[str, Any],
        *,
        query: type[Schema],
        example: str,
        media_type: str = JSON,
    ) -> Decorator:
        """A route that reads what was in force at a moment; `example` is an address that works with the sample."""
        described = (*self._answered(answer, READ_HEADERS, media_type), self._noted(example, _KEY_OR_OPEN))
        return self._routed(rule, "GET", described, {"query": query()}, ("IfNoneMatch", "TruthMinPosition"))

    def serve(
        self, rule: str, answer: type[Schema] | Mapping[str, Any], *, example: str, media_type: str = JSON
    ) -> Decorator:
        """A route whose answer belongs to no moment; it takes no parameters."""
        described = (*self._answered(answer, _COMMON_HEADERS, media_type), self._noted(example, _KEY_OR_OPEN))
        return self._routed(rule, "GET", described, {"query": NoQuery()}, ("IfNoneMatch",))

    def ask(
        self, rule: str, body: type[Schema], answer: type[Schema], *, query: type[Schema], example: Mapping[str, Any]
    ) -> Decorator:
        """A route that reads what was in force at a moment, its question in the body."""
        answered = self.response(200, answer, headers=READ_HEADERS, description=_ANSWER)
        described = (answered, self._noted(example, _KEY_OR_OPEN))
        return self._routed(rule, "POST", described, {"json": body(), "query": query()}, ("TruthMinPosition",))

    def ask_or_stream(
        self,
        rule: str,
        body: type[Schema],
        answer: type[Schema],
        *,
        query: type[Schema],
        streams: Iterable[str],
        example: Mapping[str, Any],
    ) -> Decorator:
        """A route whose question is one body, or a stream of many of one of the types `streams`.

        The view looks at the type itself: one body it reads with `read_body`.
        """
        answered = self.response(200, answer, headers=READ_HEADERS, description=_ANSWER)
        many = self.doc(requestBody={"content": {one: {"schema": {}} for one in streams}})
        lines = self.alt_response(200, schema={"type": "string"}, content_type=NDJSON, description=_ANSWER)
        described = (answered, lines, self._noted(example, _KEY_OR_OPEN), many)
        asked = {"json": body(), "query": query()}
        return self._routed(rule, "POST", described, asked, ("TruthMinPosition",), parsed=("query",))

    def take(
        self,
        rule: str,
        answer: Mapping[str, Any],
        *,
        query: type[Schema],
        accepts: Iterable[str],
        media_type: str,
        example: Any,
    ) -> Decorator:
        """A route that reads a stream of any length, which is of one of the types `accepts`, and answers in one."""
        body = {"required": True, "content": {one: {"schema": {}} for one in accepts}}
        answered = self.response(200, answer, headers=READ_HEADERS, content_type=media_type, description=_ANSWER)
        described = (answered, self._noted(example, _KEY_OR_OPEN), self.doc(requestBody=body))
        return self._routed(rule, "POST", described, {"query": query()}, ("TruthMinPosition",))

    def submit(
        self,
        rule: str,
        body: type[Schema],
        answers: Mapping[int, type[Schema]],
        *,
        example: Mapping[str, Any],
        parameters: Sequence[str] = (),
    ) -> Decorator:
        """A route that takes a whole folder. The view reads the body, of which there may be much, itself."""
        described = (*(self._answering(status, one) for status, one in answers.items()), self._noted(example, _KEY))
        asked = {"query": NoQuery(), "json": body()}
        return self._routed(rule, "POST", described, asked, (*parameters, "IfMatch"), parsed=("query",))

    def manage(
        self,
        rule: str,
        answer: type[Schema],
        *,
        method: str = "GET",
        asked: Mapping[str, Schema],
        status: int = 200,
        example: Any,
    ) -> Decorator:
        """A route of those who run the registry; nothing of its answer is kept."""
        return self._routed(rule, method, (self._answering(status, answer), self._noted(example, _KEY)), asked, ())

    def tell(self, rule: str, answer: type[Schema], *, example: str) -> Decorator:
        """A route that says how things are just now; it takes what it is given and nothing of it matters."""
        described = (self.response(200, answer, description=_ANSWER), self._noted(example, []))
        return self._routed(rule, "GET", described, {}, ())

    def _answered(self, answer: Any, headers: Mapping[str, Any], media_type: str = JSON) -> tuple[Decorator, ...]:
        return (
            self.alt_response(304, description="The reader has it already.", headers=headers),
            self.response(200, answer, headers=headers, content_type=media_type, description=_ANSWER),
        )

    def _answering(self, status: int, answer: type[Schema]) -> Decorator:
        answered: Decorator = self.alt_response(status, schema=answer, description=_ANSWER)
        return answered

    def _noted(self, example: Any, security: list[dict[str, list[str]]]) -> Decorator:
        noted: Decorator = self.doc(**{"x-example": example, "security": security})
        return noted

    def _routed(
        self,
        rule: str,
        method: str,
        described: Sequence[Decorator],
        asked: Mapping[str, Schema],
        parameters: Sequence[str],
        parsed: Sequence[str] = ("query", "json"),
    ) -> Decorator:
        """The route; `asked` are the schemas of what comes in, each that is `parsed` an argument of the view."""

        def decorate(view: View) -> View:
            documented = read = view
            for location, schema in asked.items():
                documented = self.arguments(schema, location=location)(documented)
                if location in parsed:
                    read = _PARSER.use_args(schema, location=location)(read)
            for one in described:
                documented = one(documented)
            vars(read)["_apidoc"] = vars(documented)["_apidoc"]
            routed: View = self.route(rule, methods=[method], parameters=list(parameters))(read)
            return routed

        return decorate
