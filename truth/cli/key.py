"""`truth key …`: who may read and publish over HTTP. A verb's file is loaded when it is called."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from truth.cli.apply import user_name
from truth.cli.group import LazyGroup
from truth.cli.options import settings
from truth.cli.sources import kept_open
from truth.model.release import Authority

if TYPE_CHECKING:
    from truth.registry.keys import Key, KeyRing

VERBS = {
    "create": "truth.cli.key_create",
    "list": "truth.cli.key_list",
    "revoke": "truth.cli.key_revoke",
}
"""Where each verb is, in the order in which `--help` lists them."""


@click.group("key", cls=LazyGroup, verbs=VERBS)
def verb() -> None:
    """Give out, list and revoke keys.

    A key is what a service or a CI job sends to read, or to publish, over HTTP. Its scopes say what it may do: read;
    apply, which is to plan, to publish and to read; admin, which is to manage keys, and everything else.

    \b
    Example:
      truth key create ci --scope apply
      truth key list
      truth key revoke key_3f9c0a61b2d45e78
    """


def databases(verb: Callable[..., int]) -> Callable[..., int]:
    """`--database URL`, as `database`."""
    option = click.option(
        "--database", metavar="URL", help="The database of the registry; the one the settings name unless given."
    )
    return option(verb)


def by_whom(verb: Callable[..., int]) -> Callable[..., int]:
    """`--who NAME`, as `who`."""
    return click.option("--who", metavar="NAME", help="Who does this; your user name unless named.")(verb)


def open_ring(database: str | None) -> KeyRing:
    """The keys of a database (None: the one the settings name)."""
    from truth.factory import open_store
    from truth.registry.keys import KeyRing

    given = settings()
    chosen = replace(given, database=database) if database else given
    store = kept_open(open_store(None, chosen))
    return KeyRing(store.keys, store.now)


def authority(who: str | None) -> Authority:
    """Who does this, from this machine."""
    return Authority(who or user_name(), origin=socket.gethostname() or None)


def scopes_of(key: Key) -> str:
    """What a key allows, in words."""
    from truth.registry.keys import Scope

    return ", ".join(scope for scope in Scope if scope in key.scopes)
