"""A plan written down: what was planned, from which base, to be applied later or by someone else. JSON:

    {"format": "truth-plan/1", "base": {…}, "effective_at": INSTANT | null, "changes": {ENTRY: DOCUMENT | null}}

`effective_at` null means: when it is applied. A change of null retires the entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.instant import parse_instant
from truth.model.ref import Ref
from truth.model.release import Base
from truth.registry.change_json import plan_head
from truth.registry.plan import Plan
from truth.registry.soundness import refuse_unsound

FORMAT = "truth-plan/1"

_FIELDS = {"format", "base", "effective_at", "changes"}
_BASE = {"head": int, "voided": int, "last": int, "digest": str}


@dataclass(frozen=True)
class PlanFile:
    """A plan as it was written down: it holds no judgement, which is made anew when it is applied."""

    base: Base
    effective_at: datetime | None
    changes: Mapping[Ref, Document | None]


def plan_file_json(plan: Plan) -> dict[str, Any]:
    """A plan as it is written down."""
    changes = {str(entry): document and document.body for entry, document in plan.documents.items()}
    return {"format": FORMAT, **plan_head(plan), "changes": changes}


def read_plan_file(content: Json) -> PlanFile:
    """The plan that a JSON value holds; `Invalid` says why it holds none."""
    if not isinstance(content, Mapping) or content.get("format") != FORMAT:
        _refuse(f'it is not of the "format": "{FORMAT}"')
    if set(content) != _FIELDS:
        _refuse(f"it must have exactly {', '.join(sorted(_FIELDS))}")
    return PlanFile(_base(content["base"]), _instant(content["effective_at"]), _changes(content["changes"]))


def _base(base: Json) -> Base:
    if not isinstance(base, Mapping) or {name: type(value) for name, value in base.items()} != _BASE:
        _refuse(f"its base must have {', '.join(_BASE)}")
    return Base(**base)


def _instant(text: Json) -> datetime | None:
    if text is None:
        return None
    return parse_instant(text) if isinstance(text, str) else _refuse("effective_at must be an instant or null")


def _changes(changes: Json) -> dict[Ref, Document | None]:
    if not isinstance(changes, Mapping):
        _refuse("changes must be documents by entry")
    parsed = {Ref.parse(name): body for name, body in changes.items()}
    return {entry: _document(entry, body) for entry, body in parsed.items()}


def _document(entry: Ref, body: Json) -> Document | None:
    if entry.path:
        _refuse(f"{entry} is not an entry")
    if body is None:
        return None
    if not isinstance(body, dict):
        _refuse(f"{entry} is not a document")
    refuse_unsound(entry, body)
    return Document(entry, body)


def _refuse(why: str) -> NoReturn:
    raise Invalid(f"this is not a plan that can be read: {why}")
