"""`truth apply`: a content folder, or a plan, becomes one release."""

from __future__ import annotations

import getpass
import socket
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from truth.cli.changes import entries_json
from truth.cli.drafting import draft
from truth.cli.findings import print_findings, reaches
from truth.cli.options import INSTANT, fails_on, formats, settings
from truth.cli.output import JSON, emit, progress
from truth.cli.sources import kept_open
from truth.model.errors import Invalid, UsageError
from truth.model.finding import Severity
from truth.model.instant import format_instant
from truth.model.release import Authority

if TYPE_CHECKING:
    from truth.model.release import Release
    from truth.model.snapshot import Snapshot
    from truth.registry.plan import Plan


@click.command("apply")
@click.argument("path", metavar="[DIR|PLAN]", type=click.Path(path_type=Path), required=False)
@click.option("--to", "target", metavar="DATABASE", help="The registry to change; the local database unless named.")
@click.option("--effective-at", type=INSTANT, help="When it takes effect; now unless named.")
@click.option("--note", help="Why, for whoever reads the history.")
@click.option("--retire", is_flag=True, help="Confirm that entries missing from the folder are retired.")
@click.option("--who", metavar="NAME", help="Who makes the release; your user name unless named.")
@formats
@fails_on
def verb(
    path: Path | None,
    target: str | None,
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
    """
    from truth.factory import open_store
    from truth.registry.plan import apply

    given = settings()
    authority = Authority(who or _user(), origin=socket.gethostname() or None, note=note)
    with progress("Applying …"):
        store = kept_open(open_store(target, given))
        made = draft(store, path or Path(given.content), effective_at)
        if reaches(made.findings, fail_on) and not reaches(made.findings, Severity.ERROR):
            raise Invalid(f"nothing was applied: there are findings, and --fail-on is {fail_on}", made.findings)
        release = apply(store, made, authority, retire=retire)
        began = store.at_release(release.number) if release else None
    if format == JSON:
        emit(_as_json(made, release, began))
        return 0
    print_findings(made.findings, to_stderr=True)
    click.echo(_said(made, release, began))
    return 0


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UsageError("this account has no user name; say who makes the release with --who") from error


def _said(plan: Plan, release: Release | None, began: Snapshot | None) -> str:
    if release is None or began is None:
        return "Nothing to change: the registry says this already."
    lines = [f"  {change.change.ljust(8)} {change.entry}" for change in plan.changes]
    if plan.texts:
        lines.append(f"  {len(plan.texts)} {'text reads' if len(plan.texts) == 1 else 'texts read'} differently")
    position = began.pointer.position
    if release.effective_at > release.recorded_at:
        when = f"takes effect at {format_instant(release.effective_at)}, as position {position}"
    else:
        when = f"is in effect since {format_instant(release.effective_at)}, at position {position}"
    return "\n".join([*lines, f"Release {release.number} {when}."])


def _as_json(plan: Plan, release: Release | None, began: Snapshot | None) -> dict[str, Any]:
    made = release and {
        "number": release.number,
        "position": str(began.pointer.position) if began else None,
        "recorded_at": format_instant(release.recorded_at),
        "effective_at": format_instant(release.effective_at),
        "digest": began.digest if began else None,
        "authority": {
            "who": release.authority.who,
            "by": release.authority.by,
            "origin": release.authority.origin,
            "note": release.authority.note,
        },
    }
    return {
        "release": made,
        "entries": entries_json(plan.changes),
        "texts": len(plan.texts),
        "findings": [finding.as_json() for finding in plan.findings],
    }
