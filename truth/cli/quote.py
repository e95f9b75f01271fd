"""`truth quote BASKET.json`: what a basket costs, and how that came about."""

from __future__ import annotations

import click

from truth.cli.options import Reading, formats, reads
from truth.cli.output import JSON, emit


@click.command("quote")
@click.argument("basket", metavar="BASKET.json")
@click.option("--locale", help="Such as de or de-AT; the company's first unless named.")
@click.option("--trace/--no-trace", default=None, help="Every step; shown in text, and left out of JSON, unless said.")
@click.option("--without", metavar="KEY", multiple=True, help="Leave an adjustment out; can be repeated.")
@reads
@formats
def verb(
    basket: str, locale: str | None, trace: bool | None, without: tuple[str, ...], reading: Reading, format: str
) -> int:
    """Price a basket.

    Prints what a customer pays, in their words, with every discount, what did not apply and why, and every step. A
    basket that names no instant is priced for now. BASKET.json may be - for standard input.

    \b
    Example:
      truth quote examples/basket.json
      truth quote examples/basket.json --locale de --format json --trace
    """
    from truth.cli.baskets import catalogues, moved, read_file
    from truth.cli.receipt import print_quote
    from truth.factory import clock
    from truth.registry.quote import Asked, quote_basket
    from truth.registry.verify import instant_of

    given = moved(read_file(basket), reading)
    in_json = format == JSON
    asked = Asked(locale, trace if trace is not None else not in_json, frozenset(without))
    catalogue = catalogues(reading)(instant_of(given))
    quote = quote_basket(catalogue, given, clock(), asked)
    if in_json:
        emit(quote)
    else:
        print_quote(quote, catalogue.setting, traced=asked.traced)
    return 0
