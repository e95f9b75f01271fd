"""Size: what a quantity comes to, so that "a month", "30 days" and "three weeks" can be held against one another.

A month is 28 to 31 days, a year 365 or 366: two quantities differ only where no reading makes them equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from truth.model.errors import Invalid
from truth.text.argument import TypedValue
from truth.text.duration import read_duration

TIME, PERCENT, NUMBER = "time", "percent", "number"
_DAYS: dict[str, tuple[Decimal, Decimal]] = {
    "year": (Decimal(365), Decimal(366)),
    "month": (Decimal(28), Decimal(31)),
    "week": (Decimal(7), Decimal(7)),
    "day": (Decimal(1), Decimal(1)),
    "hour": (Decimal(1) / 24, Decimal(1) / 24),
    "minute": (Decimal(1) / 1440, Decimal(1) / 1440),
    "second": (Decimal(1) / 86400, Decimal(1) / 86400),
}


@dataclass(frozen=True, slots=True)
class Size:
    """From `low` to `high`: days for a time (`business` days where they are), else the number itself."""

    of: str
    low: Decimal
    high: Decimal
    business: bool = False

    def agrees(self, other: Size) -> bool:
        """Whether both may say the same: they overlap, or are written with the same number of days."""
        if self.business == other.business or self.low == other.low:
            return self._overlaps(other)
        return self.in_calendar_days()._overlaps(other.in_calendar_days())

    def _overlaps(self, other: Size) -> bool:
        return self.low <= other.high and other.low <= self.high

    def in_calendar_days(self) -> Size:
        """Business days as days of the week: five may take seven, and one that begins on a Friday three."""
        if not self.business:
            return self
        weekends = (self.high + 4) // 5
        return Size(self.of, self.low, self.high + 2 * weekends)

    def to(self, other: Size) -> Size:
        """The range from this to another: `3–5 days`."""
        return Size(self.of, min(self.low, other.low), max(self.high, other.high), self.business)


def time(count: Decimal, unit: str) -> Size:
    """So many years, months, weeks, days, hours, minutes or seconds."""
    low, high = _DAYS[unit]
    return Size(TIME, count * low, count * high)


def size_of(value: TypedValue) -> Size:
    """What a duration, business days, a percentage or a number comes to; `Invalid` for a value that is none."""
    if value.type == "duration":
        parts = [time(Decimal(count), unit) for count, unit in read_duration(str(value.value))]
        return Size(TIME, sum((one.low for one in parts), Decimal()), sum((one.high for one in parts), Decimal()))
    try:
        number = Decimal(str(value.value))
    except InvalidOperation as error:
        raise Invalid(f"'{str(value.value)[:40]}' is not a number") from error
    if value.type == "business_days":
        return Size(TIME, number, number, business=True)
    return Size(PERCENT if value.type == "percent" else NUMBER, number, number)
