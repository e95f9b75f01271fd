"""Moves: may an order go from one status to another, by the vocabularies of a Snapshot? Pure."""

from __future__ import annotations

from truth.kinds.status.display import vocabulary_of
from truth.kinds.status.graph import Graph, graph_of
from truth.kinds.status.moves import Move, Verdict, check
from truth.model.errors import NotFound
from truth.model.nearest import did_you_mean
from truth.registry.catalogue import Catalogue
from truth.registry.live_orders import vocabularies


def check_move(catalogue: Catalogue, vocabulary: str, move: Move) -> Verdict:
    """The verdict on a move in a vocabulary named by its key.

    Raises `NotFound` for an unknown vocabulary, status, event, actor or reason, naming the nearest, and `Gone` for a
    retired vocabulary or status, naming its successor.
    """
    return check(graph_in(catalogue, vocabulary), move)


def graph_in(catalogue: Catalogue, key: str) -> Graph:
    """A vocabulary's moves; a display or a mapping has none."""
    document = catalogue.document(vocabulary_of(key))
    if document.body["type"] != "vocabulary":
        known = vocabularies(catalogue.snapshot)
        raise NotFound(f"{document.entry} is a {document.body['type']}, not a vocabulary{did_you_mean(key, known)}")
    return graph_of(document)
