"""`truth status show`: what a customer reads of an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from truth.cli.get import supplied
from truth.cli.options import Reading, formats, reads, settings
from truth.cli.output import JSON, emit
from truth.model.errors import UsageError
from truth.model.ref import KEY

if TYPE_CHECKING:
    from truth.registry.status_block import StatusBlock

_ANY = {"ignore_unknown_options": True, "allow_extra_args": True}


@click.command("show", context_settings=_ANY, options_metavar="--VOCABULARY STATUS ... [OPTIONS]")
@click.option("--display", metavar="KEY", help="Which display, where there are several.")
@click.option("--locale", help="Such as de or de-AT; the company's first unless named.")
@click.option("--channel", help="Where it will be shown: its words, its format, its limits.")
@click.option("--with", "given", metavar="NAME=VALUE", multiple=True, help="An argument; can be repeated.")
@reads
@formats
@click.pass_context
def verb(
    ctx: click.Context,
    display: str | None,
    locale: str | None,
    channel: str | None,
    given: tuple[str, ...],
    reading: Reading,
    format: str,
) -> int:
    """Show what a customer reads of an order.

    Name its status in each vocabulary; the display says which of them counts.

    \b
    Example:
      truth status show --payment paid --fulfilment shipped --locale de --channel email
    """
    from truth.api.shown import moment_json
    from truth.api.shown_statuses import block_json
    from truth.registry.shown_order import shown_order
    from truth.registry.status_block import View

    states = _states(ctx.args)
    if display and not KEY.fullmatch(display):
        raise UsageError(f"'{display[:80]}' is not a display: name it by its key, such as order")
    catalogue = reading.catalogue(settings())
    block = shown_order(catalogue, states, display, View(locale, channel, supplied=supplied(given)))
    if format == JSON:
        emit({**block_json(block), **moment_json(catalogue.snapshot)})
    else:
        click.echo("\n".join(_lines(block)))
    return 0


def _states(args: Sequence[str]) -> Mapping[str, str]:
    """`--payment paid --fulfilment=shipped` as statuses by vocabulary."""
    states: dict[str, str] = {}
    rest = iter(args)
    for arg in rest:
        name, equals, code = arg.removeprefix("--").partition("=")
        if not arg.startswith("-") and not equals:
            raise UsageError(_as_option(name, next(rest, "")))
        if not arg.startswith("--") or not KEY.fullmatch(name):
            raise UsageError(f"'{arg[:80]}' is no vocabulary; write it like --fulfilment shipped")
        code = code if equals else next(rest, "")
        if not code or code.startswith("--"):
            raise UsageError(f"--{name} names no status; write it like --{name} shipped")
        if name in states:
            raise UsageError(f"--{name} is given twice; keep one")
        states[name] = code
    if not states:
        raise UsageError("name the order's status in each vocabulary, such as --fulfilment shipped")
    return states


def _as_option(name: str, code: str) -> str:
    """What is said to somebody who writes a vocabulary, or a status alone, without dashes."""
    if KEY.fullmatch(name) and code and not code.startswith("-"):
        return (
            f"'{name}' stands alone; an order has a status in each vocabulary: truth status show --{name} {code[:80]}"
        )
    return f"'{name[:80]}' stands alone; name the vocabulary and the status in it, like --fulfilment shipped"


def _lines(block: StatusBlock) -> Iterator[str]:
    shown = block.shown
    stands = "" if shown.ref == shown.real else f", stands for {shown.real}"
    yield f"{shown.ref}{stands}"
    yield from (f"  {name}: {answer.text}" for name, answer in block.texts.items())
    if shown.allows:
        yield f"  allows: {', '.join(shown.allows)}"
