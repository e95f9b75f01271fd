"""`truth breaking OLD NEW`: what a change breaks, and which live orders it would strand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from truth.cli.diff import Side, read_side
from truth.cli.findings import counted, print_findings, reaches, tally
from truth.cli.options import fails_on, formats, settings
from truth.cli.orders import read_orders
from truth.cli.output import JSON, console, emit, progress
from truth.cli.sources import catalogue_of
from truth.model.finding import Category, Finding, Severity
from truth.settings import Settings

if TYPE_CHECKING:
    from truth.model.snapshot import Snapshot
    from truth.registry.live_orders import Stranded
    from truth.registry.ports import Source


@click.command("breaking")
@click.argument("before", metavar="OLD")
@click.argument("after", metavar="NEW")
@click.option(
    "--orders",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Live orders, one JSON object a line with order and status: those the change would strand are listed.",
)
@click.option(
    "--vocabulary", metavar="KEY", help="The vocabulary the orders' statuses are of, where a line names none."
)
@formats
@fails_on
def verb(before: str, after: str, orders: Path | None, vocabulary: str | None, format: str, fail_on: Severity) -> int:
    """Show what a change breaks, and for whom.

    wire: stored orders, events or calls no longer fit. render: a page can no longer show it. promise: what customers
    were told is no longer so. OLD and NEW are sources, as in truth diff.

    \b
    Example:
      truth breaking 41 content
      truth breaking truth.snapshot content --orders live.ndjson --vocabulary fulfilment
    """
    from truth.registry.breaking import breaking

    given = settings()
    with progress("Comparing …"):
        old, _ = _opened(read_side(before), given)
        new, source = _opened(read_side(after), given)
        findings = _located(breaking(old, new), source)
        left = _stranded(old, new, orders, vocabulary) if orders else []
    if format == JSON:
        shown = [_finding_json(finding) for finding in findings]
        emit({"findings": shown, **tally(findings), "stranded": [_stranded_json(one) for one in left]})
    else:
        print_findings(findings)
        _print_stranded(left, after_findings=bool(findings))
        click.echo(("\n" if findings or left else "") + _summary(findings, left if orders else None))
    return int(reaches(findings, fail_on) or bool(left))


def _opened(side: Side, given: Settings) -> tuple[Snapshot, Source]:
    from truth.factory import open_source

    source = open_source(side.source or given.database, given)
    return catalogue_of(source, side.when).snapshot, source


def _located(findings: list[Finding], source: Source) -> list[Finding]:
    """With their files and lines, where the new side is a content folder."""
    from truth.files.source import FolderSource
    from truth.registry.validate import located

    return located(findings, source.folder) if isinstance(source, FolderSource) else findings


def _stranded(old: Snapshot, new: Snapshot, orders: Path, vocabulary: str | None) -> list[Stranded]:
    from truth.registry.live_orders import stranded, vocabularies

    known = vocabularies(old)
    only = known[0] if len(known) == 1 else None
    return list(stranded(old, new, read_orders(orders, vocabulary or only)))


def _finding_json(finding: Finding) -> dict[str, Any]:
    from truth.registry.breaking import category_of

    return {**finding.as_json(), "category": category_of(finding.rule)}


def _stranded_json(one: Stranded) -> dict[str, str]:
    return {
        "order": one.order.order,
        "vocabulary": one.order.vocabulary,
        "status": one.order.status,
        "why": one.why,
    }


def _print_stranded(left: Sequence[Stranded], *, after_findings: bool) -> None:
    from rich.text import Text

    out = console()
    if left and after_findings:
        out.print()
    for one in left:
        order = one.order
        out.print(Text.assemble((order.order, "bold"), f" is '{order.status}' in {order.vocabulary}: {one.why}"))


def _summary(findings: Sequence[Finding], left: Sequence[Stranded] | None) -> str:
    if not findings and not left:
        return "nothing breaks"
    parts = [f"{counted(findings)} ({_categories(findings)})" if findings else "nothing breaks"]
    if left is not None:
        parts.append(f"{len(left)} {'order' if len(left) == 1 else 'orders'} stranded")
    return ", ".join(parts)


def _categories(findings: Iterable[Finding]) -> str:
    from truth.registry.breaking import category_of

    counts = Counter(category_of(finding.rule) for finding in findings)
    return ", ".join(f"{category} {counts[category]}" for category in Category if counts[category])
