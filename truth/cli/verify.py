"""`truth verify`: is a quote, or a total a channel displayed, what the registry says?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from truth.cli.options import Reading, formats, reads
from truth.cli.output import JSON, emit
from truth.model.canonical import Json
from truth.model.errors import Invalid, UsageError

if TYPE_CHECKING:
    from truth.kinds.price.verify import Verdict

_SHOWN = 20  # differences; the first say enough


def _amount(ctx: click.Context, param: click.Parameter, total: str | None) -> str | None:
    """The total as it is; wrong usage where it is no amount."""
    from truth.kinds.price.verify import require_amount

    try:
        if total is not None:
            require_amount(total)
    except Invalid as error:
        raise click.BadParameter(error.message, ctx, param) from error
    return total


@click.command("verify")
@click.argument("file", metavar="QUOTE.json|BASKET.json|TOTALS.ndjson")
@click.option(
    "--total", metavar="AMOUNT", callback=_amount, help="What the channel displayed for the basket, such as 60.47."
)
@reads
@formats
def verb(file: str, total: str | None, reading: Reading, format: str) -> int:
    """Check a quote, or a total that was shown.

    A quote is worked out again for the basket, instant and release it names. With --total, the file is a basket. A
    file of lines {"basket": …, "total": "60.47"} (.ndjson) is a channel's day: the totals that differ are printed.
    Exit code 1 where anything differs.

    \b
    Example:
      truth quote examples/basket.json --format json > quote.json
      truth verify quote.json
      truth verify examples/basket.json --total 83.07
    """
    from truth.cli.baskets import catalogues, read_file
    from truth.factory import clock
    from truth.registry.verify import verify

    if file.endswith((".ndjson", ".jsonl")):
        if total is not None:
            raise UsageError("--total is for one basket; a file of lines says each total itself")
        return _day(file, reading, format == JSON)
    told = read_file(file)
    verdict = verify(catalogues(reading, told if total is None else None), told, clock(), total)
    if format == JSON:
        emit(verdict_json(verdict))
    else:
        _print(verdict)
    return int(not verdict.same)


def verdict_json(verdict: Verdict) -> dict[str, Json]:
    """A verdict as JSON, the same over HTTP."""
    from truth.api.quotes import verdict_json as shown

    return shown(verdict)


def _day(file: str, reading: Reading, in_json: bool) -> int:
    from truth.cli.baskets import catalogues, read_bytes
    from truth.factory import clock
    from truth.kinds.price.faults import shown
    from truth.registry.verify import verify_lines

    count, wrong = 0, []
    for number, id, verdict in verify_lines(catalogues(reading), read_bytes(file).splitlines(), clock()):
        count += 1
        if not verdict.same:
            wrong.append({"line": number, "id": id, **verdict_json(verdict)})
    if in_json:
        emit({"checked": count, "differ": wrong})
    else:
        for one in wrong:
            named = f" ({shown(one['id'])})" if one["id"] else ""
            click.echo(f"{file}:{one['line']}{named}: {one['says']}")
        click.echo(f"{count - len(wrong)} of {count} totals are what the registry says")
    return int(bool(wrong))


def _print(verdict: Verdict) -> None:
    from truth.kinds.price.faults import shown

    click.echo(verdict.says)
    for one in verdict.differences[:_SHOWN]:
        click.echo(f"  {shown(one.where)}: {shown(one.told)} was told, {shown(one.says)} is right")
    if len(verdict.differences) > _SHOWN:
        click.echo(f"  … and {len(verdict.differences) - _SHOWN} more")
