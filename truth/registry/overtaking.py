"""Overtaking: a change made now may keep a scheduled release from taking effect; the plan says so, and which. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from truth.kinds.company.profile import PROFILE
from truth.model.canonical import Json
from truth.model.finding import Finding
from truth.model.instant import format_instant, format_local
from truth.model.release import Overtaken
from truth.model.snapshot import Snapshot
from truth.registry.release_rules import MAKES_STALE

_SHOWN = 5  # entries of one release


def makes_stale(overtaken: Iterable[Overtaken], before: Snapshot | None) -> list[Finding]:
    """A finding for each scheduled release that would become stale; times as the company of `before` has them."""
    profile = before.documents.get(PROFILE) if before else None
    time_zone = profile.body["time_zone"] if profile else "UTC"
    return [_finding(one, format_local(one.effective_at, time_zone)) for one in overtaken]


def overtaken_json(overtaken: Iterable[Overtaken]) -> list[Json]:
    """The same for programs."""
    return [
        {
            "release": one.release,
            "effective_at": format_instant(one.effective_at),
            "who": one.who,
            "note": one.note,
            "entries": [str(entry) for entry in one.entries],
        }
        for one in overtaken
    ]


def _finding(one: Overtaken, when: str) -> Finding:
    shown = ", ".join(str(entry) for entry in one.entries[:_SHOWN])
    more = f" and {len(one.entries) - _SHOWN} more" if len(one.entries) > _SHOWN else ""
    by = f"{one.who} (“{one.note}”)" if one.note else one.who
    return MAKES_STALE.finding(
        f"release:{one.release}",
        f"release {one.release} by {by}, scheduled for {when}, becomes stale and will not take effect: it "
        f"was made without knowing what this changes in {shown}{more}",
        fix=f"plan it anew: lay its changes over this one, then truth apply --effective-at {when}",
    )
