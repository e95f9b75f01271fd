"""Statuses: vocabularies, moves, translations, and what a customer reads."""

from __future__ import annotations

from marshmallow import Schema, fields

from truth.api.envelopes.fields import anything, keyed, listed, string
from truth.api.envelopes.moment import Moment
from truth.api.envelopes.text import OneText

_CODES = {"type": "array", "items": {"type": "string"}}


class Status(Schema):
    """One status of a vocabulary."""

    code = string("Its code.")
    label = string("What customers call it.")
    meaning = string("What it means.")
    phase = string("`open`, `success`, `failure` or `exception`.")
    terminal = fields.Boolean(required=True, metadata={"description": "Whether an order ends in it."})
    audience = string("`customer`, or `staff`.")
    shown_as = string("What customers see instead; null where they see it.", allow_none=True)
    allows = anything("What a page may offer.", _CODES)
    expect_within = string("How long it lasts at most, ISO 8601.", allow_none=True)


class Possible(Schema):
    """What an order may do next."""

    event = string("The event; null where an open vocabulary allows it without one.", allow_none=True)
    to = string("The status it leads to.")
    actors = anything("Who may cause it; nobody in particular where there are none.", _CODES)
    reasons = anything("Of which one must be given, where there are any.", _CODES)


class Vocabulary(Moment):
    """A vocabulary, with what follows each status."""

    ref = string("The vocabulary.")
    mode = string("`strict`: only what is listed may happen. `open`: the rest may, too.")
    initial = anything("Where an order may begin.", _CODES)
    locale = string("The locale of the labels.")
    statuses = listed(Status, "Its statuses.")
    next = anything(
        "What may happen from each status, by code.",
        {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}},
    )
    retired = anything("Codes that are gone, each with its successor, or null.", {"type": "object"})


class MoveVerdict(Moment):
    """Whether an order may move."""

    allowed = fields.Boolean(required=True, metadata={"description": "Whether it may."})
    why = string("Why, or why not.")
    next = listed(Possible, "What is possible from where it is.")


class Translation(Schema):
    """What a code means in one vocabulary."""

    says = string("The status, or `unknown`, or `ignored`.")
    system = string("The system.")
    raw = string("The code as it came.")
    vocabulary = string("The vocabulary it is translated into.")
    status = string("The status; null where the code says nothing of it, or is unknown.", allow_none=True)
    match = string("How well it fits: `exact`, `close`, `broad` or `narrow`.", allow_none=True)
    loses = string("What it does not tell.", allow_none=True)
    known = fields.Boolean(required=True, metadata={"description": "Whether the mapping has the code."})
    ignored = string("Why a known code has no status.", allow_none=True)
    show = string("What customers see of an unknown code: `last_known` or `nothing`.", allow_none=True)
    alert = string("The team that is told of an unknown code.", allow_none=True)


class Translations(Moment):
    """What a code means, in each vocabulary it is translated into."""

    translations = listed(Translation, "The translations.")


class StatusBlock(Moment):
    """What a customer reads of an order."""

    asked = anything("The statuses of the order, by vocabulary.", {"type": "object"})
    shown = string("The status whose words are read.")
    code = string("Its code.")
    real = string("The status the order is in.")
    allows = anything("What a page may offer.", _CODES)
    phase = string("Its phase.", allow_none=True)
    terminal = fields.Boolean(required=True, metadata={"description": "Whether the order has ended."})
    texts = keyed(OneText, "Label, happened, next, when, cost, help and recovery, as far as there are.")
