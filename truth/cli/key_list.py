"""`truth key list`: the keys that were given out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from truth.cli.key import databases, open_ring, scopes_of
from truth.cli.options import formats
from truth.cli.output import JSON, console, emit
from truth.model.instant import format_instant

if TYPE_CHECKING:
    from rich.text import Text

    from truth.registry.keys import Key

_STYLES = {"works": "green", "expired": "yellow", "revoked": "red"}


@click.command("list")
@databases
@formats
def verb(database: str | None, format: str) -> int:
    """List the keys that were given out, the latest first.

    \b
    Example:
      truth key list
      truth key list --format json
    """
    from truth.registry.key_json import key_json

    ring = open_ring(database)
    keys, now = ring.store.given_out(), ring.now()
    if format == JSON:
        emit([key_json(key, now) for key in keys])
    elif keys:
        _print(keys, now)
    else:
        click.echo("No key was given out yet. Make one with: truth key create NAME --scope read")
    return 0


def _print(keys: Sequence[Key], now: datetime) -> None:
    width = max(len(key.name) for key in keys)
    out = console()
    for key in keys:
        out.print(_line(key, width, now))


def _line(key: Key, width: int, now: datetime) -> Text:
    from rich.text import Text

    state = key.state(now)
    until = format_instant(key.expires_at)[:10]
    used = f"last used {format_instant(key.last_used_at)[:16]}Z" if key.last_used_at else "never used"
    shown = (state.ljust(7), _STYLES[state])
    return Text.assemble(f"{key.id}  {key.name.ljust(width)}  ", shown, f"  {scopes_of(key)}; until {until}; {used}")
