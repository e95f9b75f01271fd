"""`truth apply`: a content folder, or a plan, becomes one release."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from truth.cli.drafting import draft
from truth.cli.elsewhere import apply_elsewhere, open_elsewhere, pack, plan_elsewhere
from truth.cli.findings import print_findings, reaches
from truth.cli.options import INSTANT, fails_on, formats, published_to, settings
from truth.cli.output import JSON, emit, progress
from truth.cli.sources import kept_open
from truth.model.errors import Invalid, UsageError
from truth.model.finding import Finding, Severity
from truth.model.instant import format_instant
from truth.model.release import Authority
from truth.settings import Settings, is_url

if TYPE_CHECKING:
    from truth.model.release import Overtaken, Release
    from truth.model.snapshot import Snapshot
    from truth.registry.compare import EntryChange
    from truth.remote.target import Told


@dataclass(frozen=True)
class Wanted:
    """What is to be published, and how."""

    path: Path
    effective_at: datetime | None
    note: str | None
    retire: bool
    fail_on: Severity

    def refuse(self, findings: Sequence[Finding]) -> None:
        """`Invalid` where a finding is no error, but reaches the bar that was set."""
        if reaches(findings, self.fail_on) and not reaches(findings, Severity.ERROR):
            raise Invalid(f"nothing was applied: there are findings, and --fail-on is {self.fail_on}", findings)


@dataclass(frozen=True)
class Done:
    """What was published; `release` None: there was nothing to change. What another registry keeps to itself is not
    in it."""

    release: dict[str, Any] | None
    scheduled: bool
    changes: Sequence[EntryChange]
    texts: int
    findings: Sequence[Finding]
    stale: Sequence[Overtaken]


@click.command("apply")
@click.argument("path", metavar="[DIR|PLAN]", type=click.Path(path_type=Path), required=False)
@published_to
@click.option("--effective-at", type=INSTANT, help="When it takes effect; now unless named.")
@click.option("--note", help="Why, for whoever reads the history.")
@click.option("--retire", is_flag=True, help="Confirm that entries missing from the folder are retired.")
@click.option("--who", metavar="NAME", help="Who makes the release; your user name unless named.")
@formats
@fails_on
def verb(
    path: Path | None,
    target: str | None,
    key: str | None,
    effective_at: datetime | None,
    note: str | None,
    retire: bool,
    who: str | None,
    format: str,
    fail_on: Severity,
) -> int:
    """Publish a content folder, or a plan.

    It becomes one release: all of it, or nothing. Applying the same folder again changes nothing. A plan is refused
    once what it was made from has changed.

    \b
    Example:
      truth apply --note "Autumn: longer returns"
      truth apply autumn.json --who clara
      truth apply --to https://truth.example.com
    """
    given = settings()
    wanted = Wanted(path or Path(given.content), effective_at, note, retire, fail_on)
    with progress("Applying …"):
        if target and is_url(target):
            done = _publish_elsewhere(given, target, key, who, wanted)
        else:
            done = _publish(given, target, who, wanted)
    if format == JSON:
        emit(_as_json(done))
        return 0
    print_findings(done.findings, to_stderr=True)
    click.echo(_said(done))
    return 0


def _publish(given: Settings, target: str | None, who: str | None, wanted: Wanted) -> Done:
    from truth.factory import open_store
    from truth.registry.plan import apply

    authority = Authority(who or user_name(), origin=socket.gethostname() or None, note=wanted.note)
    store = kept_open(open_store(target, given))
    made = draft(store, wanted.path, wanted.effective_at)
    wanted.refuse(made.findings)
    release = apply(store, made, authority, retire=wanted.retire)
    said = _release_json(release, store.at_release(release.number)) if release else None
    scheduled = release is not None and release.effective_at > release.recorded_at
    return Done(said, scheduled, made.changes, len(made.texts), made.findings, made.stale)


def _publish_elsewhere(given: Settings, url: str, key: str | None, who: str | None, wanted: Wanted) -> Done:
    if who is not None:
        raise UsageError("over a URL, the name of the key says who makes the release; leave out --who")
    target, parcel = open_elsewhere(url, key, given), pack(wanted.path, wanted.effective_at)
    if wanted.fail_on is not Severity.ERROR:
        wanted.refuse(plan_elsewhere(target, parcel).findings)
    told = apply_elsewhere(target, parcel, wanted.note, wanted.retire)
    return Done(_told_json(told), _is_scheduled(told), told.changes, told.texts, told.findings, told.stale)


def user_name() -> str:
    """Who is at this terminal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UsageError("this account has no user name; say who makes the release with --who") from error


def _said(done: Done) -> str:
    release = done.release
    if release is None:
        return "Nothing to change: the registry says this already."
    lines = [f"  {change.change.ljust(8)} {change.entry}" for change in done.changes]
    if done.texts:
        lines.append(f"  {done.texts} {'text reads' if done.texts == 1 else 'texts read'} differently")
    if done.scheduled:
        when = f"takes effect at {release['effective_at']}, as position {release['position']}"
    else:
        when = f"is in effect since {release['effective_at']}, at position {release['position']}"
    return "\n".join([*lines, f"Release {release['number']} {when}."])


def _as_json(done: Done) -> dict[str, Any]:
    from truth.registry.change_json import entries_json
    from truth.registry.overtaking import overtaken_json

    return {
        "release": done.release,
        "entries": entries_json(done.changes),
        "texts": done.texts,
        "stale": overtaken_json(done.stale),
        "findings": [finding.as_json() for finding in done.findings],
    }


def _release_json(release: Release, began: Snapshot) -> dict[str, Any]:
    return {
        "number": release.number,
        "position": str(began.pointer.position),
        "recorded_at": format_instant(release.recorded_at),
        "effective_at": format_instant(release.effective_at),
        "digest": began.digest,
        "authority": {
            "who": release.authority.who,
            "by": release.authority.by,
            "origin": release.authority.origin,
            "note": release.authority.note,
        },
    }


def _told_json(told: Told) -> dict[str, Any] | None:
    return (
        None
        if told.release is None
        else {
            "number": told.release,
            "position": told.position,
            "recorded_at": told.recorded_at and format_instant(told.recorded_at),
            "effective_at": told.effective_at and format_instant(told.effective_at),
        }
    )


def _is_scheduled(told: Told) -> bool:
    return bool(told.effective_at and told.recorded_at and told.effective_at > told.recorded_at)
