"""Decisions: an answer, and the table it comes from."""

from __future__ import annotations

from marshmallow import Schema, fields

from truth.api.envelopes.fields import ANY, anything, listed, string, whole
from truth.api.envelopes.moment import Moment
from truth.api.envelopes.text import Segments

_MEANS = ["accept", "refuse", "ask"]


class Words(Schema):
    """Words for the reader, and where they are written."""

    ref = string("The text.")
    text = string("The text itself, in the format asked for.")
    segments = fields.Nested(Segments, metadata={"description": "For an SMS."})


class ClauseWords(Words):
    """The clause that says so."""

    heading = string("Its heading.")


class Fired(Schema):
    """The rule that answered."""

    index = whole("Its place, from 0.")
    id = string("Its id; null where it has none.", allow_none=True)
    ref = string("Its address.")
    sentence = string("When it holds, in words.")


class Team(Schema):
    """Who decides."""

    team = string("The team, by its key in the company profile.")
    title = string("What people call it.")


class OnDisplay(Schema):
    """What the locale writes otherwise than JSON does."""

    until = string("The last day, as the locale writes it.", allow_none=True)


def _words(help: str) -> fields.Nested:
    return fields.Nested(Words, required=True, allow_none=True, metadata={"description": help})


class OneAnswer(Schema):
    """An answer, and what a customer may want to know with it."""

    answer = string("`accept`, `refuse`, `ask`, or an answer the decision declares.")
    means = fields.String(required=True, metadata={"description": "What that amounts to.", "enum": _MEANS})
    label = string("The answer in a few words.")
    owner = fields.Nested(
        Team, required=True, allow_none=True, metadata={"description": "Who decides, where a person does."}
    )


class Decision(Moment, OneAnswer):
    """A policy's answer to a question."""

    policy = string("The policy.")
    decision = string("The decision, by its name.")
    clause = fields.Nested(ClauseWords, required=True, metadata={"description": "The clause that says so."})
    next = _words("What the customer does next.")
    timeline = _words("How long it takes.")
    help = _words("Where to ask.")
    recovery = _words("What we do when it goes wrong.")
    until = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The last day on which the answer holds, where there is one.", "format": "date"},
    )
    display = fields.Nested(OnDisplay, required=True, metadata={"description": "For people."})
    rule = fields.Nested(Fired, required=True, metadata={"description": "The rule that answered."})
    input = anything("The question as it was asked.", {"type": "object", "additionalProperties": ANY})
    locale = string("The locale the clause's words came from.")
    channel = string("The channel it was asked for.", allow_none=True)
    format = fields.String(required=True, metadata={"enum": ["html", "markdown", "text", "sms", "json"]})
    at = string("The instant it was asked for.")
    asked_on = string("The company's calendar day of that instant, to which `within` counts.")


class DecisionInput(Schema):
    """What a question says."""

    name = string("Its name.")
    type = string("Its type.")
    of = anything("The words it may be, where they are listed.", {"type": "array", "items": {"type": "string"}})
    label = string("What people call it.")


class Heading(Schema):
    """A clause by its heading."""

    ref = string("The clause.")
    heading = string("Its heading.")


class DecisionRule(OneAnswer, Fired):
    """One rule of the table."""

    sentence = string("All of the rule in a sentence.")
    when = string("When it holds, in words.")
    clause = fields.Nested(Heading, required=True, metadata={"description": "The clause that says so."})
    until = fields.Raw(
        required=True,
        allow_none=True,
        metadata={
            "description": "The last day it holds: an input plus a value.",
            "schema": {"type": ["object", "null"], "additionalProperties": {"type": "string"}},
        },
    )


class DecisionTable(Moment):
    """A decision, all of it."""

    ref = string("The decision.")
    policy = string("The policy.")
    decision = string("The decision, by its name.")
    title = string("The question, as customers ask it.", allow_none=True)
    locale = string("The locale of the words.")
    input = listed(DecisionInput, "What a question says.")
    rules = listed(DecisionRule, "The rules from top to bottom; the first that holds answers.")
