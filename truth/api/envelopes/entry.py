"""Entries, their versions, and Snapshots of them."""

from __future__ import annotations

from marshmallow import Schema, fields

from truth.api.envelopes.fields import DOCUMENT, anything, instant, keyed, listed, next_cursor, string, whole
from truth.api.envelopes.moment import Published


class EntryFacts(Schema):
    """One entry as it stands."""

    ref = string("The entry.")
    version = whole("The version of its document.")
    digest = string("The digest of its document.")
    release = whole("The release that put it in force.")
    effective_at = instant("When that took effect.")
    recorded_at = instant("When that was recorded.")


class EntrySummary(EntryFacts):
    """One entry, for a list."""

    title = anything("What people call it, per locale.")
    owner = string("The team that answers for it.")
    tags = fields.List(fields.String(), required=True)
    description = fields.String(metadata={"description": "What it is for."})
    review_by = fields.String(metadata={"description": "When its owner reads it again.", "format": "date"})


class EntryPage(Schema):
    """A page of entries, in the order of their refs."""

    items = listed(EntrySummary, "The entries.")
    next = next_cursor()


class Entry(Schema):
    """One entry with its document; of no version and no release where it was published elsewhere."""

    ref = string("The entry.")
    version = whole("The version of its document.", allow_none=True)
    digest = string("The digest of its document.")
    release = whole("The release that put it in force.", allow_none=True)
    effective_at = instant("When that took effect.", allow_none=True)
    recorded_at = instant("When that was recorded.", allow_none=True)
    published = fields.Nested(Published, metadata={"description": "For `as_published`: where and when."})
    document = anything("The document.", DOCUMENT)


class Version(Schema):
    """One version of an entry."""

    ref = string("The entry.")
    version = whole("Its number.")
    digest = string("The digest of the document.")
    recorded_at = instant("When it was recorded first.")


class VersionPage(Schema):
    """A page of versions, the latest first."""

    items = listed(Version, "The versions.")
    next = next_cursor()


class VersionDocument(Version):
    """One version with its document."""

    document = anything("The document.", DOCUMENT)


class Standing(Schema):
    """One entry as the timeline has it at an instant."""

    digest = string("The digest of its document; null: retired.", allow_none=True)
    version = whole("The version of its document; null: retired.", allow_none=True)
    release = whole("The release that put it so.")
    effective_at = instant("When that took effect.")
    recorded_at = instant("When that was recorded.")
    replaced_by = string("Retired: what took its place.", allow_none=True)
    document = anything("The document; null: retired.", {"anyOf": [DOCUMENT, {"type": "null"}]})


class SnapshotPointer(Schema):
    """Which release is in effect, and until when."""

    position = string("Counts releases as they take effect, and window edges since: 12.1.")
    release = whole("The release in effect.")
    effective_at = instant("When it took effect.")
    next_change = instant("When the next change takes effect; null where none is known.", allow_none=True)
    scheduled = fields.Boolean(required=True, metadata={"description": "Whether the instant lies in the future."})


class Snapshot(Schema):
    """Everything at one instant: a snapshot file."""

    format = string("`truth-snapshot/1`.")
    at = instant("The instant.")
    digest = string("The digest of the documents in force.")
    pointer = fields.Nested(SnapshotPointer, required=True)
    entries = keyed(Standing, "Every entry, by its ref.")


class SnapshotDocuments(Schema):
    """The documents of one digest: always the same bytes."""

    digest = string("The digest of the Snapshot.")
    documents = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(metadata={"schema": DOCUMENT}),
        required=True,
        metadata={"description": "The documents, by entry."},
    )


class SchemaItem(Schema):
    """One document schema."""

    kind = string("The kind of document.")
    href = string("Where its schema is.")


class SchemaList(Schema):
    """The document schemas."""

    items = listed(SchemaItem, "One for each kind.")
