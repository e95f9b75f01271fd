"""Live orders: which of those under way would a change strand? Pure, and in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from truth.kinds.status.display import vocabulary_of
from truth.kinds.status.stranded import why_stranded
from truth.model.document import Document
from truth.model.errors import Gone, Invalid, NotFound
from truth.model.nearest import did_you_mean
from truth.model.snapshot import Snapshot


@dataclass(frozen=True)
class LiveOrder:
    """An order under way: its id, and the status it is in, of the vocabulary `status:<vocabulary>`."""

    order: str
    status: str
    vocabulary: str


@dataclass(frozen=True)
class Stranded:
    """An order that could not go on as before, and why."""

    order: LiveOrder
    why: str


def stranded(old: Snapshot, new: Snapshot, orders: Iterable[LiveOrder]) -> Iterator[Stranded]:
    """The orders a change would strand, in their order; nothing is kept of the others.

    Raises `NotFound` for a vocabulary the old Snapshot does not have, naming the nearest, and `Invalid` for an entry
    that is no vocabulary.
    """
    known: dict[tuple[str, str], str | None] = {}
    for order in orders:
        key = (order.vocabulary, order.status)
        if key not in known:
            known[key] = _why(old, new, order)
        why = known[key]
        if why:
            yield Stranded(order, why)


def vocabularies(snapshot: Snapshot) -> list[str]:
    """The keys of a Snapshot's vocabularies."""
    return [one.entry.key for one in snapshot.of_kind("status") if one.body["type"] == "vocabulary"]


def _why(old: Snapshot, new: Snapshot, order: LiveOrder) -> str | None:
    before = _vocabulary(old, order.vocabulary)
    after = new.documents.get(before.entry)
    if after and after.body["type"] != "vocabulary":
        after = None
    return why_stranded(before, after, order.status)


def _vocabulary(snapshot: Snapshot, key: str) -> Document:
    entry = vocabulary_of(key)
    document = snapshot.documents.get(entry)
    if document is None:
        if entry in snapshot.retired:
            raise Gone(f"{entry} is retired", snapshot.retired[entry].replaced_by)
        raise NotFound(f"there is no vocabulary '{key[:80]}'{did_you_mean(key, vocabularies(snapshot))}")
    if document.body["type"] != "vocabulary":
        raise Invalid(f"{entry} is a {document.body['type']}; orders are in a status of a vocabulary")
    return document
