"""`truth status validate`: the events of orders, against what their vocabulary allows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields as names_of
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from truth.cli.options import INSTANT, Reading, fails_on, formats, reads, settings
from truth.cli.output import JSON, advancing, console
from truth.cli.status import vocabulary
from truth.model.errors import UsageError
from truth.model.finding import Finding, Severity
from truth.model.nearest import did_you_mean

if TYPE_CHECKING:
    from truth.kinds.status.history.histories import Histories
    from truth.kinds.status.history.record import Fields

FORMATS = ("ndjson", "csv", "json")


@click.command("validate")
@click.argument("name", metavar="VOCABULARY")
@click.argument("events", metavar="EVENTS")
@click.option("--as", "written", type=click.Choice(FORMATS), help="How EVENTS are written; told by the file otherwise.")
@click.option(
    "--field",
    "given",
    metavar="ROLE=NAME",
    multiple=True,
    help="What a field is called: order, status, at, event, actor, reason or vocabulary. ROLE= alone: there is none.",
)
@click.option("--system", help="The events hold the codes of this system, which are translated.")
@click.option("--until", type=INSTANT, help="Find orders that are too long in their status at this instant, too.")
@reads
@formats
@fails_on
def verb(
    name: str,
    events: str,
    written: str | None,
    given: tuple[str, ...],
    system: str | None,
    until: datetime | None,
    reading: Reading,
    format: str,
    fail_on: Severity,
) -> int:
    """Check what happened to orders against their vocabulary.

    EVENTS is a file, or - for standard input: one JSON object a line with order and status, and where they are known
    at, event, actor and reason; a CSV table with these columns; or a JSON list. It may be of any size. What cannot be
    read is a finding, and the rest is checked. With --field vocabulary=NAME, that field says which vocabulary an event
    is of; VOCABULARY is that of events without it.

    \b
    Example:
      truth status validate fulfilment events.ndjson
      truth status validate fulfilment export.csv --field order=order_id --field status=state
      truth status validate fulfilment shop.ndjson --system shopify.order_display_fulfillment
    """
    from truth.files.events import blocks, format_of, opened
    from truth.kinds.status.history.formats import Format, read_events
    from truth.registry.histories import histories

    roles = fields_of(given)
    catalogue = reading.catalogue(settings())
    key = vocabulary(catalogue, name).entry.key
    judged = histories(catalogue, key, roles, system=system, name=events)
    shape = Format(written) if written else format_of(events)
    with opened(events) as (file, size), advancing("Checking …", size) as advance:
        found = (one for batch in judged.judge(read_events(blocks(file, advance), shape, roles)) for one in batch)
        _print(_all(found, judged, until), judged, in_json=format == JSON)
    return int(any(severity.rank <= fail_on.rank for severity in judged.severities))


def fields_of(given: Sequence[str]) -> Fields:
    """The fields of `--field ROLE=NAME`."""
    from truth.kinds.status.history.record import Fields

    roles = [role.name for role in names_of(Fields)]
    named: dict[str, str | None] = {}
    for pair in given:
        role, equals, field = pair.partition("=")
        if role not in roles:
            raise UsageError(f"--field '{pair[:80]}': there is no role '{role[:80]}'{did_you_mean(role, roles)}")
        if not equals or (not field and role in ("order", "status")):
            raise UsageError(f"--field '{pair[:80]}' names no field; write it like --field {role}=NAME")
        if role in named:
            raise UsageError(f"--field {role} is given twice; keep one")
        named[role] = field or None
    return Fields(**named)  # type: ignore[arg-type]  # order and status are named, see above


def _all(found: Iterable[Finding], judged: Histories, until: datetime | None) -> Iterator[Finding]:
    yield from found
    if until is not None:
        yield from judged.waiting(until)


def _print(findings: Iterable[Finding], judged: Histories, *, in_json: bool) -> None:
    """Each finding as soon as it is there: there may be millions."""
    if in_json:
        click.echo('{\n  "findings": [', nl=False)
        separator = "\n"
        for finding in findings:
            click.echo(f"{separator}    {json.dumps(finding.as_json(), ensure_ascii=False)}", nl=False)
            separator = ",\n"
        click.echo("\n  ]," if separator != "\n" else "],")
        click.echo(f'  "summary": {json.dumps(_summary_json(judged))}\n}}')
        return
    from truth.cli.findings import line

    out = console()
    for finding in findings:
        out.print(line(finding))
    click.echo(_summary(judged))


def _summary_json(judged: Histories) -> dict[str, Any]:
    return {"events": judged.events, "findings": judged.counts.total(), "rules": dict(sorted(judged.counts.items()))}


def _summary(judged: Histories) -> str:
    said = f"{judged.events:,} event{'' if judged.events == 1 else 's'}"
    if not judged.counts:
        return f"{said}, nothing wrong"
    rows = [f"  {rule}: {count:,}" for rule, count in sorted(judged.counts.items())]
    total = judged.counts.total()
    return "\n".join([f"{said}, {total:,} finding{'' if total == 1 else 's'}", *rows])
