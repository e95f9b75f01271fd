"""How status rules write their examples: merge patches over the starter content; its one vocabulary is status:order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

MOVES: tuple[Mapping[str, Any], ...] = (
    {"event": "hand_over", "from": ["placed"], "to": "shipped", "actors": ["warehouse"]},
    {"event": "deliver", "from": ["shipped"], "to": "delivered", "actors": ["carrier"]},
    {
        "event": "cancel",
        "from": ["placed"],
        "to": "cancelled",
        "actors": ["customer", "agent"],
        "reasons": ["customer_request", "out_of_stock"],
    },
)
"""The starter's transitions; a patch replaces a list whole."""

PICKING: Mapping[str, Any] = {
    "phase": "open",
    "audience": "staff",
    "shown_as": "placed",
    "meaning": "Someone collects the items from the shelves.",
    "expect_within": "P1D",
    "label": {"en": "Picking", "de": "Kommissionierung"},
}
"""A status for colleagues, complete."""


def move(event: str, source: str, target: str) -> Mapping[str, Any]:
    """A transition the warehouse makes."""
    return {"event": event, "from": [source], "to": target, "actors": ["warehouse"]}


def order(*moves: Mapping[str, Any], **sections: Any) -> Mapping[str, Any]:
    """The starter's vocabulary with these transitions besides its own, and these sections laid over it."""
    added: Mapping[str, Any] = {"transitions": [*MOVES, *moves]} if moves else {}
    return {"status:order": {**added, **sections}}


def with_picking(*moves: Mapping[str, Any], **changes: Any) -> Mapping[str, Any]:
    """The same with the status `picking`, changed as said; None takes a key away."""
    return order(*moves, statuses={"picking": {**PICKING, **changes}})


def display(*rows: Mapping[str, Any], **sections: Any) -> Mapping[str, Any]:
    """A display of the starter's vocabulary, with these rows."""
    body = {
        "type": "display",
        "title": {"en": "Overview", "de": "Überblick"},
        "owner": "care",
        "dimensions": ["order"],
        "rows": list(rows),
    }
    return {"status:overview": {**body, **sections}}


def mapping(codes: Sequence[str], *rows: Mapping[str, Any], **sections: Any) -> Mapping[str, Any]:
    """A mapping of these codes into the starter's vocabulary, with these rows."""
    body = {
        "type": "mapping",
        "title": {"en": "Parcel service", "de": "Paketdienst"},
        "owner": "care",
        "system": "parcels.events",
        "pinned": "2026-10",
        "codes": list(codes),
        "to": "order",
        "unknown": {"keep": "raw", "show": "last_known", "alert": "care"},
        "rows": list(rows),
    }
    return {"status:parcels": {**body, **sections}}
