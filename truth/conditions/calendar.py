"""Spans on the calendar: the last day of one that begins on a day, in calendar time or in business days.

Business days are all days but the weekends and public holidays of a region. They come from the library `holidays`,
which knows each country's holidays of recent decades and of those to come; in other years only weekends are off.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean
from truth.text.duration import read_duration

if TYPE_CHECKING:
    from holidays import HolidayBase

Span = str | int
"""How long: an ISO 8601 duration, or a number of business days."""

_LAST = date.max.toordinal()


@dataclass(frozen=True)
class Calendar:
    """Which days are business days: those of a region as ISO 3166-2 writes it, `DE-BE`; None: nobody said."""

    region: str | None = None

    def last_day(self, start: date, span: Span) -> date:
        """The last calendar day of a span that begins on `start`.

        The fifth business day after a Friday is the next Friday, where no holiday comes between. `OverflowError`
        beyond the year 9999; `Invalid` for business days where there is no region.
        """
        return days_later(start, span) if isinstance(span, str) else self._business_days_later(start, span)

    def first_day(self, end: date, span: Span) -> date:
        """The earliest day on which a span may begin that reaches `end`."""
        days = range(1, end.toordinal() + 1)
        return date.fromordinal(days[bisect_left(days, True, key=lambda day: self._reaches(day, span, end))])

    def _reaches(self, start: int, span: Span, end: date) -> bool:
        try:
            return self.last_day(date.fromordinal(start), span) >= end
        except OverflowError:
            return True

    def _business_days_later(self, start: date, count: int) -> date:
        if self.region is None:
            raise Invalid("business days need a calendar; name a region in the company profile, calendar: {region: …}")
        day = start.toordinal()
        while count:
            day += 1
            if day > _LAST:
                raise OverflowError("outside the calendar")
            count -= day not in _days_off(self.region, date.fromordinal(day).year)
        return date.fromordinal(day)


def days_later(day: date, duration: str) -> date:
    """The calendar day a duration later; a month after 31 January is the last day of February.

    `OverflowError` beyond the year 9999. Hours and less do not change the day.
    """
    for count, unit in read_duration(duration):
        if unit in ("year", "month"):
            months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
            day = _in_month(months // 12, months % 12 + 1, day.day)
        else:
            day += timedelta(days=count * {"week": 7, "day": 1}.get(unit, 0))
    return day


def require_region(region: str) -> None:
    """Raise `Invalid`, naming the nearest, for a region whose holidays nobody knows."""
    from holidays import country_holidays, list_supported_countries

    country, _, part = region.partition("-")
    try:
        country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        known = list_supported_countries(include_aliases=False)
        parts = [f"{country}-{one}" for one in known.get(country, ())]
        raise Invalid(f"there is no calendar of the region '{region}'{did_you_mean(region, parts or known)}") from None


def _in_month(year: int, month: int, day: int) -> date:
    if year > 9999:
        raise OverflowError("outside the calendar")
    return date(year, month, min(day, monthrange(year, month)[1]))


@lru_cache(maxsize=512)
def _days_off(region: str, year: int) -> frozenset[int]:
    """The days of a year that are no business days, as day numbers."""
    known = _holidays(region, year)
    days = range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
    return frozenset(day for day in days if not known.is_working_day(date.fromordinal(day)))


def _holidays(region: str, year: int) -> HolidayBase:
    from holidays import country_holidays  # takes a while to load, and only business days need it

    require_region(region)
    country, _, part = region.partition("-")
    return country_holidays(country, subdiv=part or None, years=year)
