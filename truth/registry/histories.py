"""Histories: the events of orders, judged by the vocabularies and mappings of a Snapshot."""

from __future__ import annotations

from truth.kinds.status.display import vocabulary_of
from truth.kinds.status.history.course import Course, course_of
from truth.kinds.status.history.histories import Histories
from truth.kinds.status.history.record import Fields
from truth.model.document import Document
from truth.model.errors import NotFound
from truth.registry.catalogue import Catalogue
from truth.registry.moves import graph_in
from truth.registry.translation import mappings_of


def histories(
    catalogue: Catalogue, vocabulary: str, fields: Fields, *, system: str | None = None, name: str = "events"
) -> Histories:
    """What judges the events of orders in a vocabulary, named by its key; `name` is what findings call the stream.

    With a `system`, events hold its codes, which are translated. Raises `NotFound` for an unknown vocabulary or system,
    naming the nearest, and for a system that has no mapping into the vocabulary.
    """

    def course(key: str) -> Course:
        graph_in(catalogue, key)
        return course_of(catalogue.document(vocabulary_of(key)), _mapping(catalogue, key, system) if system else None)

    return Histories(course, vocabulary, fields, name)


def _mapping(catalogue: Catalogue, key: str, system: str) -> Document:
    mappings = mappings_of(catalogue.snapshot, system)
    for one in mappings:
        if one.body["to"] == key:
            return one
    others = ", ".join(sorted(one.body["to"] for one in mappings))
    raise NotFound(f"{system} is translated into {others}, not into {key}")
