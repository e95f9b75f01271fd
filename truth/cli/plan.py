"""`truth plan`: what applying a content folder would do. Nothing is changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from truth.cli.changes import print_changes
from truth.cli.drafting import draft
from truth.cli.elsewhere import open_elsewhere, pack, plan_elsewhere
from truth.cli.findings import counted, print_findings, reaches
from truth.cli.options import INSTANT, fails_on, formats, published_to, settings
from truth.cli.output import JSON, emit, progress
from truth.cli.plan_file import write_plan
from truth.cli.sources import kept_open
from truth.model.finding import Severity
from truth.model.instant import format_instant
from truth.settings import Settings, is_url

if TYPE_CHECKING:
    from truth.registry.plan import Plan


@click.command("plan")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@published_to
@click.option("--effective-at", type=INSTANT, help="When it is to take effect; now unless named.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the plan down, for truth apply.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there is something to change.")
@formats
@fails_on
def verb(
    folder: Path | None,
    target: str | None,
    key: str | None,
    effective_at: datetime | None,
    out: Path | None,
    exit_code: bool,
    format: str,
    fail_on: Severity,
) -> int:
    """Show what applying a content folder would change.

    It names every document that is added, changed or retired, every text that then reads differently, and what is
    wrong. Nothing is changed. DIR is content/ unless you name another.

    \b
    Example:
      truth plan
      truth plan content --effective-at 2030-09-01T00:00:00+02:00 --out autumn.json
      truth plan --to https://truth.example.com
    """
    given = settings()
    path = folder or Path(given.content)
    with progress("Planning …"):
        made = _planned(given, target, key, path, effective_at)
    stopped = reaches(made.findings, fail_on)
    if out and not reaches(made.findings, Severity.ERROR):
        out.write_text(write_plan(made), encoding="utf-8")
    if format == JSON:
        emit(plan_json(made))
    else:
        _print(made, _next_step(made, path, out, target is not None))
    return int(stopped or (exit_code and bool(made.changes)))


def _planned(given: Settings, target: str | None, key: str | None, path: Path, effective_at: datetime | None) -> Plan:
    if target and is_url(target):
        return plan_elsewhere(open_elsewhere(target, key, given), pack(path, effective_at))
    from truth.factory import open_store

    return draft(kept_open(open_store(target, given)), path, effective_at)


def plan_json(plan: Plan) -> dict[str, Any]:
    """A plan as JSON."""
    from truth.registry.change_json import entries_json, plan_head, texts_json
    from truth.registry.overtaking import overtaken_json

    return {
        **plan_head(plan),
        "entries": entries_json(plan.changes),
        "retirements": [str(entry) for entry in plan.retirements],
        "texts": texts_json(plan.texts),
        "stale": overtaken_json(plan.stale),
        "findings": [finding.as_json() for finding in plan.findings],
    }


def _print(plan: Plan, next_step: str) -> None:
    if plan.changes:
        print_changes(plan.changes, plan.texts)
        click.echo()
    if plan.findings:
        print_findings(plan.findings)
        click.echo(f"\n{counted(plan.findings)}")
    click.echo(next_step)


def _next_step(plan: Plan, path: Path, out: Path | None, elsewhere: bool) -> str:
    if reaches(plan.findings, Severity.ERROR):
        return "Fix the errors, then plan again. Nothing was changed" + (", and no plan was written." if out else ".")
    if not plan.changes:
        return f"Nothing to change: the registry says what {path} says."
    options = (" --to …" if elsewhere else "") + (" --retire" if plan.retirements else "")
    if plan.effective_at and not out:
        options += f" --effective-at {format_instant(plan.effective_at)}"
    retired = f" {len(plan.retirements)} of them would be retired, which --retire confirms." if plan.retirements else ""
    return f"Nothing was changed.{retired} To make it so:  truth apply {out or path}{options}"
