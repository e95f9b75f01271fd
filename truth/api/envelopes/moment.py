"""Which release answered, and how the registry is."""

from __future__ import annotations

from marshmallow import Schema

from truth.api.envelopes.fields import instant, string, whole


class Moment(Schema):
    """Which release answered."""

    position = string("Counts releases as they take effect, and window edges since: 12.1.")
    release = whole("The release in effect.")
    digest = string("The digest of the Snapshot.")


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
