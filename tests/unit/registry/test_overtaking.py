"""What a plan says about scheduled releases it would keep from taking effect."""

from __future__ import annotations

from datetime import UTC, datetime

from truth.model.document import Document
from truth.model.finding import Severity
from truth.model.ref import Ref
from truth.model.release import Overtaken
from truth.model.snapshot import snapshot_of
from truth.registry.overtaking import makes_stale, overtaken_json

THEN = datetime(2026, 12, 23, 23, tzinfo=UTC)
PROFILE = Document(Ref("company", "profile"), {"time_zone": "Europe/Berlin"})
RETURNS = (Ref("policy", "returns"),)


def test_it_names_the_release_who_made_it_why_and_when_by_the_clocks_of_the_company() -> None:
    (finding,) = makes_stale([Overtaken(2, THEN, "clara", "Christmas", RETURNS)], snapshot_of([PROFILE]))
    assert (finding.subject, finding.severity) == ("release:2", Severity.WARNING)
    assert finding.message == (
        "release 2 by clara (“Christmas”), scheduled for 2026-12-24T00:00:00+01:00, becomes stale and will not take "
        "effect: it was made without knowing what this changes in policy:returns"
    )
    assert finding.fix == (
        "plan it anew: lay its changes over this one, then truth apply --effective-at 2026-12-24T00:00:00+01:00"
    )


def test_of_many_entries_the_first_are_named_and_the_rest_counted() -> None:
    entries = tuple(Ref("policy", f"p{number}") for number in range(7))
    (finding,) = makes_stale([Overtaken(2, THEN, "clara", None, entries)], snapshot_of([PROFILE]))
    assert "release 2 by clara, scheduled" in finding.message
    assert finding.message.endswith("changes in policy:p0, policy:p1, policy:p2, policy:p3, policy:p4 and 2 more")


def test_before_there_is_a_company_times_are_utc() -> None:
    (finding,) = makes_stale([Overtaken(1, THEN, "clara", None, RETURNS)], None)
    assert "scheduled for 2026-12-23T23:00:00+00:00" in finding.message


def test_programs_get_the_same() -> None:
    assert overtaken_json([Overtaken(2, THEN, "clara", None, RETURNS)]) == [
        {
            "release": 2,
            "effective_at": "2026-12-23T23:00:00Z",
            "who": "clara",
            "note": None,
            "entries": ["policy:returns"],
        }
    ]
