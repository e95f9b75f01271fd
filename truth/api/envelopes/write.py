"""What planning and publishing answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from truth.api.envelopes.fields import anything, instant, listed, string, whole
from truth.api.envelopes.history import EntryChange, TextChange
from truth.api.envelopes.problem import Finding


class Base(Schema):
    """The state a plan was made from."""

    head = whole("The last release recorded.")
    voided = whole("How many releases were voided by then.")
    last = whole("The release that took effect last; 0: none.")
    digest = string("The digest of the Snapshot.")


class Overtaken(Schema):
    """A scheduled release that becomes stale: what it was made from changes, so it will not take effect."""

    release = whole("Its number.")
    effective_at = instant("When it was to take effect.")
    who = string("Who made it.")
    note = string("Why.", allow_none=True)
    entries = fields.List(
        fields.String(), required=True, metadata={"description": "Those of its entries that change underneath it."}
    )


class Plan(Schema):
    """What publishing would change."""

    base = fields.Nested(Base, required=True, metadata={"description": "The state it was made from."})
    effective_at = instant("When it would take effect; null: when it is published.", allow_none=True)
    changes = listed(EntryChange, "The documents that would differ.")
    retirements = fields.List(
        fields.String(), required=True, metadata={"description": "The entries that would be retired."}
    )
    texts = listed(TextChange, "The texts that would read differently.")
    stale = listed(Overtaken, "The scheduled releases that would become stale, in order of effect.")
    findings = listed(Finding, "What is wrong, the most severe first; at most 1,000.")
    errors = whole("How many errors there are.")


class Changed(Schema):
    """An entry that a release changed."""

    ref = string("The entry.")
    change = fields.String(required=True, metadata={"enum": ["added", "changed", "retired"]})
    before = string("The digest it had.", allow_none=True)
    after = string("The digest it has.", allow_none=True)


class Applied(Schema):
    """What was published; all null where nothing was to change."""

    release = whole("Its number.", allow_none=True)
    position = string("The position it has, or will have, when it takes effect.", allow_none=True)
    recorded_at = instant("When it was recorded.", allow_none=True)
    effective_at = instant("When it takes effect.", allow_none=True)
    changes = listed(Changed, "What it changed.")
    texts = whole("How many texts read differently.")
    stale = listed(Overtaken, "The scheduled releases that became stale with it, in order of effect.")
    findings = listed(Finding, "What should be looked at, though it kept nothing from being published.")


class Key(Schema):
    """A key that was given out."""

    id = string("Its id: history names it as the authority of what was done with it.")
    name = string("What it is for.")
    scopes = anything("What it may do.", {"type": "array", "items": {"enum": ["read", "apply", "admin"]}})
    state = fields.String(required=True, metadata={"enum": ["works", "expired", "revoked"]})
    created_at = instant("When it was given out.")
    created_by = string("Who gave it out.")
    expires_at = instant("When it stops working.")
    revoked_at = instant("When it was revoked.", allow_none=True)
    revoked_by = string("Who revoked it.", allow_none=True)
    last_used_at = instant("When it was used last, to the minute.", allow_none=True)


class NewKey(Key):
    """A key that was given out just now."""

    token = string("The key itself. It is shown this once, and kept nowhere.")


class KeyPage(Schema):
    """A page of keys, the latest first."""

    items = listed(Key, "The keys.")
    next = string("The cursor of the next page; null on the last.", allow_none=True)
