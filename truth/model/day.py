"""A day as a moment: what stood when it ended, in the company's time zone.

"What did it say on 3 March" asks for a day, and an answer needs an instant. The day's last one is taken: what took
effect at its midnight counts, and so does what was published in the course of it. A day that is not over means now.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from truth.model.errors import Invalid
from truth.model.instant import parse_instant

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAST = timedelta(microseconds=1)


@dataclass(frozen=True)
class Day:
    """A day of the calendar; which instants it holds depends on where."""

    date: date

    def start(self, time_zone: str) -> datetime:
        """Its first instant in a time zone; `Invalid` at the end of the calendar."""
        try:
            return datetime.combine(self.date, time.min, ZoneInfo(time_zone)).astimezone(UTC)
        except OverflowError as error:
            raise Invalid(f"{self.date} is beyond the calendar") from error

    def end(self, time_zone: str) -> datetime:
        """Its last instant in a time zone, a microsecond before the next day."""
        if self.date == date.max:
            raise Invalid(f"{self.date} is beyond the calendar")
        return Day(self.date + timedelta(days=1)).start(time_zone) - _LAST


def parse_moment(text: str) -> datetime | Day:
    """An instant with its offset, or a date alone; `Invalid` for anything else."""
    if not _DAY.fullmatch(text):
        return parse_instant(text)
    try:
        return Day(date.fromisoformat(text))
    except ValueError as error:
        raise Invalid(f"'{text}' is no day of the calendar: {error}") from error


def instant_of(moment: datetime | Day, time_zone: Callable[[], str], now: datetime) -> datetime:
    """The instant a moment means; `time_zone`, an IANA name, is asked for only where it is a day."""
    if isinstance(moment, datetime):
        return moment
    zone = time_zone()
    return now if moment.start(zone) <= now < moment.end(zone) else moment.end(zone)
