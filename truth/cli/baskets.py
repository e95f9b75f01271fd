"""Baskets and quotes as files, the source they are priced by, and how a quote is printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from truth.cli.options import Reading, settings
from truth.cli.output import console
from truth.model.canonical import Json
from truth.model.errors import UsageError

if TYPE_CHECKING:
    from truth.registry.catalogue import Catalogue

Row = tuple[str, str, str]
"""What, how, and how much."""


def read_file(path: str) -> Json:
    """The JSON value of a file, or of standard input (`-`); `UsageError` where there is no such file."""
    from truth.api.json_body import read_json

    return read_json(read_bytes(path))


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input (`-`)."""
    if path == "-":
        return sys.stdin.buffer.read()
    if not Path(path).is_file():
        raise UsageError(f"there is no file '{path}'; name one, or - for standard input")
    return Path(path).read_bytes()


def catalogues(reading: Reading) -> Callable[[datetime | None], Catalogue]:
    """What the source says at the instant of a basket, where the reader names no moment and it keeps a history."""
    from truth.cli.sources import catalogue_of
    from truth.files.source import FolderSource, SnapshotFileSource
    from truth.registry.registry import When

    source = reading.open(settings())
    named = any(moment is not None for moment in (reading.at, reading.known_at, reading.release))
    fixed = named or isinstance(source, FolderSource | SnapshotFileSource)
    known: dict[datetime | None, Catalogue] = {}

    def catalogue(at: datetime | None) -> Catalogue:
        at = None if fixed else at
        if at not in known:
            known[at] = catalogue_of(source, reading.when if fixed else When(at))
        return known[at]

    return catalogue


def moved(basket: Json, reading: Reading) -> Json:
    """The basket at the instant the reader names, where it names none itself."""
    if reading.at is None or not isinstance(basket, Mapping) or basket.get("at") is not None:
        return basket
    return {**basket, "at": reading.at.isoformat()}


def print_quote(quote: Mapping[str, Json], *, traced: bool) -> None:
    """A quote as a person reads it: the receipt, what did not apply, what to do next, and how it was made."""
    rows = list(_receipt(quote))
    wide = max(len(what) for what, _, _ in rows)
    middle = max(len(how) for _, how, _ in rows)
    amounts = max(len(amount) for _, _, amount in rows)
    out = console()
    for what, how, amount in rows:
        line = f"{what:<{wide}}  {how:>{middle}}  {amount:>{amounts}}"
        out.print(line if what else "─" * len(line))
    _print_rest(quote, traced)


def _print_rest(quote: Mapping[str, Json], traced: bool) -> None:
    for step in quote["next_steps"]:
        click.echo(f"\n→ {step['text']}")
    if quote["not_applied"]:
        click.echo("\nNot applied")
        _columns([(one["rule"].partition(":")[2], one["reason"]) for one in quote["not_applied"]])
    if traced:
        click.echo("\nHow it was made")
        _columns([(one["step"], one["subject"], one["says"], one["amount"]) for one in quote["trace"]])
    release = f"release {quote['release']}, " if quote["release"] else ""
    click.echo(f"\nValid until {quote['display']['expires_at']}; {release}{quote['digests']['result']}")


def _receipt(quote: Mapping[str, Json]) -> Iterator[Row]:
    display = quote["display"]
    for line in quote["lines"]:
        unit = line["display"].get("unit")
        how = f"{line['quantity']} × {unit}" if unit else f"{line['quantity']}"
        yield line["label"], how, line["display"]["base"]
        yield from ((f"  {one['label']}", "", one["display"]) for one in line["discounts"])
    for charge in quote["charges"]:
        given = charge["discounts"]
        free = "free" if charge["free"] and not given else ""
        yield charge["label"], free, charge["display"]["base" if given else "amount"]
        yield from ((f"  {one['label']}", "", one["display"]) for one in charge["discounts"])
    yield "", "", ""
    if quote["basis"] == "net":
        yield "Net", "", display["net"]
    included = "incl." if quote["basis"] == "gross" else "+"
    yield from ((f"{included} {one['rate']} tax", f"on {one['net']}", one["tax"]) for one in display["taxes"])
    if quote["totals"]["rounding"].strip("-0."):
        yield "Rounded for cash", "", display["rounding"]
    yield "To pay", quote["at"][:10], display["payable"]


def _columns(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)]
        last = row[-1].rjust(widths[-1]) if len(row) > 2 else row[-1]
        click.echo(f"  {'  '.join([*cells, last])}")
