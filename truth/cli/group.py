"""A group of verbs whose files are loaded when they are called, so that starting costs little."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from truth.model.nearest import did_you_mean


class LazyGroup(click.Group):
    """Knows its verbs by name, and the module each is in; an unknown one is answered with the nearest."""

    def __init__(self, *args: Any, verbs: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "VERB [ARGS]...", **options})
        self._verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order in which a new user meets them."""
        return list(self._verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, loaded now."""
        if cmd_name not in self._verbs:
            return None
        verb: click.Command = import_module(self._verbs[cmd_name]).verb
        return verb

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is called."""
        name = args[0]
        if name not in self._verbs and not name.startswith("-"):
            called = " ".join([*ctx.command_path.split()[1:], name])
            ctx.fail(f"there is no verb '{called}'{did_you_mean(name, self._verbs)}")
        return super().resolve_command(ctx, args)
