"""What a customer reads of an order whose status in each of several vocabularies is known. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from truth.kinds.status.display import table_of
from truth.model.document import Document
from truth.model.errors import Invalid, NotFound
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref
from truth.registry.catalogue import Catalogue
from truth.registry.live_orders import vocabularies
from truth.registry.status_block import StatusBlock, View, display_block, status_block


def shown_order(catalogue: Catalogue, states: Mapping[str, str], display: str | None, view: View) -> StatusBlock:
    """The block of an order with these statuses, by vocabulary, as a display shows it.

    `display` is its key; None: the only one these vocabularies are dimensions of, or, where one vocabulary is in none,
    the vocabulary itself. Raises as `display_block` and `status_block` do, and `Invalid` where several could answer.
    """
    if not states:
        raise Invalid("name the status of the order in each vocabulary, such as fulfilment: shipped")
    if display is not None:
        return display_block(catalogue, Ref("status", display), states, view)
    entries = _displays(catalogue, states)
    if len(entries) > 1:
        raise Invalid(f"name the display: {' or '.join(entry.key for entry in entries)}")
    if entries:
        return display_block(catalogue, entries[0], states, view)
    return _alone(catalogue, states, view)


def _displays(catalogue: Catalogue, states: Mapping[str, str]) -> list[Ref]:
    tables = [table_of(one) for one in catalogue.snapshot.of_kind("status") if _is_display(one)]
    return [Ref.parse(str(table.entry)) for table in tables if set(states) <= set(table.dimensions)]


def _is_display(document: Document) -> bool:
    return bool(document.body["type"] == "display")


def _alone(catalogue: Catalogue, states: Mapping[str, str], view: View) -> StatusBlock:
    known = vocabularies(catalogue.snapshot)
    for name in states:
        if name not in known:
            raise NotFound(f"there is no vocabulary '{name[:80]}'{did_you_mean(name, known)}")
    if len(states) > 1:
        raise Invalid(f"no display shows {' and '.join(states)} together")
    ((name, code),) = states.items()
    return status_block(catalogue, Ref("status", name), code, view)
