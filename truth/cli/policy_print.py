"""`truth policy print POLICY`: a policy as one page to read and to print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import click

from truth.cli.get import supplied as read_supplied
from truth.cli.options import Reading, formats, reads, settings
from truth.cli.output import JSON, emit
from truth.cli.policy import policy_named
from truth.cli.policy_elsewhere import open_policies, parameters
from truth.cli.published import is_elsewhere, published_at, reads_published

if TYPE_CHECKING:
    from truth.model.imported import Imported
    from truth.model.ref import Ref
    from truth.registry.catalogue import Catalogue


@click.command("print")
@click.argument("policy")
@click.option("--locale", help="Such as de or de-AT; the company's first unless named.")
@click.option("--currency", help="For amounts; the company's unless named.")
@click.option("--with", "supplied", metavar="NAME=VALUE", multiple=True, help="An argument; can be repeated.")
@reads
@reads_published
@formats
def verb(
    policy: str,
    locale: str | None,
    currency: str | None,
    supplied: tuple[str, ...],
    reading: Reading,
    as_published: datetime | None,
    format: str,
) -> int:
    """Print a policy as a page to read and to print.

    It is one HTML file with title, version, effective date, contents, clauses and digest, and needs nothing else: no
    script, nothing from elsewhere.

    \b
    Example:
      truth policy print returns --locale de > returns.html
      truth policy print returns --at 2030-03-03 > returns-on-3-march.html
    """
    from truth.factory import clock
    from truth.registry.policy_page import Printed, policy_page

    ref, url, given = policy_named(policy), is_elsewhere(reading), read_supplied(supplied)
    if url:
        html = _asked(url, ref, {"locale": locale, "currency": currency}, given, parameters(reading, as_published))
    else:
        catalogue, imported = _read(ref, reading, as_published, locale)
        html = policy_page(catalogue, ref, Printed(clock(), locale, currency, given, imported))
    if format == JSON:
        emit({"ref": str(ref), "html": html})
    else:
        click.echo(html, nl=False)
    return 0


def _asked(
    url: str, ref: Ref, how: Mapping[str, str | None], supplied: Mapping[str, str], moment: Mapping[str, str]
) -> str:
    """The page of another registry."""
    named = {name: value for name, value in how.items() if value is not None}
    arguments = {f"with.{name}": value for name, value in supplied.items()}
    return open_policies(url).text(ref, "page", {**named, **arguments, **moment})


def _read(
    ref: Ref, reading: Reading, as_published: datetime | None, locale: str | None
) -> tuple[Catalogue, Imported | None]:
    if as_published is None:
        return reading.catalogue(settings()), None
    found = published_at(reading, ref, as_published, locale)
    return found.catalogue, found.imported
