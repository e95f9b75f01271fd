"""Calendar dates as documents and callers write them: `2026-12-03`."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from truth.model.errors import Invalid

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # `date.fromisoformat` alone takes week dates too


@lru_cache(maxsize=1024)
def read_date(text: str) -> date:
    """The day a text names, year first; `Invalid` for another form, or a day the calendar does not have."""
    if not _DATE.fullmatch(text):
        raise Invalid(f"'{text[:64]}' is not a date; write it like 2026-12-03")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(f"'{text}' is no day of the calendar: {error}") from error
