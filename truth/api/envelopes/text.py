"""Texts and values."""

from __future__ import annotations

from marshmallow import Schema, fields

from truth.api.envelopes.fields import ANY, anything, keyed, listed, string, whole
from truth.api.envelopes.moment import Moment, MomentOrPublished


class Argument(Schema):
    """One argument as a text shows it."""

    type = string("Its type.")
    value = anything("Its value.", ANY)
    display = string("How it is written in this locale.")
    ref = string("Where it is bound to; null where the channel supplied it.", allow_none=True)


class Segments(Schema):
    """How an SMS travels."""

    encoding = fields.String(required=True, metadata={"enum": ["GSM-7", "UCS-2"]})
    characters = whole("Septets, or UTF-16 code units.")
    segments = whole("How many messages it takes.")


_BLOCKS = {"type": "array", "items": {"type": "object"}, "description": "Blocks, each with its `type`."}

_NUMBER = {"type": ["integer", "string", "null"]}


class Clause(Schema):
    """One clause of a policy, taken apart."""

    id = string("Its id, and its anchor in HTML.")
    ref = string("The clause.")
    heading = string("Its heading.")
    text = string("Its words, plain.")
    pattern = string("Its Markdown, arguments open.")
    tree = anything("Its blocks, values in them.", _BLOCKS)


class OneText(Schema):
    """One text, rendered."""

    ref = string("The text.")
    text = string("The text itself.")
    locale = string("The locale its words came from.")
    channel = string("The channel it was asked for.", allow_none=True)
    format = fields.String(required=True, metadata={"enum": ["html", "markdown", "text", "sms", "json"]})
    arguments = keyed(Argument, "What it shows, by name.")
    segments = fields.Nested(Segments, metadata={"description": "For an SMS."})
    pattern = fields.String(metadata={"description": "For `as=json`: the pattern, arguments open."})
    tree = fields.Raw(metadata={"description": "For a clause `as=json`: its blocks.", "schema": _BLOCKS})
    clauses = fields.List(
        fields.Nested(Clause), metadata={"description": "For a policy's clauses `as=json`: each, taken apart."}
    )


class Text(MomentOrPublished, OneText):
    """One text, rendered, and which release answered."""


class Texts(Moment):
    """Many texts, all of one moment, in the order asked for."""

    texts = listed(OneText, "The texts.")


class Value(Moment):
    """One typed value."""

    ref = string("The value.")
    type = string("Its type.")
    value = anything("The value as the document has it.", ANY)
    number = anything("What it counts: a whole number, or a decimal string; null where that is no one number.", _NUMBER)
    unit = string("What the number counts: `day`, `business_day`, `percent`, `EUR` …", allow_none=True)
    display = string("How it is written in this locale.")
    displays = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "How it is written in each of the company's locales."},
    )
    locale = string("The locale.")
    of = fields.List(fields.String(), metadata={"description": "For an enum: the codes it may be."})
