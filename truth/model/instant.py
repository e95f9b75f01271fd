"""Instants: UTC inside, RFC 3339 with an offset outside."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from truth.model.errors import Invalid

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_instant(text: str) -> datetime:
    """The UTC instant an RFC 3339 text names; an instant without an offset is refused, never guessed."""
    if not _RFC3339.fullmatch(text):
        raise Invalid(f"'{text[:64]}' is not an instant; write it like 2026-03-03T09:00:00+01:00, with its offset")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(f"'{text}' is not an instant: {error}") from error


def format_instant(instant: datetime) -> str:
    """RFC 3339 in UTC, `2026-03-03T08:00:00Z`; microseconds only where there are any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def format_local(instant: datetime, time_zone: str) -> str:
    """RFC 3339 as clocks in a time zone show it, for people: `2026-12-24T00:00:00+01:00`."""
    return instant.astimezone(ZoneInfo(time_zone)).isoformat()


def to_microseconds(instant: datetime) -> int:
    """Whole microseconds since 1970-01-01T00:00:00Z: exact, ordered, the same on every engine."""
    return (instant - EPOCH) // timedelta(microseconds=1)


def from_microseconds(count: int) -> datetime:
    """The UTC instant `count` microseconds after 1970-01-01T00:00:00Z."""
    return EPOCH + timedelta(microseconds=count)
