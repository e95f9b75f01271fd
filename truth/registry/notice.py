"""Notice: a narrowed promise counts no sooner than the company said it would tell customers. Pure.

How long that is comes from the Snapshot in force, never from the change that is being judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from truth.conditions.calendar import days_later
from truth.kinds import kind_of
from truth.kinds.company.profile import PROFILE, setting_of
from truth.kinds.policy.breaking.decisions import stricter
from truth.kinds.promise import NARROWED
from truth.model.finding import Finding
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot
from truth.registry.release_rules import NOTICE_TOO_SHORT
from truth.text.argument import TypedValue
from truth.text.duration import read_duration
from truth.text.formatting import display

_HOURS: Mapping[str, int] = {"hour": 3_600, "minute": 60, "second": 1}


def notice_too_short(
    before: Snapshot, proposed: Snapshot, changed: Collection[Ref], now: datetime, effective_at: datetime
) -> Iterator[Finding]:
    """Every promise that the step from one Snapshot to the next narrows sooner than customers are to be told."""
    profile = before.documents.get(PROFILE)
    notice: Mapping[str, str] = profile.body.get("governance", {}).get("notice", {}) if profile else {}
    if profile is None or not notice:
        return
    setting = setting_of(profile)
    for finding in _narrowed(before, proposed, changed):
        kind = Ref.parse(finding.subject).kind
        if kind in notice and effective_at < (earliest := earliest_after(now, notice[kind], setting.time_zone)):
            said = TypedValue("duration", notice[kind])
            length = display(said, "en", currency=setting.currency, time_zone=setting.time_zone).text
            since = earliest.isoformat()
            message = f"{finding.message}; customers are told {length} before, so it cannot count before {since}"
            fix = f"publish it with --effective-at {since}, or later"
            yield replace(
                finding, rule=NOTICE_TOO_SHORT.id, severity=NOTICE_TOO_SHORT.severity, message=message, fix=fix
            )


def earliest_after(now: datetime, notice: str, time_zone: str) -> datetime:
    """The first instant at which something published `now` may count.

    Days, weeks, months and years are the company's calendar days: published on the 1st with P14D, it counts from the
    beginning of the 15th. Hours and less are counted from the instant.
    """
    zone = ZoneInfo(time_zone)
    seconds = sum(count * _HOURS[unit] for count, unit in read_duration(notice) if unit in _HOURS)
    day = days_later(now.astimezone(zone).date(), notice)
    if seconds:
        return datetime.combine(day, now.astimezone(zone).timetz()) + timedelta(seconds=seconds)
    return datetime.combine(day, time(tzinfo=zone))


def _narrowed(before: Snapshot, proposed: Snapshot, changed: Collection[Ref]) -> Iterator[Finding]:
    for entry in changed:
        was, now = before.documents.get(entry), proposed.documents.get(entry)
        if was and now:
            breaks = kind_of(entry.kind).breaking(was, now)
            yield from (finding for finding in breaks if finding.rule == NARROWED.id)
    if any(entry.kind == "policy" or entry == PROFILE for entry in changed):
        yield from stricter(before, proposed)
