"""Histories of orders against a vocabulary, beside three state machine libraries and a bare dict of frozensets."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from statemachine import State, StateMachine
from statemachine.exceptions import TransitionNotAllowed
from transitions import Machine, MachineError

from bench.measuring import Spread, ratios, turn_by_turn
from bench.report import Section, Table, Verdict, ratio, time
from bench.scale import Scale
from bench.xstate import Missing, xstate
from truth.factory import read_content
from truth.kinds.status.graph import Graph, graph_of
from truth.kinds.status.history.sequence import first_faults
from truth.model.ref import Ref

_CONTENT = Path(__file__).parents[2] / "content"
_NOTES = (
    "Histories of fulfilment, one in ten with a step left out, one in fifty beginning elsewhere; each way counts the "
    "histories that hold a move no transition allows, and ours the ones that begin where no order begins, too. The "
    "bare dict is the limit: it looks up each pair and knows nothing else. python-statemachine checks a tenth of the "
    "histories, and its time is multiplied. XState has read the histories before its time is taken."
)

Histories = Sequence[Sequence[str]]
Way = Callable[[Histories], int]


def measure(scale: Scale) -> Section:
    """Ours beside the others, on the same histories."""
    graph = graph_of(read_content(_CONTENT).documents[Ref("status", "fulfilment")])
    histories = made(graph, 5_000)
    ways: dict[str, tuple[Way, int]] = {
        "ours": (lambda some: len(first_faults(graph, some)), 1),
        "dict of frozensets": (lambda some: by_dict(graph, some), 1),
        "transitions": (by_transitions(graph), 1),
        "python-statemachine": (by_statemachine(graph), 10),
    }
    targets: dict[str, float | None] = {"dict of frozensets": 0.5, "transitions": 30.0, "python-statemachine": 1000.0}
    missing: list[tuple[str, ...]] = []
    with ExitStack() as stack:
        try:
            running = stack.enter_context(xstate(graph, histories, installs=scale.installs))
        except Missing as why:
            missing.append(("XState", str(why), "–", "–"))
        else:
            ways[running.name] = (lambda some: running.count(), 1)
            targets[running.name] = None
        rows, whole = _compared(ways, histories, max(2, scale.rounds))
    verdicts = [_verdict(name, least, whole) for name, least in targets.items()]
    table = Table(("way", "5,000 histories", "found", "of the histories"), [*rows, *missing])
    return Section("Histories of orders", _NOTES, [table], verdicts)


def _compared(
    ways: Mapping[str, tuple[Way, int]], histories: Histories, rounds: int
) -> tuple[list[tuple[str, ...]], dict[str, list[float]]]:
    """A row for each way, and the seconds each takes for all histories."""
    found = {name: count(histories[::part]) for name, (count, part) in ways.items()}
    works = {name: (lambda count=count, part=part: count(histories[::part])) for name, (count, part) in ways.items()}
    taken = turn_by_turn(works, rounds)
    whole = {name: [one * ways[name][1] for one in values] for name, values in taken.items()}
    rows: list[tuple[str, ...]] = [
        (name, time(Spread.of(values)), f"{found[name]:,}", f"1 in {ways[name][1]}") for name, values in whole.items()
    ]
    return rows, whole


def _verdict(name: str, least: float | None, whole: Mapping[str, Sequence[float]]) -> Verdict:
    faster = ratios(whole[name], whole["ours"])
    if least is None:
        return Verdict(f"histories, {name} ÷ ours", "reported", ratio(faster))
    return Verdict(f"histories, {name} ÷ ours", f"≥ {least:g} ×", ratio(faster), faster.median >= least)


def made(graph: Graph, count: int) -> list[list[str]]:
    """Histories along the transitions, some with a fault; the same ones every time."""
    drawn = random.Random(7)  # noqa: S311 - reproducible, not secret
    return [_history(graph, drawn) for _ in range(count)]


def _history(graph: Graph, drawn: random.Random) -> list[str]:
    codes = [graph.initial[0]]
    while codes[-1] not in graph.terminal and len(codes) < 20:
        codes.append(drawn.choice(graph.following[codes[-1]]))
    if len(codes) > 3 and drawn.random() < 0.1:
        del codes[drawn.randrange(1, len(codes) - 1)]
    return codes[1:] if drawn.random() < 0.02 else codes


def by_dict(graph: Graph, histories: Histories) -> int:
    """The histories with a move that is not listed, by a bare dict."""
    allowed, found = graph.allowed, 0
    for history in histories:
        was = history[0]
        for code in history[1:]:
            if code not in allowed[was]:
                found += 1
                break
            was = code
    return found


def by_transitions(graph: Graph) -> Callable[[Histories], int]:
    """The same by `transitions`: one machine, set to each history's beginning, an event for each target."""
    moves = [
        {"trigger": f"to__{target}", "source": code, "dest": target}
        for code, targets in graph.allowed.items()
        for target in targets
    ]
    machine = Machine(
        states=sorted(graph.statuses), transitions=moves, initial=graph.initial[0], auto_transitions=False
    )

    def holds(history: Sequence[str]) -> bool:
        machine.set_state(history[0])
        try:
            for code in history[1:]:
                machine.trigger(f"to__{code}")
        except MachineError:
            return False
        return True

    return lambda histories: sum(not holds(history) for history in histories)


def by_statemachine(graph: Graph) -> Callable[[Histories], int]:
    """The same by `python-statemachine`: a machine for each history, an event for each target."""
    states = {
        code: State(code, initial=code == graph.initial[0], final=code in graph.terminal) for code in graph.statuses
    }
    space: dict[str, Any] = dict(states)
    for target in graph.statuses:
        sources = [code for code in graph.statuses if target in graph.allowed[code]]
        if sources:
            space[f"go_{target}"] = states[target].from_(*(states[code] for code in sources))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        machine = type("Fulfilment", (StateMachine,), {**space, "allow_event_without_transition": False})

    def holds(history: Sequence[str]) -> bool:
        running = machine(start_value=history[0])
        try:
            for code in history[1:]:
                running.send(f"go_{code}")
        except TransitionNotAllowed:
            return False
        return True

    return lambda histories: sum(not holds(history) for history in histories)
