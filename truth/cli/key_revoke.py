"""`truth key revoke`: a key is taken back."""

from __future__ import annotations

import click

from truth.cli.key import authority, by_whom, databases, open_ring
from truth.cli.options import formats
from truth.cli.output import JSON, emit


@click.command("revoke")
@click.argument("id")
@by_whom
@databases
@formats
def verb(id: str, who: str | None, database: str | None, format: str) -> int:
    """Revoke a key.

    It stops working within seconds, everywhere. What was done with it stays, under its name.

    \b
    Example:
      truth key revoke key_3f9c0a61b2d45e78
    """
    from truth.registry.key_json import key_json

    ring = open_ring(database)
    key = ring.revoke(id, authority(who))
    if format == JSON:
        emit(key_json(key, ring.now()))
    else:
        click.echo(f"{key.id} ({key.name}) is revoked, and stops working within seconds.")
    return 0
