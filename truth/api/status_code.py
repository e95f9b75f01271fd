"""A vocabulary as types and as a picture: text that the same release always answers with the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from truth.api.answer import finished, freshness, stamp
from truth.api.fields import Line, OneOf
from truth.api.reading import MomentQuery, Reading, read
from truth.api.resource import Resource
from truth.kinds.status.code.generate import Language, generate
from truth.kinds.status.code.given import Header, selected
from truth.kinds.status.diagram.draw import Notation, draw
from truth.model.document import Document
from truth.model.ref import Ref

TEXT = "text/plain"
SCHEMA = "application/schema+json"
_TEXT_SHAPE = {"type": "string"}

blueprint = Resource("status_code", __name__, description="Vocabularies as types and as pictures.")


class LabelsQuery(MomentQuery):
    """Which words the labels are."""

    locale = Line("The locale of the labels; default: all of the company's.", 64)
    channel = Line("The channel whose words the labels are; default: none in particular.", 64)


class CodeQuery(LabelsQuery):
    """Types in which language."""

    as_ = OneOf("The language.", Language, data_key="as", required=True)


class DiagramQuery(MomentQuery):
    """A picture in which notation."""

    as_ = OneOf("The notation.", Notation, data_key="as", required=True)
    locale = Line("The locale of the labels; default: the company's first.", 64)


@blueprint.read(
    "/v1/statuses/<vocabulary>/code",
    _TEXT_SHAPE,
    query=CodeQuery,
    example="/v1/statuses/fulfilment/code?as=typescript",
    media_type=TEXT,
)
def code(query: Mapping[str, Any], vocabulary: str) -> Response:
    """A vocabulary as types

    TypeScript, Python, JSON Schema, Kotlin or Swift. The first lines name the release and the digest.
    """
    reading = read(query)
    return _sent(_generated(reading, vocabulary, query["as_"], query), reading, TEXT)


@blueprint.read(
    "/v1/statuses/<vocabulary>/schema",
    {"type": "object"},
    query=LabelsQuery,
    example="/v1/statuses/fulfilment/schema",
    media_type=SCHEMA,
)
def schema(query: Mapping[str, Any], vocabulary: str) -> Response:
    """A vocabulary as JSON Schema

    Of a status; in `$defs` also of a transition and of an event.
    """
    reading = read(query)
    return _sent(_generated(reading, vocabulary, Language.JSON_SCHEMA, query), reading, SCHEMA)


@blueprint.read(
    "/v1/statuses/<vocabulary>/diagram",
    _TEXT_SHAPE,
    query=DiagramQuery,
    example="/v1/statuses/fulfilment/diagram?as=mermaid",
    media_type=TEXT,
)
def diagram(query: Mapping[str, Any], vocabulary: str) -> Response:
    """A vocabulary as a picture

    Mermaid, DOT or SCXML.
    """
    reading = read(query)
    document, header = _found(reading, vocabulary)
    locale = query.get("locale", reading.catalogue.setting.source)
    return _sent(draw(document, query["as_"], header, locale), reading, TEXT)


def _generated(reading: Reading, vocabulary: str, language: Language, query: Mapping[str, Any]) -> str:
    document, header = _found(reading, vocabulary)
    locales = (query["locale"],) if "locale" in query else ()
    return generate(document, language, header, selected(reading.catalogue.setting, locales, query.get("channel")))


def _found(reading: Reading, vocabulary: str) -> tuple[Document, Header]:
    document = reading.catalogue.document(Ref("status", vocabulary))
    return document, Header(reading.snapshot.standings[document.entry].release)


def _sent(text: str, reading: Reading, media_type: str) -> Response:
    content_type = f"{media_type}; charset=utf-8" if media_type == TEXT else media_type
    return finished(text.encode("utf-8"), stamp(reading.snapshot), freshness(reading), content_type)
