"""`truth status …`: the group of the verbs about statuses. A verb's file is loaded when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from truth.model.errors import Invalid, UsageError
from truth.model.nearest import did_you_mean
from truth.model.ref import KEY, Ref

if TYPE_CHECKING:
    from truth.model.document import Document
    from truth.registry.catalogue import Catalogue

VERBS = {
    "code": "truth.cli.status_code",
    "diagram": "truth.cli.status_diagram",
    "import": "truth.cli.status_import",
}
"""Where each verb is, in the order in which `--help` lists them."""


class StatusVerbs(click.Group):
    """A group that knows its verbs by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, loaded now."""
        if cmd_name not in VERBS:
            return None
        verb: click.Command = import_module(VERBS[cmd_name]).verb
        return verb

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that is called; an unknown one is answered with the nearest."""
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            ctx.fail(f"there is no verb 'status {name}'{did_you_mean(name, VERBS)}")
        return super().resolve_command(ctx, args)


@click.group("status", cls=StatusVerbs, subcommand_metavar="VERB [ARGS]...")
def verb() -> None:
    """What statuses mean, in code, pictures and other systems.

    \b
    Example:
      truth status code fulfilment --as typescript
      truth status diagram fulfilment --as mermaid
      truth status import orders.csv --key orders
    """


def vocabulary(catalogue: Catalogue, name: str) -> Document:
    """The vocabulary a person names by its key (`fulfilment`) or its ref (`status:fulfilment`).

    Raises `UsageError` for a ref into a vocabulary, `NotFound` for an unknown one, `Invalid` for another type of entry.
    """
    if ":" not in name and not KEY.fullmatch(name):
        raise UsageError(f"'{name[:80]}' is not a vocabulary: name it by its key, such as fulfilment")
    ref = Ref.parse(name) if ":" in name else Ref("status", name)
    if ref.path or ref.kind != "status":
        raise UsageError(f"{ref} is not a vocabulary: name one by its key, such as fulfilment")
    document = catalogue.document(ref)
    if document.body.get("type") != "vocabulary":
        raise Invalid(f"{ref} is a {document.body.get('type')}, not a vocabulary")
    return document
