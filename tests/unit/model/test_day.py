"""A day as a moment: its last instant, where the company is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from truth.model.day import Day, instant_of, parse_moment
from truth.model.errors import Invalid

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        ("2026-03-01", "Europe/Berlin", "2026-03-01T22:59:59.999999+00:00"),
        ("2026-03-01", "Pacific/Auckland", "2026-03-01T10:59:59.999999+00:00"),
        ("2026-03-01", "America/Los_Angeles", "2026-03-02T07:59:59.999999+00:00"),
        ("2025-10-26", "Europe/Berlin", "2025-10-26T22:59:59.999999+00:00"),
        ("2027-01-01", "Europe/Berlin", "2027-01-01T22:59:59.999999+00:00"),
    ],
    ids=["Berlin", "Auckland", "Los Angeles", "a day of 25 hours", "a day to come"],
)
def test_a_day_means_its_last_instant_in_the_companys_time_zone(day, zone, end):
    assert instant_of(parse_moment(day), lambda: zone, NOW).isoformat() == end


def test_a_day_that_is_not_over_means_now():
    assert instant_of(Day(date(2026, 3, 3)), lambda: "Europe/Berlin", NOW) == NOW
    assert instant_of(Day(date(2026, 3, 2)), lambda: "Pacific/Honolulu", NOW) == NOW


def test_an_instant_means_itself_and_no_time_zone_is_asked_for():
    moment = parse_moment("2026-03-03T09:00:00+01:00")
    assert instant_of(moment, lambda: pytest.fail("asked"), NOW) == datetime(2026, 3, 3, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-3-3", "3 March", "", "2026-03-03T09:00:00"])
def test_what_is_neither_is_refused(text):
    with pytest.raises(Invalid):
        parse_moment(text)


def test_the_end_of_the_calendar_is_refused():
    with pytest.raises(Invalid, match="beyond the calendar"):
        instant_of(parse_moment("9999-12-31"), lambda: "Europe/Berlin", NOW)
