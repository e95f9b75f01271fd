"""Changes and plans as JSON: the one form in which the HTTP interface, the command line and plan files say them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from truth.model.canonical import Json
from truth.model.instant import format_instant
from truth.model.snapshot import Standing
from truth.registry.compare import EntryChange, TextChange
from truth.registry.plan import Plan


def entries_json(changes: Iterable[EntryChange], *, places: bool = True) -> list[Json]:
    """The documents that differ, each with the `places` in it that do."""
    return [_entry(change, places) for change in changes]


def texts_json(texts: Iterable[TextChange]) -> list[Json]:
    """The texts that read differently."""
    return [
        {
            "ref": str(text.ref),
            "locale": text.locale,
            "channel": text.channel,
            "before": text.before,
            "after": text.after,
        }
        for text in texts
    ]


def plan_head(plan: Plan) -> dict[str, Any]:
    """What a plan was made from, and for when; null: when it is applied."""
    at = plan.effective_at
    return {"base": plan.base.as_json(), "effective_at": format_instant(at) if at else None}


def _entry(change: EntryChange, places: bool) -> dict[str, Json]:
    said: dict[str, Json] = {
        "ref": str(change.entry),
        "change": str(change.change),
        "before": _digest(change.before),
        "after": _digest(change.after),
    }
    if places:
        said["places"] = [
            {"pointer": node.pointer, "before": node.before, "after": node.after} for node in change.nodes
        ]
    return said


def _digest(standing: Standing | None) -> str | None:
    return standing.document.digest if standing and standing.document else None
