"""Spans on the calendar: last day included, months clamped, weekends and the region's holidays left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.conditions.calendar import Calendar, days_later, require_region
from truth.conditions.compiled import TODAY, compile_condition
from truth.conditions.condition import SPANS, read
from truth.conditions.inputs import declared
from truth.model.errors import Invalid
from truth.text.argument import TypedValue

BERLIN = Calendar("DE-BE")
DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
SPAN = st.one_of(st.integers(0, 60), st.sampled_from(["P0D", "P1D", "P30D", "P2W", "P1M", "P2M", "P1Y", "P1Y1M3D"]))


@pytest.mark.parametrize(
    ("region", "start", "count", "end"),
    [
        ("DE-BE", "2026-11-27", 1, "2026-11-30"),  # Friday to Monday
        ("DE-BE", "2026-11-28", 1, "2026-11-30"),  # a Saturday begins nothing
        ("DE-BE", "2026-11-27", 5, "2026-12-04"),
        ("DE-BE", "2026-12-23", 2, "2026-12-28"),  # Christmas, then a weekend; Christmas Eve is a business day
        ("DE-BE", "2027-03-05", 1, "2027-03-09"),  # Berlin keeps 8 March
        ("DE-BY", "2027-03-05", 1, "2027-03-08"),  # Bavaria does not
        ("DE-BY", "2027-01-05", 1, "2027-01-07"),  # and keeps Epiphany
        ("FR", "2026-07-13", 1, "2026-07-15"),
        ("AE", "2026-11-27", 1, "2026-11-30"),
        ("DE-BE", "2026-11-28", 0, "2026-11-28"),
    ],
)
def test_business_days_leave_out_weekends_and_the_holidays_of_the_region(
    region: str, start: str, count: int, end: str
) -> None:
    assert Calendar(region).last_day(date.fromisoformat(start), count) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2028-01-31", "P1M", "2028-02-29"),
        ("2028-02-29", "P1Y", "2029-02-28"),
        ("2026-11-23", "P30D", "2026-12-23"),
        ("2026-11-23", "PT36H", "2026-11-23"),
    ],
)
def test_months_and_years_end_on_the_last_day_there_is(start: str, span: str, end: str) -> None:
    assert Calendar().last_day(date.fromisoformat(start), span) == date.fromisoformat(end)


@given(day=DAYS, span=SPAN)
def test_the_first_day_that_reaches_an_end_does_and_the_day_before_does_not(day: date, span: str | int) -> None:
    first = BERLIN.first_day(day, span)
    assert BERLIN.last_day(first, span) >= day
    assert BERLIN.last_day(first - timedelta(days=1), span) < day


@given(day=DAYS, span=SPAN)
def test_what_begins_later_never_ends_earlier(day: date, span: str | int) -> None:
    assert BERLIN.last_day(day, span) <= BERLIN.last_day(day + timedelta(days=1), span)


@given(day=DAYS, count=st.integers(1, 40))
def test_business_days_end_on_a_business_day(day: date, count: int) -> None:
    end = BERLIN.last_day(day, count)
    assert end.weekday() < 5
    assert BERLIN.last_day(end - timedelta(days=1), 1) == end


def test_beyond_the_calendar_there_is_no_last_day() -> None:
    for span in ("P1Y", "P1D", 1):
        with pytest.raises(OverflowError):
            BERLIN.last_day(date(9999, 12, 31), span)


def test_business_days_without_a_region_are_an_error_and_never_a_guess() -> None:
    with pytest.raises(Invalid, match="name a region in the company profile"):
        Calendar().last_day(date(2026, 11, 27), 1)


@pytest.mark.parametrize(("region", "says"), [("DE-BX", "did you mean 'DE-"), ("XX", "of the region 'XX'")])
def test_an_unknown_region_is_an_error_that_names_the_nearest(region: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        require_region(region)


@pytest.mark.parametrize("region", ["DE", "DE-BE", "AT", "CH-ZH", "GB-SCT", "US-CA"])
def test_countries_and_their_parts_have_calendars(region: str) -> None:
    require_region(region)


@given(day=DAYS, count=st.integers(0, 20), later=st.integers(-3, 40))
def test_within_business_days_agrees_with_their_last_day(day: date, count: int, later: int) -> None:
    inputs, today = declared({"day": {"type": "date"}}), day + timedelta(days=later)
    value = {"hold": TypedValue("business_days", count)}
    condition = read({"input": "day", "op": "within", "ref": "values/hold"}, inputs, value, SPANS)
    holds = compile_condition(condition, calendar=BERLIN)({"day": day.toordinal(), TODAY: today.toordinal()})
    assert holds == (today <= BERLIN.last_day(day, count))


def test_days_later_counts_hours_as_no_day() -> None:
    assert days_later(date(2026, 3, 3), "PT23H59M") == date(2026, 3, 3)
