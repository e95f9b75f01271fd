"""Problems."""

from __future__ import annotations

from marshmallow import Schema, fields

from truth.api.envelopes.fields import listed, string, whole


class Finding(Schema):
    """What a check has to say."""

    rule = string("The id of the rule.")
    severity = fields.String(required=True, metadata={"enum": ["error", "review", "warning", "info"]})
    subject = string("What it is about: a ref, or `query`, `body`.")
    message = string("What is wrong, and where.")
    fix = string("What to do.", allow_none=True)
    pointer = string("The place, as a JSON pointer (RFC 6901).")
    file = string("The file.", allow_none=True)
    line = whole("The line, from 1.", allow_none=True)
    column = whole("The column, from 1.", allow_none=True)
    end_line = whole("The line it ends on.", allow_none=True)
    end_column = whole("The column it ends at.", allow_none=True)
    fingerprint = string("The same finding, whatever line it stands on.")


class Problem(Schema):
    """Why a request was not answered (RFC 9457)."""

    type = string("The kind of problem; the address says what it means.")
    title = string("The kind of problem in a few words.")
    status = whole("The HTTP status.")
    detail = string("What was wrong, where, and what to do.")
    instance = string("The path that was asked for.")
    request_id = string("The id of the request, which the log of the registry has too.")
    findings = listed(Finding, "The single things that are wrong.")
    replaced_by = fields.String(allow_none=True, metadata={"description": "Retired (410): what took its place."})
