"""`truth VERB …`: the group of all verbs. A verb's file is loaded when it is called, so that starting costs little."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from truth import __version__
from truth.cli.exits import closed_pipe, run
from truth.model.nearest import did_you_mean

VERBS = {
    "init": "truth.cli.init",
    "validate": "truth.cli.validate",
    "fmt": "truth.cli.fmt",
    "get": "truth.cli.get",
    "plan": "truth.cli.plan",
    "apply": "truth.cli.apply",
    "diff": "truth.cli.diff",
    "breaking": "truth.cli.breaking",
    "status": "truth.cli.status",
    "export": "truth.cli.export",
    "rules": "truth.cli.rules",
    "serve": "truth.cli.serve",
    "backup": "truth.cli.backup",
    "restore": "truth.cli.restore",
    "doctor": "truth.cli.doctor",
}
"""Where each verb is, in the order in which a new user meets them."""


class Verbs(click.Group):
    """A group that knows its verbs by name, and ends with the exit codes of `truth.cli.exits`."""

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
            ctx.fail(f"there is no verb '{name}'{did_you_mean(name, VERBS)}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; the answer is its exit code."""
        return run(ctx, lambda: super(Verbs, self).invoke(ctx))

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command line, then leave the process."""
        try:
            code = super().main(*args, **{**options, "prog_name": "truth", "standalone_mode": False})
            sys.stdout.flush()
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except click.Abort:
            code = 130
        except BrokenPipeError:
            code = closed_pipe()
        sys.exit(code or 0)


@click.group(
    "truth", cls=Verbs, subcommand_metavar="VERB [ARGS]...", context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, "--version", prog_name="truth", message="%(prog)s %(version)s")
def main() -> None:
    """The registry of what a company tells its customers.

    \b
    Example:
      truth init content
      truth validate
      truth get policy:returns/clauses/window --locale de
    """
