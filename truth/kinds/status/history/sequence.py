"""Sequences: the statuses of orders, one after the other, without anything else; the quickest question there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from truth.kinds.status.graph import Graph

_NOTHING: frozenset[str] = frozenset()


def first_faults(graph: Graph, histories: Iterable[Sequence[str]]) -> Mapping[int, int]:
    """The first status in each history that may not be there: by the history's place, the status's place.

    A history may not begin outside `initial`, and may not go where its vocabulary does not allow it to; a code that is
    no status is never allowed. Histories that are right are left out.
    """
    allowed, begins = graph.allowed, frozenset(graph.initial)
    found: dict[int, int] = {}
    for number, history in enumerate(histories):
        following = begins
        for code in history:
            if code not in following:
                found[number] = _place(graph, begins, history)
                break
            following = allowed[code]
    return found


def _place(graph: Graph, begins: frozenset[str], history: Sequence[str]) -> int:
    following = begins
    for place, code in enumerate(history):
        if code not in following:
            return place
        following = graph.allowed.get(code, _NOTHING)
    return len(history)
