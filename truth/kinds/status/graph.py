"""Graph: a vocabulary's statuses and transitions, compiled once for every question about moves.

It can be made of any vocabulary that fits its schema, right or wrong: rules look for what is wrong on it. A transition
to or from a code that is no status is kept in `transitions` and left out of everything else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from truth.kinds.status.tombstone import in_force
from truth.model.canonical import Body, Json
from truth.model.document import Document
from truth.model.errors import Gone, NotFound
from truth.model.nearest import did_you_mean

_PATHS_KEPT = 16_384


@dataclass(frozen=True)
class Transition:
    """One event that leads from some statuses to another; `place` is its index in the document's `transitions`.

    `reasons` is empty where none is asked for; otherwise one of them must be given.
    """

    place: int
    event: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Graph:
    """A vocabulary's moves.

    - `allowed`: the statuses that may follow each status. Where `strict`, only what a transition lists; otherwise every
      status may follow every other that is not an end.
    - `outgoing`: the transitions listed from each status, in their order.
    - `retired`: codes that are gone, each with its successor (None: nothing took its place).
    """

    entry: str
    strict: bool
    statuses: frozenset[str]
    initial: tuple[str, ...]
    terminal: frozenset[str]
    retired: Mapping[str, str | None]
    transitions: tuple[Transition, ...]
    outgoing: Mapping[str, tuple[Transition, ...]]
    allowed: dict[str, frozenset[str]]

    @cached_property
    def following(self) -> Mapping[str, tuple[str, ...]]:
        """The statuses listed transitions lead to from each status, once each, in the order listed."""
        return {
            code: tuple(dict.fromkeys(one.target for one in leaving if one.target in self.statuses))
            for code, leaving in self.outgoing.items()
        }

    @cached_property
    def reachable(self) -> frozenset[str]:
        """The statuses a history can get to from `initial` along listed transitions."""
        return _closure((code for code in self.initial if code in self.statuses), self.following)

    @cached_property
    def ending(self) -> frozenset[str]:
        """The statuses from which an end can be reached along listed transitions; an end is one of them."""
        back: dict[str, list[str]] = {code: [] for code in self.statuses}
        for code, targets in self.following.items():
            for target in targets:
                back[target].append(code)
        return _closure(self.terminal, back)

    def successor(self, code: str) -> str | None:
        """The status in force that took a retired code's place, over any number of retirements; None: there is none."""
        return in_force(code, self.statuses, self.retired)

    def require(self, code: str) -> str:
        """The code itself, when it is a status.

        Raises `Gone` for a retired code, naming its successor, and `NotFound` with the nearest for an unknown one.
        """
        if code in self.statuses:
            return code
        if code in self.retired:
            successor = self.successor(code)
            instead = f"use '{successor}'" if successor else "nothing took its place"
            raise Gone(f"the status '{code}' of {self.entry} is retired; {instead}", successor)
        raise NotFound(f"{self.entry} has no status '{code[:80]}'{did_you_mean(code, self.statuses)}")

    def path(self, start: str, end: str) -> tuple[Transition, ...] | None:
        """The fewest listed transitions that lead from one status to another, the first listed where several do.

        Empty from a status to itself; None where there is no way.
        """
        return _shortest(self, start, end)


@lru_cache(maxsize=1024)
def graph_of(document: Document) -> Graph:
    """The graph of a vocabulary that fits its schema; the same content is compiled once."""
    return compiled(str(document.entry), document.body)


def compiled(entry: str, body: Body) -> Graph:
    """The graph of a vocabulary's body; `entry` names it in messages."""
    statuses: Mapping[str, Mapping[str, Json]] = body["statuses"]
    transitions = tuple(_transition(place, spec) for place, spec in enumerate(body["transitions"]))
    outgoing = _outgoing(statuses, transitions)
    terminal = frozenset(code for code, status in statuses.items() if status.get("terminal"))
    strict = body["mode"] == "strict"
    return Graph(
        entry=entry,
        strict=strict,
        statuses=frozenset(statuses),
        initial=tuple(body["initial"]),
        terminal=terminal,
        retired={code: tombstone.get("replaced_by") for code, tombstone in body.get("retired", {}).items()},
        transitions=transitions,
        outgoing=outgoing,
        allowed=_listed(outgoing) if strict else _anything(statuses, outgoing, terminal),
    )


def _transition(place: int, spec: Mapping[str, Json]) -> Transition:
    return Transition(
        place, spec["event"], tuple(spec["from"]), spec["to"], tuple(spec["actors"]), tuple(spec.get("reasons", ()))
    )


def _outgoing(statuses: Iterable[str], transitions: Iterable[Transition]) -> dict[str, tuple[Transition, ...]]:
    leaving: dict[str, list[Transition]] = {code: [] for code in statuses}
    for transition in transitions:
        for source in transition.sources:
            if source in leaving:
                leaving[source].append(transition)
    return {code: tuple(ones) for code, ones in leaving.items()}


def _listed(outgoing: Mapping[str, Iterable[Transition]]) -> dict[str, frozenset[str]]:
    return {code: frozenset(one.target for one in ones if one.target in outgoing) for code, ones in outgoing.items()}


def _anything(
    statuses: Iterable[str], outgoing: Mapping[str, Iterable[Transition]], terminal: frozenset[str]
) -> dict[str, frozenset[str]]:
    """In an open vocabulary: everything may follow what is not an end; an end is left only as listed."""
    everything = frozenset(statuses)
    return {code: listed if code in terminal else everything for code, listed in _listed(outgoing).items()}


def _closure(start: Iterable[str], following: Mapping[str, Iterable[str]]) -> frozenset[str]:
    met = set(start)
    queue = list(met)
    while queue:
        fresh = [code for code in following[queue.pop()] if code not in met]
        met.update(fresh)
        queue += fresh
    return frozenset(met)


@lru_cache(maxsize=_PATHS_KEPT)
def _shortest(graph: Graph, start: str, end: str) -> tuple[Transition, ...] | None:
    """Breadth first: Moore, The shortest path through a maze, 1959."""
    came: dict[str, tuple[str, Transition] | None] = {start: None}
    queue = deque([start])
    while queue and end not in came:
        code = queue.popleft()
        for transition in graph.outgoing.get(code, ()):
            if transition.target in graph.statuses and transition.target not in came:
                came[transition.target] = (code, transition)
                queue.append(transition.target)
    return _back(came, end) if end in came else None


def _back(came: Mapping[str, tuple[str, Transition] | None], end: str) -> tuple[Transition, ...]:
    path = []
    step = came[end]
    while step is not None:
        code, transition = step
        path.append(transition)
        step = came[code]
    return tuple(reversed(path))
