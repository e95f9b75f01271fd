"""A policy's history, and what differs between its versions."""

from __future__ import annotations

from marshmallow import Schema, fields

from truth.api.envelopes.fields import ANY, anything, instant, listed, next_cursor, string, whole
from truth.api.envelopes.moment import Published


class ValueChange(Schema):
    """A value that changed."""

    id = string("The value.")
    before = anything("What it was; null where there was none.", ANY)
    after = anything("What it is; null where there is none.", ANY)


class ClauseChanges(Schema):
    """The clauses that changed in a locale, by id."""

    locale = string("In which locale.")
    added = fields.List(fields.String(), required=True)
    removed = fields.List(fields.String(), required=True)
    changed = fields.List(fields.String(), required=True)
    moved = fields.List(fields.String(), required=True)


class Turn(Schema):
    """One version of a policy: of the registry, or published elsewhere, which then has `published_at` and `source`."""

    version = fields.Integer(allow_none=True, metadata={"description": "Its number; null: retired."})
    digest = string("The digest of its document; null: retired.", allow_none=True)
    release = fields.Integer(metadata={"description": "The release that put it in force."})
    state = fields.String(metadata={"enum": ["in_effect", "scheduled", "stale", "withdrawn"]})
    effective_at = fields.String(metadata={"description": "When it takes effect.", "format": "date-time"})
    recorded_at = fields.String(metadata={"description": "When it was recorded.", "format": "date-time"})
    published_at = fields.String(metadata={"description": "When it was published elsewhere.", "format": "date-time"})
    source = fields.String(metadata={"description": "Where that was found."})
    compare = fields.String(metadata={"description": "How a difference names it, as `from` or `to`."})
    author = string("Who made it.", allow_none=True)
    by = fields.String(metadata={"description": "By which authority: `local`, or the id of a key."})
    reason = string("Why.", allow_none=True)
    values = listed(ValueChange, "The values that changed.")
    changed = listed(ClauseChanges, "The clauses that changed, by locale.")


class Span(Schema):
    """What was published elsewhere, in one locale; `as_published` reads it."""

    locale = string("The locale.")
    versions = whole("How many versions.")
    first = instant("When the first was published.")
    last = instant("When the last was published.")


class PolicyHistory(Schema):
    """A page of a policy's versions, the latest effect first."""

    items = listed(Turn, "The versions.")
    next = next_cursor()
    imported = listed(Span, "What was published elsewhere, before this registry.")


class Piece(Schema):
    """A piece of text, with the spaces that follow it."""

    op = fields.String(required=True, metadata={"enum": ["same", "removed", "added"]})
    text = string("The text.")


class ClauseDiff(Schema):
    """A clause, word by word."""

    id = string("The clause.")
    change = fields.String(required=True, metadata={"enum": ["same", "changed", "added", "removed"]})
    was = string("The id it had, where that was another.", allow_none=True)
    moved = fields.Boolean(required=True, metadata={"description": "Whether it stands elsewhere."})
    only_markup = fields.Boolean(required=True, metadata={"description": "Whether it changed, and reads the same."})
    heading = listed(Piece, "Its heading.")
    text = listed(Piece, "Its text, a line for each paragraph and item.")


class LocaleDiff(Schema):
    """A policy in one locale."""

    locale = string("The locale.")
    title = listed(Piece, "Its title.")
    summary = anything(
        "The ids of the clauses `added`, `removed`, `changed`, `moved` and `renamed`.", {"type": "object"}
    )
    clauses = listed(ClauseDiff, "Its clauses, in their order; one that is gone after what stood before it.")


class PolicyDiff(Schema):
    """What differs between two versions of a policy."""

    ref = string("The policy.")
    before = anything("The version that is compared; null: there was none before.", {"type": ["object", "null"]})
    after = anything("The version it is compared with.", {"type": "object"})
    locales = listed(LocaleDiff, "What differs, by locale.")


class Imports(Schema):
    """What was imported."""

    versions = whole("How many versions were handed in.")
    imported = listed(Published, "Those that were not known yet.")
