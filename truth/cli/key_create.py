"""`truth key create`: a new key, shown once."""

from __future__ import annotations

from datetime import datetime

import click

from truth.cli.key import authority, by_whom, databases, open_ring, scopes_of
from truth.cli.options import formats
from truth.cli.output import JSON, emit, say
from truth.model.errors import Invalid
from truth.model.instant import format_instant, parse_instant


@click.command("create")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, help="read, apply or admin; can be repeated.")
@click.option("--expires", metavar="P90D|INSTANT", help="When it stops working; in a year unless named.")
@by_whom
@databases
@formats
def verb(
    name: str, scopes: tuple[str, ...], expires: str | None, who: str | None, database: str | None, format: str
) -> int:
    """Give out a key. It is shown this once.

    Only its SHA-256 is kept, so nobody can show it again. NAME says what it is for: history says who did something by
    this name. In text, the key alone goes to stdout.

    \b
    Example:
      truth key create ci --scope apply
      truth key create "shop web" --scope read --expires P90D
    """
    from truth.registry.key_json import key_json

    ring = open_ring(database)
    now = ring.now()
    key, token = ring.create(name, scopes, _instant(expires, now), authority(who))
    if format == JSON:
        emit({**key_json(key, now), "token": token})
        return 0
    say(f"{key.id} ({key.name}) may {scopes_of(key)} until {format_instant(key.expires_at)}.")
    say("This is the key. It is not shown again; keep it where secrets are kept:")
    click.echo(token)
    return 0


def _instant(expires: str | None, now: datetime) -> datetime | None:
    """An instant, or a duration from now on."""
    from truth.registry.keys import after

    if expires is None:
        return None
    try:
        return after(now, expires) if expires.upper().startswith("P") else parse_instant(expires)
    except Invalid as error:
        raise Invalid(f"--expires: {error.message}") from error
