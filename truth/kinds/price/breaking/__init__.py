"""What a change of prices breaks: one document and the next, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from truth.kinds.price.breaking.adjustments import adjustment_changed, adjustment_gone
from truth.kinds.price.breaking.lists import list_changed, list_gone
from truth.kinds.price.breaking.rules import RULES
from truth.kinds.price.breaking.totals import totals_changed, totals_gone
from truth.kinds.price.breaking.windows import begun_later, ended_early
from truth.model.document import Document
from truth.model.finding import Finding

__all__ = ["RULES", "breaking"]


def breaking(old: Document, new: Document | None) -> Iterator[Finding]:
    """Every break from one document to the next; None: the entry is gone. A change of type is both."""
    if new is not None and new.body["type"] != old.body["type"]:
        new = None
    for one in _BY_TYPE.get(old.body["type"], ()):
        yield from one(old, new)


_BY_TYPE: Mapping[str, Sequence[Callable[[Document, Document | None], Iterator[Finding]]]] = {
    "list": (ended_early, begun_later, list_gone, list_changed),
    "adjustment": (ended_early, begun_later, adjustment_gone, adjustment_changed),
    "totals": (totals_gone, totals_changed),
}
