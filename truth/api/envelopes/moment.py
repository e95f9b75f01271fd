"""Which release answered, and how the registry is."""

from __future__ import annotations

from marshmallow import Schema, fields

from truth.api.envelopes.fields import instant, string, whole


class Moment(Schema):
    """Which release answered."""

    position = string("Counts releases as they take effect, and window edges since: 12.1.")
    release = whole("The release in effect.")
    digest = string("The digest of the Snapshot.")


class Published(Schema):
    """A version that was published elsewhere, and imported."""

    ref = string("The entry.")
    locale = string("The locale it is in.")
    published_at = instant("When it was published.")
    author = string("Who wrote it, as its source says.", allow_none=True)
    reason = string("Why, as its source says.", allow_none=True)
    source = string("Where it was found.")
    digest = string("The digest of its document.")
    imported_at = instant("When it was recorded here.")
    imported_by = string("Who imported it.")


class MomentOrPublished(Schema):
    """Which release answered; or none, and what was published elsewhere, where `as_published` asked for that."""

    position = string("Counts releases as they take effect, and window edges since: 12.1.", allow_none=True)
    release = whole("The release in effect.", allow_none=True)
    digest = string("The digest of the Snapshot; of the document, where it was published elsewhere.")
    published = fields.Nested(Published, metadata={"description": "For `as_published`: where and when."})


class Pointer(Moment):
    """The head of everything: which release is in effect, and until when."""

    effective_at = instant("When it took effect.")
    next_change = instant("When the next change takes effect; null where none is known.", allow_none=True)


class Health(Schema):
    """Whether the process answers."""

    status = string("`ok`.")


class Readiness(Moment):
    """Whether the registry can answer readers."""

    status = string("`ready`.")
