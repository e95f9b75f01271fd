"""`truth status …`: the group of the verbs about statuses. A verb's file is loaded when it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from truth.cli.group import LazyGroup
from truth.model.errors import Invalid, UsageError
from truth.model.ref import KEY, Ref

if TYPE_CHECKING:
    from truth.model.document import Document
    from truth.registry.catalogue import Catalogue

VERBS = {
    "check": "truth.cli.status_check",
    "validate": "truth.cli.status_validate",
    "translate": "truth.cli.status_translate",
    "show": "truth.cli.status_show",
    "code": "truth.cli.status_code",
    "diagram": "truth.cli.status_diagram",
    "import": "truth.cli.status_import",
}
"""Where each verb is, in the order in which `--help` lists them."""


@click.group("status", cls=LazyGroup, verbs=VERBS)
def verb() -> None:
    """What statuses mean, and how orders move between them.

    In the registry, in code and pictures, and in other systems.

    \b
    Example:
      truth status check fulfilment packed shipped
      truth status validate fulfilment events.ndjson
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
