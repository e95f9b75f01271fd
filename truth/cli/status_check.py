"""`truth status check`: may an order make this move, and what else may it do?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from truth.cli.options import Reading, formats, reads, settings
from truth.cli.output import JSON, emit
from truth.cli.status import vocabulary

if TYPE_CHECKING:
    from truth.kinds.status.moves import Possible, Verdict


@click.command("check")
@click.argument("name", metavar="VOCABULARY")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option("--event", help="The event that moves it.")
@click.option("--actor", help="Who causes it.")
@click.option("--reason", help="Why, where a person decides.")
@reads
@formats
def verb(
    name: str,
    start: str,
    end: str,
    event: str | None,
    actor: str | None,
    reason: str | None,
    reading: Reading,
    format: str,
) -> int:
    """Say whether an order may move from one status to another.

    If not, it says why, and what is possible instead; the exit code is 1.

    \b
    Example:
      truth status check fulfilment packed shipped --actor carrier
      truth status check fulfilment delivered shipped
    """
    from truth.api.shown_statuses import verdict_json
    from truth.kinds.status.graph import graph_of
    from truth.kinds.status.moves import Move, check

    document = vocabulary(reading.catalogue(settings()), name)
    verdict = check(graph_of(document), Move(start, end, event, actor, reason))
    if format == JSON:
        emit(verdict_json(verdict))
    else:
        click.echo(f"{'yes' if verdict.allowed else 'no'}: {verdict.why}")
        click.echo("\n".join(_next(start, verdict)))
    return int(not verdict.allowed)


def _next(start: str, verdict: Verdict) -> list[str]:
    if not verdict.next:
        return [f"Nothing is possible from '{start}'."]
    return [f"Possible from '{start}':", *(f"  {_line(one)}" for one in verdict.next)]


def _line(one: Possible) -> str:
    who = f" by {', '.join(one.actors)}" if one.actors else ""
    why = f", with a reason: {', '.join(one.reasons)}" if one.reasons else ""
    return f"{one.event} → {one.to}{who}{why}" if one.event else f"→ {one.to}"
