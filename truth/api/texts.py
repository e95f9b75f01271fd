"""Texts: rendered for a locale, a channel and its arguments; one by address, many by body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from marshmallow import fields
from marshmallow.validate import Length

from truth.api import envelopes
from truth.api.answer import answer, as_bytes, stamp
from truth.api.fields import MESSAGES, Ids, Line, OneOf, YesNo
from truth.api.query import SUPPLIED, Strict
from truth.api.reading import MomentQuery, PublishedQuery, Reading, read, read_entry, told
from truth.api.resource import Resource
from truth.api.rules import TEXT
from truth.api.shown import moment_json, text_json
from truth.model.canonical import Json
from truth.model.errors import Gone, Invalid, Refused
from truth.model.finding import Finding
from truth.model.ref import Ref
from truth.registry.resolve import Question, resolve_text
from truth.text.setting import Format

MOST_TEXTS = 1_000
MOST_CLAUSES = 100
LARGEST_BODY = 1024 * 1024
_ARGUMENT = {"type": "object", "propertyNames": {"pattern": r"^with\.[a-z][a-z0-9_]*$"}}
_EXAMPLE = {
    "locale": "de",
    "texts": [
        {"ref": "status:fulfilment/shipped/label"},
        {"ref": "policy:returns/clauses/window", "channel": "sms"},
    ],
}
_HOW = ("locale", "channel", "as_", "currency")

blueprint = Resource("texts", __name__, description="Texts, rendered.")


def _locale() -> Line:
    return Line("The locale wanted; default: the company's first.", 64)


def _channel() -> Line:
    return Line("The channel it is for; default: none in particular.", 64)


def _format() -> OneOf:
    return OneOf("The format; default: the channel's, else text.", Format, data_key="as")


def _currency() -> Line:
    return Line("The currency amounts are shown in; default: the channel's, else the company's.", 16)


def _contents() -> YesNo:
    return YesNo("Whether a table of contents stands before a policy's clauses; default: false.")


class TextQuery(PublishedQuery):
    """How to show one text."""

    locale = _locale()
    channel = _channel()
    as_ = _format()
    currency = _currency()
    only_ = Ids(
        "Of a policy's clauses, those wanted, by id, in the order wanted: `window,refund`.", 2_000, data_key="only"
    )
    contents = _contents()
    supplied = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        data_key=SUPPLIED,
        metadata={"description": "The arguments the text asks for, as `with.<name>=value`.", "schema": _ARGUMENT},
    )


class TextWanted(Strict):
    """One text among many."""

    ref = Line("The text.", 1024, required=True)
    locale = _locale()
    channel = _channel()
    as_ = _format()
    currency = _currency()
    only_ = fields.List(
        Line("A clause's id.", 64),
        data_key="only",
        validate=Length(1, MOST_CLAUSES, error=f"takes 1 to {MOST_CLAUSES} ids"),
        metadata={"description": "Of a policy's clauses, those wanted, in the order wanted."},
        error_messages={**MESSAGES, "invalid": "must be a list"},
    )
    contents = _contents()
    supplied = fields.Dict(
        keys=fields.String(),
        data_key=SUPPLIED,
        metadata={"description": "The arguments the text asks for, by name."},
    )


class TextsBody(Strict):
    """Many texts; what is said beside them holds for each that does not say otherwise."""

    locale = _locale()
    channel = _channel()
    as_ = _format()
    currency = _currency()
    texts = fields.List(
        fields.Nested(TextWanted),
        required=True,
        validate=Length(1, MOST_TEXTS, error=f"takes 1 to {MOST_TEXTS:,} texts"),
        metadata={"description": "The texts."},
        error_messages={**MESSAGES, "invalid": "must be a list"},
    )


@blueprint.read(
    "/v1/text/<kind>/<key>/<path:path>",
    envelopes.Text,
    query=TextQuery,
    example="/v1/text/status/fulfilment/shipped/label?locale=de",
)
def text(query: Mapping[str, Any], kind: str, key: str, path: str) -> Response:
    """One text, rendered

    A policy's `clauses` are all of them, or those of `only`; with `as=json` each comes apart as a tree of blocks.

    What the channel supplies goes into the address as `with.<name>=value`; what is personal belongs into
    `POST /v1/texts` instead, since addresses are logged.
    """
    ref = Ref(kind, key, tuple(path.split("/")))
    reading = read_entry(query, ref)
    shown = text_json(resolve_text(reading.catalogue, _question(ref, query, {})))
    return answer({**shown, **told(reading)}, reading)


def _limit_body() -> None:
    """A list of texts is small: refuse a huge body before it is read."""
    if request.endpoint == "texts.texts":
        request.max_content_length = min(LARGEST_BODY, request.max_content_length or LARGEST_BODY)


blueprint.before_request(_limit_body)


@blueprint.ask("/v1/texts", TextsBody, envelopes.Texts, query=MomentQuery, example=_EXAMPLE)
def texts(query: Mapping[str, Any], body: Mapping[str, Any]) -> Response:
    """Many texts of one moment, rendered

    Arguments travel in the body, so nothing personal is in an address. One text that cannot be answered stops them
    all; the findings name each by its index.
    """
    reading = read(query)
    shown, wrong = _rendered(reading, body)
    if wrong:
        many = f"{len(wrong)} of {len(body['texts'])} texts cannot be answered; the findings say which and why"
        raise Invalid(many if len(wrong) > 1 else wrong[0].message, wrong)
    data = as_bytes({**moment_json(reading.snapshot), "texts": shown})
    headers = {**stamp(reading.snapshot), "Cache-Control": "no-store"}
    return Response(data, headers=headers, content_type="application/json")


def _rendered(reading: Reading, body: Mapping[str, Any]) -> tuple[list[Json], list[Finding]]:
    shown, wrong = [], []
    for index, wanted in enumerate(body["texts"]):
        try:
            question = _question(Ref.parse(wanted["ref"]), wanted, body)
            shown.append(text_json(resolve_text(reading.catalogue, question)))
        except Refused as error:
            wrong.append(_finding(index, wanted["ref"], error))
    return shown, wrong


def _finding(index: int, ref: str, error: Refused) -> Finding:
    replaced_by = error.replaced_by if isinstance(error, Gone) else None
    fix = f"use {replaced_by}" if replaced_by else None
    return TEXT.finding(ref, f"texts[{index}]: {error.message}", path=("texts", index), fix=fix)


def _question(ref: Ref, wanted: Mapping[str, Any], otherwise: Mapping[str, Any]) -> Question:
    locale, channel, format, currency = (wanted.get(name, otherwise.get(name)) for name in _HOW)
    only = wanted.get("only_")
    return Question(
        ref,
        locale,
        channel,
        format,
        currency,
        wanted.get("supplied", {}),
        None if only is None else tuple(only),
        wanted.get("contents", False),
    )
