"""`truth simulate BASKET.json`: the same basket at another moment, by another source, or with an adjustment off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import click

from truth.cli.options import INSTANT, Reading, formats, reads
from truth.cli.output import JSON, emit
from truth.model.canonical import Json
from truth.model.errors import UsageError

_SHOWN = 12  # differences; the amounts above them have said the most


@click.command("simulate")
@click.argument("basket", metavar="BASKET.json")
@click.option("--then-at", type=INSTANT, help="Price it for this instant instead.")
@click.option("--then-release", type=click.IntRange(1, 2**53), metavar="N", help="Price it by this release instead.")
@click.option("--then-source", metavar="SOURCE", help="Price it by this source instead.")
@click.option("--without", metavar="KEY", multiple=True, help="Leave an adjustment out; can be repeated.")
@reads
@formats
def verb(
    basket: str,
    then_at: datetime | None,
    then_release: int | None,
    then_source: str | None,
    without: tuple[str, ...],
    reading: Reading,
    format: str,
) -> int:
    """Price a basket twice, side by side.

    As it is, and as it would be: at another instant, by another release or source, or without some adjustments.

    \b
    Example:
      truth simulate examples/basket.json --without summer-linen-10
      truth simulate examples/basket.json --then-source proposal/content
    """
    from truth.cli.baskets import catalogues, moved, read_file
    from truth.factory import clock
    from truth.kinds.price.results import amounts
    from truth.registry.quote import price_basket
    from truth.registry.verify import compared, instant_of

    if not any((then_at, then_release, then_source, without)):
        raise UsageError("say what should be different: --then-at, --then-release, --then-source or --without")
    now, given = clock(), moved(read_file(basket), reading)
    other = then(given, then_at)
    changed = replace(
        reading,
        source=then_source or reading.source,
        at=None if then_at or then_release else reading.at,
        release=then_release or (None if then_at else reading.release),
    )
    one = price_basket(catalogues(reading)(instant_of(given)), given, now)
    two = price_basket(catalogues(changed)(instant_of(other)), other, now, frozenset(without))
    differences = [{"where": each.where, "now": each.told, "then": each.says} for each in compared(one, two)]
    sums = {name: amounts(quote) for name, quote in (("now", one), ("then", two))}
    if format == JSON:
        emit({**sums, "differences": differences})
    else:
        _print(sums, differences)
    return 0


def then(basket: Json, at: datetime | None) -> Json:
    """The basket, at another instant where one is named."""
    return {**basket, "at": at.isoformat()} if at and isinstance(basket, Mapping) else basket


def _print(sums: Mapping[str, Mapping[str, Json]], differences: Sequence[Mapping[str, Json]]) -> None:
    one, two = sums["now"], sums["then"]
    click.echo(f"{'':<12}{'now':>14}{'then':>14}")
    for name in one:
        left, right = (", ".join(value) if isinstance(value, list) else str(value) for value in (one[name], two[name]))
        if name == "applied":
            click.echo(f"\n{name}\n  now:  {left or 'nothing'}\n  then: {right or 'nothing'}")
        else:
            click.echo(f"{name:<12}{left:>14}{right:>14}{'' if left == right else '  ←'}")
    _print_differences(differences)


def _print_differences(differences: Sequence[Mapping[str, Json]]) -> None:
    """The places in the quote that differ, both ways; of many, the first."""
    from truth.kinds.price.faults import shown

    count = len(differences)
    click.echo(f"\n{count or 'no'} {'place differs' if count == 1 else 'places differ'}")
    for one in differences[:_SHOWN]:
        click.echo(f"  {shown(one['where'])}: {_told(one['now'])} → {_told(one['then'])}")
    if count > _SHOWN:
        click.echo(f"  … and {count - _SHOWN} more")


def _told(value: Json) -> str:
    """What stands at a place, short; nothing where there is none."""
    from truth.kinds.price.faults import shown

    if isinstance(value, list):
        return f"{len(value)} {'entry' if len(value) == 1 else 'entries'}"
    return "nothing" if value is None else shown(value)
