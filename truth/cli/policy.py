"""`truth policy …`: the group of the verbs about policies. A verb's file is loaded when it is called."""

from __future__ import annotations

import click

from truth.cli.group import LazyGroup
from truth.model.errors import UsageError
from truth.model.ref import KEY, Ref

VERBS = {
    "history": "truth.cli.policy_history",
    "diff": "truth.cli.policy_diff",
    "print": "truth.cli.policy_print",
    "import": "truth.cli.policy_import",
}
"""Where each verb is, in the order in which `--help` lists them."""


@click.group("policy", cls=LazyGroup, verbs=VERBS)
def verb() -> None:
    """What policies said, what changed, and how they began.

    Versions with author, date and reason; differences word by word; pages to print; import of what was there before.

    \b
    Example:
      truth policy history returns --locale de
      truth policy diff returns --from 1 --to 3
      truth policy print returns --locale de > returns.html
      truth policy import refund.md --locale en --owner legal --into content
    """


def policy_named(name: str) -> Ref:
    """The policy a person names by its key (`returns`) or its ref (`policy:returns`); `UsageError` for what is none."""
    if ":" not in name and not KEY.fullmatch(name):
        raise UsageError(f"'{name[:80]}' is not a policy: name it by its key, such as returns")
    ref = Ref.parse(name) if ":" in name else Ref("policy", name)
    if ref.path or ref.kind != "policy":
        raise UsageError(f"{ref} is not a policy: name one by its key, such as returns")
    return ref
