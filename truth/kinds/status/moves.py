"""May an order move from one status to another, and if not, why not, and what may it do instead?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from truth.kinds.status.graph import Graph, Transition
from truth.model.errors import NotFound
from truth.model.nearest import did_you_mean


@dataclass(frozen=True)
class Move:
    """A move that is asked about. What is None is not told: of a transition that asks for a reason, one must be."""

    start: str
    end: str
    event: str | None = None
    actor: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Possible:
    """What an order may do next.

    `actors` are those who may cause it; `reasons`, where there are any, those of which one must be given. `event` is
    None where an open vocabulary lets it happen without listing it; then anybody may cause it.
    """

    event: str | None
    to: str
    actors: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """Whether a move is allowed, why or why not in a sentence, and everything that is possible from its start."""

    allowed: bool
    why: str
    next: tuple[Possible, ...]


def check(graph: Graph, move: Move) -> Verdict:
    """The verdict on a move.

    A strict vocabulary allows what its transitions list, nothing else: none listed, none allowed. In an open one every
    status may follow every other, but an end is left only as listed; a move that is listed keeps its conditions only
    for those who name its event. Raises `NotFound` for a status, event, actor or reason the vocabulary does not have,
    naming the nearest, and `Gone` for a retired status, naming its successor.
    """
    _require(graph, move)
    why_not = refusal(graph, move)
    return Verdict(why_not is None, why_not or _why(graph, move), possible(graph, move.start))


def refusal(graph: Graph, move: Move) -> str | None:
    """Why a move between two statuses is not allowed, in a sentence; None: it is."""
    if move.end not in graph.allowed[move.start]:
        return _no_way(graph, move.start, move.end)
    if is_free(graph, move):
        return None
    listed = leading(graph, move.start, move.end)
    named = [one for one in listed if move.event in (None, one.event)]
    if not named:
        return _other_event(graph, move, listed)
    permitted = [one for one in named if move.actor in (None, *one.actors)]
    if not permitted:
        return f"{either(_actors(named))} may move an order from '{move.start}' to '{move.end}', not {move.actor}"
    if not any(accepts(one, move.reason) for one in permitted):
        return reason_needed(permitted, move)
    return None


def is_free(graph: Graph, move: Move) -> bool:
    """Whether an open vocabulary allows a move whatever its transitions ask for: it names no event of theirs."""
    return not graph.strict and move.event is None and move.start not in graph.terminal


def leading(graph: Graph, start: str, end: str) -> list[Transition]:
    """The transitions listed from one status to another."""
    return [one for one in graph.outgoing[start] if one.target == end]


def accepts(transition: Transition, reason: str | None) -> bool:
    """Whether a reason is one of those a transition asks for; where it asks for none, any will do."""
    return not transition.reasons or reason in transition.reasons


def reason_needed(transitions: Sequence[Transition], move: Move) -> str:
    """The sentence that says which reasons there are."""
    reasons = list(dict.fromkeys(reason for one in transitions for reason in one.reasons))
    needed = f"moving from '{move.start}' to '{move.end}' needs a reason: {either(reasons)}"
    return needed if move.reason is None else f"{needed}; '{move.reason}' is none of them"


def possible(graph: Graph, start: str) -> tuple[Possible, ...]:
    """What may happen from a status: what is listed, in its order, then what an open vocabulary adds, by code."""
    listed = [
        Possible(one.event, one.target, one.actors, one.reasons)
        for one in graph.outgoing[start]
        if one.target in graph.statuses
    ]
    others = graph.allowed[start] - {one.to for one in listed} - {start}
    return (*listed, *(Possible(None, code) for code in sorted(others)))


def shortcut(graph: Graph, start: str, end: str) -> str | None:
    """The legal way between two statuses: "confirm → processing, then pick → picking"; None: there is none."""
    path = graph.path(start, end)
    return ", then ".join(f"{step.event} → {step.target}" for step in path) if path else None


def either(names: Iterable[str]) -> str:
    """Names as alternatives: `carrier or warehouse`."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def _require(graph: Graph, move: Move) -> None:
    graph.require(move.start)
    graph.require(move.end)
    known = names_of(graph)
    for what, name, names in (
        ("event", move.event, known.events),
        ("actor", move.actor, known.actors),
        ("reason", move.reason, known.reasons),
    ):
        if name is not None and name not in names:
            raise NotFound(f"{graph.entry} has no {what} '{name[:80]}'{did_you_mean(name, names)}")


@dataclass(frozen=True)
class Names:
    """Every event, actor and reason of a vocabulary's transitions."""

    events: frozenset[str]
    actors: frozenset[str]
    reasons: frozenset[str]


@lru_cache(maxsize=256)
def names_of(graph: Graph) -> Names:
    """The names a vocabulary's transitions use."""
    return Names(
        frozenset(one.event for one in graph.transitions),
        frozenset(actor for one in graph.transitions for actor in one.actors),
        frozenset(reason for one in graph.transitions for reason in one.reasons),
    )


def _no_way(graph: Graph, start: str, end: str) -> str:
    if start in graph.terminal:
        return f"'{start}' is an end; an order in it does not become '{end}'"
    if start == end:
        return f"an order in '{start}' is there already, and no transition leads from '{start}' to itself"
    way = shortcut(graph, start, end)
    instead = f"the way there is {way}" if way else "nor is there a longer way"
    return f"no transition leads from '{start}' to '{end}'; {instead}"


def _other_event(graph: Graph, move: Move, listed: Sequence[Transition]) -> str:
    if listed:
        meant = either(f"'{one.event}'" for one in listed)
        return f"'{move.event}' does not lead from '{move.start}' to '{move.end}'; {meant} does"
    return (
        f"'{move.event}' does not lead from '{move.start}' to '{move.end}'; the move is free, and no event of "
        f"{graph.entry} stands for it"
    )


def _why(graph: Graph, move: Move) -> str:
    if is_free(graph, move):
        return f"{graph.entry} is open: '{move.start}' may become '{move.end}'"
    ways = [_way(one, move) for one in _accepting(graph, move)]
    return f"'{move.start}' may become '{move.end}': {'; or '.join(ways)}"


def _accepting(graph: Graph, move: Move) -> Iterator[Transition]:
    for one in leading(graph, move.start, move.end):
        if move.event in (None, one.event) and move.actor in (None, *one.actors) and accepts(one, move.reason):
            yield one


def _way(transition: Transition, move: Move) -> str:
    who = move.actor or either(transition.actors)
    return f"{who} may cause '{transition.event}'"


def _actors(transitions: Iterable[Transition]) -> list[str]:
    return list(dict.fromkeys(actor for one in transitions for actor in one.actors))
