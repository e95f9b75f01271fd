"""Decisions: a policy's answer to a question, to many at once, and the table the answers come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import Response, request
from marshmallow import INCLUDE, Schema, fields

from truth.api import envelopes
from truth.api.answer import JSON, NDJSON, answer, as_bytes, stamp
from truth.api.fields import Line, OneOf
from truth.api.histories import blocks_of
from truth.api.json_body import read_json
from truth.api.query import SUPPLIED, refuse_other_types
from truth.api.reading import MomentQuery, Reading, read
from truth.api.resource import Resource
from truth.api.shown import moment_json
from truth.model.canonical import Json
from truth.registry.decide import Decider, asked_at, decider, table_json
from truth.registry.decision_lines import answers
from truth.registry.status_block import View
from truth.text.setting import Format

_ADDRESS = "/v1/policies/<policy>/decisions/<decision>"
_STREAMS = (NDJSON, "application/jsonl")
_EXAMPLE = {"input": {"condition": "opened", "delivered_on": "2026-11-10", "tags": []}, "on": "2026-11-25"}
_ARGUMENT = {"type": "object", "propertyNames": {"pattern": r"^with\.[a-z][a-z0-9_]*$"}}

blueprint = Resource("decisions", __name__, description="What a policy answers, and in which words.")


class TableQuery(MomentQuery):
    """Whose words."""

    locale = Line("The locale of the words; default: the company's first.", 64)
    channel = Line("The channel whose words they are; default: none in particular.", 64)


class DecisionQuery(TableQuery):
    """How the answer is shown."""

    on_ = Line(
        "The day it is asked on, such as 2026-12-03; default: the company's day of the moment.", 10, data_key="on"
    )
    as_ = OneOf("The format of clauses and texts; default: the channel's, else text.", Format, data_key="as")
    currency = Line("The currency amounts are read and shown in; default: the channel's, else the company's.", 16)
    supplied = fields.Dict(
        keys=fields.String(),
        data_key=SUPPLIED,
        metadata={
            "description": "`with.<name>=value`: the arguments texts take from the channel.",
            "schema": _ARGUMENT,
        },
    )


class Question(Schema):
    """The inputs of the decision, by name; or `{input, on, with, locale, channel, as, currency}` around them."""

    class Meta:
        """Marshmallow options."""

        unknown = INCLUDE


@blueprint.read(
    _ADDRESS,
    envelopes.DecisionTable,
    query=TableQuery,
    example="/v1/policies/returns/decisions/return?locale=de",
)
def table(query: Mapping[str, Any], policy: str, decision: str) -> Response:
    """A decision as sentences

    What it asks, and each rule in the words of a locale: when it holds, what it answers, until when, who decides and
    which clause says so.
    """
    reading = read(query)
    shown = table_json(_decider(reading, policy, decision), query.get("locale"), query.get("channel"))
    return answer({**shown, **moment_json(reading.snapshot)}, reading)


@blueprint.ask_or_stream(
    _ADDRESS, Question, envelopes.Decision, query=DecisionQuery, streams=_STREAMS, example=_EXAMPLE
)
def decide(query: Mapping[str, Any], policy: str, decision: str) -> Response:
    """What a policy answers

    The first rule that holds answers: with the clause that says so, the next step, how long it takes, where to ask,
    the last day it holds, who decides where a person does, and the rule in words. An input that is unknown, missing
    or of another type is a finding, and there is no answer to half a question. Questions as NDJSON, one a line, are
    answered as NDJSON; a line that cannot be answered has `findings`.
    """
    reading = read(query)
    asked = _decider(reading, policy, decision, query.get("on_"))
    view = View(
        query.get("locale"), query.get("channel"), query.get("as_"), query.get("currency"), query.get("supplied", {})
    )
    headers = {**stamp(reading.snapshot), "Cache-Control": "no-store"}
    if request.mimetype in _STREAMS:
        lines = _lines(asked, blocks_of(request.stream), view, moment_json(reading.snapshot))
        return Response(lines, headers=headers, content_type=NDJSON)
    refuse_other_types(request)
    told = {**asked.answer(read_json(request.get_data()), view), **moment_json(reading.snapshot)}
    return Response(as_bytes(told), headers=headers, content_type=JSON)


def _decider(reading: Reading, policy: str, decision: str, on: str | None = None) -> Decider:
    at = asked_at(reading.catalogue, reading.now, explicit=reading.explicit)
    return decider(reading.catalogue, policy, decision, at, on)


def _lines(asked: Decider, blocks: Iterable[bytes], view: View, moment: Mapping[str, Json]) -> Iterator[bytes]:
    for told in answers(asked, blocks, view, "questions"):
        yield as_bytes({**told, **moment})
