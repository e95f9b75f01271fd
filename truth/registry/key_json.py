"""Keys as JSON: the one form in which the HTTP interface and the command line say them."""

from __future__ import annotations

from datetime import datetime

from truth.model.canonical import Json
from truth.model.instant import format_instant
from truth.registry.keys import Key, Scope


def key_json(key: Key, now: datetime) -> dict[str, Json]:
    """What is known of a key, and how it stands."""
    return {
        "id": key.id,
        "name": key.name,
        "scopes": [str(scope) for scope in Scope if scope in key.scopes],
        "state": str(key.state(now)),
        "created_at": format_instant(key.created_at),
        "created_by": key.created_by,
        "expires_at": format_instant(key.expires_at),
        "revoked_at": key.revoked_at and format_instant(key.revoked_at),
        "revoked_by": key.revoked_by,
        "last_used_at": key.last_used_at and format_instant(key.last_used_at),
    }
