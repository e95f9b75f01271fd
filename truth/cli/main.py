"""`truth VERB …`: the group of all verbs. A verb's file is loaded when it is called, so that starting costs little."""

from __future__ import annotations

import atexit
import gc
import sys
from typing import Any

import click

from truth import __version__
from truth.cli.exits import closed_pipe, run
from truth.cli.group import LazyGroup

VERBS = {
    "init": "truth.cli.init",
    "validate": "truth.cli.validate",
    "fmt": "truth.cli.fmt",
    "get": "truth.cli.get",
    "decide": "truth.cli.decide",
    "quote": "truth.cli.quote",
    "verify": "truth.cli.verify",
    "simulate": "truth.cli.simulate",
    "plan": "truth.cli.plan",
    "apply": "truth.cli.apply",
    "diff": "truth.cli.diff",
    "breaking": "truth.cli.breaking",
    "status": "truth.cli.status",
    "policy": "truth.cli.policy",
    "check": "truth.cli.check",
    "lock": "truth.cli.lock",
    "export": "truth.cli.export",
    "rules": "truth.cli.rules",
    "serve": "truth.cli.serve",
    "key": "truth.cli.key",
    "backup": "truth.cli.backup",
    "restore": "truth.cli.restore",
    "doctor": "truth.cli.doctor",
}
"""Where each verb is, in the order in which a new user meets them."""


class Verbs(LazyGroup):
    """All verbs; they end with the exit codes of `truth.cli.exits`."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; the answer is its exit code."""
        return run(ctx, lambda: super(Verbs, self).invoke(ctx))

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command line, then leave the process."""
        atexit.register(gc.freeze)  # on the way out, nobody need search ten thousand documents for cycles
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


@click.group("truth", cls=Verbs, verbs=VERBS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="truth", message="%(prog)s %(version)s")
def main() -> None:
    """The registry of what a company tells its customers.

    \b
    Example:
      truth init content
      truth validate
      truth get policy:returns/clauses/window --locale de
    """
