"""Releases, and what differs."""

from __future__ import annotations

from marshmallow import Schema, fields

from truth.api.envelopes.fields import ANY, anything, instant, listed, next_cursor, string, whole


class Item(Schema):
    """What a release did to one entry."""

    ref = string("The entry.")
    version = whole("Its version from then on; null: retired.", allow_none=True)
    digest = string("The digest of the document; null: retired.", allow_none=True)


class Release(Schema):
    """One publication."""

    release = whole("Its number, in the order of recording.")
    state = fields.String(required=True, metadata={"enum": ["in_effect", "scheduled", "stale", "withdrawn"]})
    recorded_at = instant("When it was recorded.")
    effective_at = instant("When it takes effect.")
    who = string("Who made it.")
    by = string("By which authority: `local`, or the id of a key.")
    origin = string("From where.", allow_none=True)
    note = string("Why.", allow_none=True)
    items = listed(Item, "What it changed.")


class ReleasePage(Schema):
    """A page of releases, the latest recorded first."""

    items = listed(Release, "The releases.")
    next = next_cursor()


class NodeChange(Schema):
    """One place that differs."""

    pointer = string("The place in the document (RFC 6901).")
    before = anything("What it was; null where there was nothing.", ANY)
    after = anything("What it is; null where there is nothing.", ANY)


class EntryChange(Schema):
    """One entry that differs."""

    ref = string("The entry.")
    change = fields.String(required=True, metadata={"enum": ["added", "changed", "retired"]})
    before = string("The digest it had.", allow_none=True)
    after = string("The digest it has.", allow_none=True)
    places = listed(NodeChange, "Where its document differs.")


class TextChange(Schema):
    """One text that reads differently; arguments show their examples."""

    ref = string("The text.")
    locale = string("In which locale.")
    channel = string("On which channel, where only that channel's words differ.", allow_none=True)
    before = string("How it read.", allow_none=True)
    after = string("How it reads.", allow_none=True)


class Diff(Schema):
    """What differs, in documents and in what people read."""

    before = anything("What is compared; null where nothing was in force.", {"type": ["object", "null"]})
    after = anything("What it is compared with.", {"type": "object"})
    entries = listed(EntryChange, "The documents that differ.")
    texts = listed(TextChange, "The texts that read differently.")
