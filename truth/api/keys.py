"""Keys: given out, listed and revoked, by whoever holds one with the scope `admin`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from marshmallow import fields
from marshmallow.validate import Length

from truth.api import envelopes
from truth.api.access import principal
from truth.api.answer import JSON, as_bytes
from truth.api.fields import MESSAGES, Instant, Line, Whole
from truth.api.paging import LARGEST_PAGE, page, text_after
from truth.api.query import NoQuery, Strict
from truth.api.resource import Resource
from truth.api.wiring import wiring
from truth.model.canonical import Json
from truth.model.release import Authority
from truth.registry.key_json import key_json
from truth.registry.keys import LONGEST_NAME, Scope

blueprint = Resource("keys", __name__, description="Who may do what.")


class KeysQuery(Strict):
    """A page of keys."""

    limit = Whole("How many items at most.", 1, LARGEST_PAGE, load_default=50)
    cursor = Line("Where to go on: `next` of the page before.", 400)


class NewKeyBody(Strict):
    """A key to give out."""

    name = Line("What it is for: history says who did something by this name.", LONGEST_NAME, required=True)
    scopes = fields.List(
        fields.String(error_messages=MESSAGES, metadata={"enum": [str(scope) for scope in Scope]}),
        required=True,
        validate=Length(1, len(Scope), error="takes one scope or more"),
        metadata={"description": "What it may do: `read`; `apply`, which includes reading; `admin`, which is all."},
        error_messages={**MESSAGES, "invalid": "must be a list"},
    )
    expires_at = Instant("When it stops working; default: in a year.")


@blueprint.manage("/v1/keys", envelopes.KeyPage, asked={"query": KeysQuery()}, example="/v1/keys")
def keys(query: Mapping[str, Any]) -> Response:
    """The keys given out, the latest first"""
    found, after = wiring().keys.store.given_out(), text_after(query)
    ids = [key.id for key in found]
    rest = found[ids.index(after) + 1 :] if after in ids else found
    now = wiring().clock()
    limit = query["limit"]
    return _answer(page(rest[: limit + 1], limit, lambda key: key_json(key, now), lambda key: key.id))


@blueprint.manage(
    "/v1/keys",
    envelopes.NewKey,
    method="POST",
    asked={"json": NewKeyBody(), "query": NoQuery()},
    status=201,
    example={"name": "ci", "scopes": ["apply"]},
)
def create(query: Mapping[str, Any], body: Mapping[str, Any]) -> Response:
    """Give out a key

    Its token is in this answer and nowhere else: keep it where secrets are kept.
    """
    key, token = wiring().keys.create(body["name"], body["scopes"], body.get("expires_at"), _authority())
    return _answer({**key_json(key, wiring().clock()), "token": token}, 201)


@blueprint.manage("/v1/keys/<id>", envelopes.Key, asked={"query": NoQuery()}, example="/v1/keys/{id}")
def key(query: Mapping[str, Any], id: str) -> Response:
    """One key"""
    return _answer(key_json(wiring().keys.store.key(id), wiring().clock()))


@blueprint.manage("/v1/keys/<id>", envelopes.Key, method="DELETE", asked={"query": NoQuery()}, example="/v1/keys/{id}")
def revoke(query: Mapping[str, Any], id: str) -> Response:
    """Revoke a key

    It stops working within a few seconds, everywhere. What was done with it stays, under its name.
    """
    return _answer(key_json(wiring().keys.revoke(id, _authority()), wiring().clock()))


def _authority() -> Authority:
    who = principal()
    return Authority(who.name, who.id, request.remote_addr)


def _answer(content: Json, status: int = 200) -> Response:
    return Response(as_bytes(content), status, {"Cache-Control": "no-store"}, content_type=JSON)
