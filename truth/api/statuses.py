"""Statuses: a vocabulary, whether an order may move, what another system's code means, and what a customer reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from marshmallow import fields

from truth.api import envelopes
from truth.api.answer import answer, as_bytes, stamp
from truth.api.fields import MESSAGES, Line, OneOf
from truth.api.query import SUPPLIED, Strict
from truth.api.reading import MomentQuery, Reading, read
from truth.api.resource import Resource
from truth.api.shown import moment_json
from truth.api.shown_statuses import block_json, translation_json, verdict_json, vocabulary_json
from truth.kinds.status.moves import Move
from truth.model.canonical import Json
from truth.registry.moves import check_move
from truth.registry.shown_order import shown_order
from truth.registry.status_block import View
from truth.registry.translation import translations
from truth.text.setting import Format

blueprint = Resource("statuses", __name__, description="What statuses mean, and how orders move between them.")


class VocabularyQuery(MomentQuery):
    """Whose words the labels are."""

    locale = Line("The locale of the labels; default: the company's first.", 64)
    channel = Line("The channel whose words the labels are; default: none in particular.", 64)


class TranslateQuery(MomentQuery):
    """Which code of which system."""

    system = Line("The system, such as `aftership.tag`.", required=True)
    code = Line("Its code, exactly as the system writes it.", required=True)


class MoveBody(Strict):
    """A move that is asked about."""

    from_ = Line("The status the order is in.", data_key="from", required=True)
    to = Line("The status it would be in.", required=True)
    event = Line("The event that moves it.", allow_none=True)
    actor = Line("Who causes it.", allow_none=True)
    reason = Line("Why, where a person decides.", allow_none=True)


class DisplayBody(Strict):
    """An order's status in each vocabulary, and how to show it."""

    statuses = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "The order's status in each vocabulary, by its key."},
        error_messages={**MESSAGES, "invalid": "must be an object of texts"},
    )
    display = Line("The display, by its key; default: the only one of these vocabularies.", 128)
    locale = Line("The locale wanted; default: the company's first.", 64)
    channel = Line("The channel it is for; default: none in particular.", 64)
    as_ = OneOf("The format; default: the channel's, else text.", Format, data_key="as")
    currency = Line("The currency amounts are shown in; default: the channel's, else the company's.", 16)
    supplied = fields.Dict(
        keys=fields.String(), data_key=SUPPLIED, metadata={"description": "The arguments the channel brings, by name."}
    )


@blueprint.read(
    "/v1/statuses/<vocabulary>",
    envelopes.Vocabulary,
    query=VocabularyQuery,
    example="/v1/statuses/fulfilment?locale=de",
)
def vocabulary(query: Mapping[str, Any], vocabulary: str) -> Response:
    """A vocabulary, with its labels and what follows each status"""
    reading = read(query)
    shown = vocabulary_json(reading.catalogue, vocabulary, query.get("locale"), query.get("channel"))
    return answer({**shown, **moment_json(reading.snapshot)}, reading)


@blueprint.read(
    "/v1/statuses/translate",
    envelopes.Translations,
    query=TranslateQuery,
    example="/v1/statuses/translate?system=shopify.order_display_fulfillment&code=FULFILLED",
)
def translate(query: Mapping[str, Any]) -> Response:
    """What another system's code means

    A code nobody listed is `unknown`, never a status; it is kept as it came.
    """
    reading = read(query)
    found = translations(reading.snapshot, query["system"], query["code"])
    shown = [translation_json(one) for one in found.values()]
    return answer({"translations": shown, **moment_json(reading.snapshot)}, reading)


@blueprint.ask(
    "/v1/statuses/<vocabulary>/transitions",
    MoveBody,
    envelopes.MoveVerdict,
    query=MomentQuery,
    example={"from": "packed", "to": "shipped", "actor": "carrier"},
)
def transitions(query: Mapping[str, Any], body: Mapping[str, Any], vocabulary: str) -> Response:
    """Whether an order may move from one status to another

    And why, or why not, and what is possible from where it is.
    """
    reading = read(query)
    move = Move(body["from_"], body["to"], body.get("event"), body.get("actor"), body.get("reason"))
    return _asked(verdict_json(check_move(reading.catalogue, vocabulary, move)), reading)


@blueprint.ask(
    "/v1/statuses/display",
    DisplayBody,
    envelopes.StatusBlock,
    query=MomentQuery,
    example={"statuses": {"payment": "paid", "fulfilment": "packed"}, "locale": "de", "channel": "email"},
)
def display(query: Mapping[str, Any], body: Mapping[str, Any]) -> Response:
    """What a customer reads of an order

    Its statuses in several vocabularies become one, with every text a page needs.
    """
    reading = read(query)
    locale, channel, format, currency = (body.get(name) for name in ("locale", "channel", "as_", "currency"))
    view = View(locale, channel, format, currency, body.get("supplied", {}))
    return _asked(block_json(shown_order(reading.catalogue, body["statuses"], body.get("display"), view)), reading)


def _asked(shown: Mapping[str, Json], reading: Reading) -> Response:
    data = as_bytes({**shown, **moment_json(reading.snapshot)})
    headers = {**stamp(reading.snapshot), "Cache-Control": "no-store"}
    return Response(data, headers=headers, content_type="application/json")
