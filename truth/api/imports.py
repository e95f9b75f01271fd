"""Imports: versions of a policy that were published elsewhere, recorded as that.

Whoever imports has turned them into documents; here they are held against the policy's schema, and kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, request
from marshmallow import fields
from marshmallow.validate import Length

from truth.api import envelopes
from truth.api.access import principal
from truth.api.answer import JSON, as_bytes
from truth.api.entries import entry_ref
from truth.api.fields import MESSAGES, Instant, Line
from truth.api.query import NoQuery, Strict
from truth.api.resource import Resource
from truth.api.rules import BODY
from truth.api.wiring import wiring
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Finding
from truth.model.imported import Found
from truth.model.ref import Ref
from truth.model.release import Authority
from truth.registry.imported import imported_json, misfits_of_imported

MOST = 500
_EXAMPLE = {
    "versions": [
        {
            "published_at": "2020-04-01T09:00:00+02:00",
            "locale": "en",
            "source": "refund.md@4e1f0a9b2c3d",
            "author": "Bo",
            "reason": "Longer returns",
            "document": {
                "title": {"en": "Refunds"},
                "clauses": ["refunds"],
                "wording": {"en": {"clauses": {"refunds": {"heading": "Refunds", "text": "Within 30 days."}}}},
            },
        }
    ]
}

blueprint = Resource("imports", __name__, description="What was published elsewhere, before this registry.")


class VersionFound(Strict):
    """One version, as it was found."""

    published_at = Instant("When it was published.", required=True)
    locale = Line("The locale it is in.", 35, required=True)
    source = Line("Where it was found: a commit and path, or a file and its line.", 1_000, required=True)
    author = Line("Who wrote it.", 400, allow_none=True)
    reason = Line("Why.", 4_000, allow_none=True)
    document = fields.Dict(
        required=True,
        metadata={"description": "What it said: `title`, `clauses` and `wording`, in its locale."},
        error_messages={**MESSAGES, "invalid": "must be an object"},
    )


class ImportBody(Strict):
    """Versions of one policy."""

    versions = fields.List(
        fields.Nested(VersionFound),
        required=True,
        validate=Length(1, MOST, error=f"takes 1 to {MOST} versions"),
        metadata={"description": "The versions, in any order."},
        error_messages={**MESSAGES, "invalid": "must be a list"},
    )


@blueprint.manage(
    "/v1/policies/<policy>/imported",
    envelopes.Imports,
    method="POST",
    asked={"json": ImportBody(), "query": NoQuery()},
    status=201,
    example=_EXAMPLE,
)
def add(query: Mapping[str, Any], body: Mapping[str, Any], policy: str) -> Response:
    """Import versions that were published elsewhere

    All of them, or none. What is known for its locale and instant already is left as it is, so that the same import may
    be sent again. They are read with `as_published`, and never with `at`.
    """
    entry, who = entry_ref("policy", policy), principal()
    wrong = list(_misfits(entry, body["versions"]))
    if wrong:
        raise Invalid(wrong[0].message if len(wrong) == 1 else "some documents are no policies' wording", wrong)
    found = [_found(entry, one) for one in body["versions"]]
    added = wiring().store.imported.add(found, Authority(who.name, who.id, request.remote_addr))
    told = {"versions": len(found), "imported": [imported_json(one) for one in added]}
    return Response(as_bytes(told), 201, {"Cache-Control": "no-store"}, content_type=JSON)


def _found(entry: Ref, one: Mapping[str, Any]) -> Found:
    document = Document(entry, one["document"])
    return Found(document, one["locale"], one["published_at"], one["source"], one.get("author"), one.get("reason"))


def _misfits(entry: Ref, versions: list[Mapping[str, Any]]) -> Iterator[Finding]:
    for index, one in enumerate(versions):
        for pointer, message in misfits_of_imported(one["document"], one["locale"], wiring().shapes):
            place = ("versions", index, "document")
            yield BODY.finding(entry, f"versions[{index}]{pointer}: {message}", path=place)
