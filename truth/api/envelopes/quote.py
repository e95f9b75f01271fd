"""Quotes, verdicts and simulations."""

from __future__ import annotations

from marshmallow import Schema, fields

from truth.api.envelopes.fields import ANY, anything, instant, listed, string, whole


class Quote(Schema):
    """A total and everything that led to it; amounts are decimal strings in the currency's digits."""

    position = string("Counts releases as they take effect; null where the source keeps no history.", allow_none=True)
    release = whole("The release it was made by.", allow_none=True)
    snapshot = string("The digest of the Snapshot.")
    basket = anything("The basket, its instant filled in: what a replay needs.", ANY)
    at = instant("The instant it was priced for.")
    currency = string("The currency.")
    basis = fields.String(required=True, metadata={"enum": ["gross", "net"], "description": "What prices are."})
    locale = string("The locale of its words.")
    lines = anything("Lines: list price, discounts, net, tax and gross.", {"type": "array"})
    charges = anything("What is charged besides.", {"type": "array"})
    applied = anything("What each adjustment takes in all.", {"type": "array"})
    not_applied = anything("Every other adjustment, and why, in customer words.", {"type": "array"})
    tax = anything("By class: rate, net and tax.", {"type": "array"})
    totals = anything("Goods, discount, charges, net, tax, gross, rounding, payable.", {"type": "object"})
    display = anything("The totals as the locale writes them.", {"type": "object"})
    invoice = anything("The amounts of EN 16931, by business term.", {"type": "object"})
    next_steps = anything("What the customer may want to know or do.", {"type": "array"})
    help = string("Where a customer finds help.", allow_none=True)
    trace = fields.Raw(metadata={"description": "With `trace=yes`: every step.", "schema": {"type": "array"}})
    switched_off = fields.Raw(metadata={"description": "Adjustments left out.", "schema": {"type": "array"}})
    expires_at = instant("How long the total holds.")
    digests = anything("Of the input, of the prices it was made from, and of the result.", {"type": "object"})


class Difference(Schema):
    """One place that differs."""

    where = string("A JSON pointer into the quote.")
    told = anything("What was told.", ANY)
    says = anything("What the registry says.", ANY)


class Verdict(Schema):
    """Whether it is what the registry says."""

    same = fields.Boolean(required=True, metadata={"description": "Whether it is."})
    says = string("In a sentence.")
    differences = listed(Difference, "What differs.")
    differ = fields.Raw(metadata={"description": "Of many totals: those that differ.", "schema": {"type": "array"}})


class Change(Schema):
    """One place that changes."""

    where = string("A JSON pointer into the quote.")
    now = anything("As it is.", ANY)
    then = anything("As it would be.", ANY)


class Simulation(Schema):
    """The same basket twice."""

    now = fields.Nested(Quote, required=True, metadata={"description": "As it is."})
    then = fields.Nested(Quote, required=True, metadata={"description": "As it would be."})
    differences = listed(Change, "What differs.")
