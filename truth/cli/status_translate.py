"""`truth status translate`: what another system's code means here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from truth.cli.options import Reading, formats, reads, settings
from truth.cli.output import JSON, emit

if TYPE_CHECKING:
    from truth.kinds.status.mapping import Translation


@click.command("translate")
@click.argument("system")
@click.argument("code")
@reads
@formats
def verb(system: str, code: str, reading: Reading, format: str) -> int:
    """Translate another system's code into our status.

    It says how well the status fits and what is lost. A code nobody knows is unknown, never a status; the exit code is
    1 then.

    \b
    Example:
      truth status translate shopify.order_display_fulfillment FULFILLED
    """
    from truth.api.shown_statuses import translation_json
    from truth.registry.translation import translations

    found = list(translations(reading.catalogue(settings()).snapshot, system, code).values())
    if format == JSON:
        emit({"system": system, "code": code, "translations": [translation_json(one) for one in found]})
    else:
        for one in found:
            click.echo("\n".join(_lines(one)))
    return int(not any(one.known for one in found))


def _lines(one: Translation) -> list[str]:
    if one.status:
        lost = [f"  lost: {one.loses}"] if one.loses else []
        return [f"status:{one.vocabulary}/{one.status} ({one.match})", *lost]
    if one.known:
        return [f"ignored in status:{one.vocabulary}: {one.ignored}"]
    shown = "customers go on seeing the status before" if one.show == "last_known" else "customers see no status"
    return [f"unknown in status:{one.vocabulary}: '{one.raw}' is kept as it is", f"  {shown}; {one.alert} is told"]
