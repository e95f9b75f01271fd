"""ISO 8601 durations of whole units: `P30D`, `P1Y6M`, `PT90M`."""

from __future__ import annotations

import re
from functools import lru_cache

from truth.model.errors import Invalid

UNITS = ("year", "month", "week", "day", "hour", "minute", "second")
_DURATION = re.compile(
    r"P(?=[0-9T])(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,5})D)?"
    r"(?:T(?=[0-9])(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?",
    re.ASCII,
)


@lru_cache(maxsize=1024)
def read_duration(text: str) -> tuple[tuple[int, str], ...]:
    """`P1Y6M` as ((1, "year"), (6, "month")): the units as written, in their own size. `Invalid` otherwise."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise Invalid(f"'{text[:64]}' is not an ISO 8601 duration of whole units{_meant(text)}")
    return tuple((int(count), unit) for count, unit in zip(match.groups(), UNITS, strict=True) if count is not None)


def _meant(text: str) -> str:
    plain = text.strip().upper()[:40]
    for candidate in (plain, f"{plain}D", f"P{plain}", f"P{plain}D"):
        if _DURATION.fullmatch(candidate):
            return f"; did you mean '{candidate}'?"
    return "; write it like P30D, PT2H or P1Y6M"
