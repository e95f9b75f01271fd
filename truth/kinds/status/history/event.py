"""One event of one order, read from a record whose fields may hold anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from truth.kinds.status.history.record import Fields, Unreadable
from truth.model.errors import Invalid
from truth.model.instant import parse_instant
from truth.model.nearest import did_you_mean

_CHECK = "check what wrote it"
_LONGEST_ID = 200


@dataclass(frozen=True)
class Event:
    """What happened to an order: `status` is the code as it was written. `faults` say what of it cannot be read."""

    order: str | int
    status: str | None
    moment: datetime | None
    event: str | None
    actor: str | None
    reason: str | None
    faults: tuple[Unreadable, ...]


def read_event(record: object, fields: Fields) -> Event | Unreadable:
    """The event a record tells of; Unreadable where not even its order can be told."""
    if isinstance(record, Unreadable):
        return record
    if not isinstance(record, Mapping):
        return Unreadable("an event is an object with an order and a status", "write one JSON object a line")
    order = record.get(fields.order)
    if not is_id(order):
        return Unreadable(_wanted(record, fields.order, "the order's id, a text or a whole number"), _fix("order"))
    faults: list[Unreadable] = []
    status, moment = _status(record, fields, faults), _moment(record, fields, faults)
    event, actor, reason = (_name(record, field, faults) for field in (fields.event, fields.actor, fields.reason))
    return Event(order, status, moment, event, actor, reason, tuple(faults))  # type: ignore[arg-type]  # is_id has looked


def is_id(value: object) -> bool:
    """Whether a value can be an order's id."""
    if isinstance(value, str):
        return 0 < len(value) <= _LONGEST_ID
    return isinstance(value, int) and not isinstance(value, bool)


def _status(record: Mapping[str, object], fields: Fields, faults: list[Unreadable]) -> str | None:
    status = record.get(fields.status)
    if isinstance(status, str):
        return status
    faults.append(Unreadable(_wanted(record, fields.status, "a status, a text"), _fix("status")))
    return None


def _moment(record: Mapping[str, object], fields: Fields, faults: list[Unreadable]) -> datetime | None:
    written = _name(record, fields.at, faults)
    if written is None:
        return None
    try:
        return parse_instant(written)
    except Invalid as error:
        faults.append(Unreadable(error.message, _CHECK))
        return None


def _name(record: Mapping[str, object], field: str | None, faults: list[Unreadable]) -> str | None:
    value = record.get(field) if field else None
    if value is None or isinstance(value, str):
        return value
    faults.append(Unreadable(f"'{field}' is not a text", _CHECK))
    return None


def _wanted(record: Mapping[str, object], field: str, what: str) -> str:
    if field not in record:
        return f"the event has no '{field}', {what}{did_you_mean(field, _names(record))}"
    return f"'{field}' is not {what}"


def _names(record: Mapping[str, object]) -> list[str]:
    return [str(name) for name in list(record)[:50]]


def _fix(role: str) -> str:
    named = f'--field {role}=NAME, or in truth.toml fields = {{{role} = "NAME"}}'
    return f"{_CHECK}, or say what the field is called: {named}"
