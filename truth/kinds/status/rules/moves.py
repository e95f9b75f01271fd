"""Do the transitions lead every order from a beginning to an end?

An `open` vocabulary lets every status that is no end follow every other, so only its ends are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.kinds.kind import BodyPath
from truth.kinds.status.graph import Graph, Transition
from truth.kinds.status.rules.examples import PICKING, move, order, with_picking
from truth.model.document import Document
from truth.model.finding import Finding, Rule, Severity
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref

UNDEFINED_TARGET = Rule(
    "status/undefined-target",
    Severity.ERROR,
    "A code that is no status leads an order nowhere.",
    passes=order(move("take_back", "shipped", "placed")),
    fails=order(move("take_back", "shipped", "plaecd")),
)
UNREACHABLE = Rule(
    "status/unreachable",
    Severity.ERROR,
    "A status no order can get to is a mistake in the transitions, or is not needed.",
    passes=with_picking(move("pick", "placed", "picking"), move("pack", "picking", "shipped")),
    fails=with_picking(move("pack", "picking", "shipped")),
)
DEAD_END = Rule(
    "status/dead-end",
    Severity.ERROR,
    "An order in a status that nothing follows, and that is no end, stays there for ever.",
    passes=with_picking(move("pick", "placed", "picking"), move("pack", "picking", "shipped")),
    fails=with_picking(move("pick", "placed", "picking")),
)
NO_WAY_TO_AN_END = Rule(
    "status/no-way-to-an-end",
    Severity.ERROR,
    "Orders must be able to end; from here they can only go round.",
    passes=order(
        move("pick", "placed", "picking"),
        move("recount", "picking", "counting"),
        move("pick_again", "counting", "picking"),
        move("pack", "picking", "shipped"),
        statuses={"picking": PICKING, "counting": {**PICKING, "label": {"en": "Counting", "de": "Zählung"}}},
    ),
    fails=order(
        move("pick", "placed", "picking"),
        move("recount", "picking", "counting"),
        move("pick_again", "counting", "picking"),
        statuses={"picking": PICKING, "counting": {**PICKING, "label": {"en": "Counting", "de": "Zählung"}}},
    ),
)
LEAVES_AN_END = Rule(
    "status/leaves-an-end",
    Severity.ERROR,
    "What is terminal is told as final; nothing follows it.",
    passes=order(move("take_back", "shipped", "placed")),
    fails=order(move("take_back", "delivered", "placed")),
)
AMBIGUOUS_EVENT = Rule(
    "status/ambiguous-event",
    Severity.ERROR,
    "One event in one status leads to one status, or nobody can say what it does.",
    passes=order(move("hand_over_at_the_door", "placed", "delivered")),
    fails=order(move("hand_over", "placed", "delivered")),
)
PHASE_CONTRADICTS_TERMINAL = Rule(
    "status/phase-contradicts-terminal",
    Severity.ERROR,
    "At an end nothing is open and nothing can be mended; and a failure that something follows is an exception.",
    passes={"status:order": {"statuses": {"cancelled": {"phase": "failure", "terminal": True}}}},
    fails={"status:order": {"statuses": {"cancelled": {"phase": "exception", "terminal": True}}}},
)
OPEN_WITHOUT_EXPECTATION = Rule(
    "status/open-without-expectation",
    Severity.WARNING,
    "Who waits wants to know for how long; and an order that stays longer can only be noticed where that is written.",
    passes=with_picking(move("pick", "placed", "picking"), move("pack", "picking", "shipped")),
    fails=with_picking(move("pick", "placed", "picking"), move("pack", "picking", "shipped"), expect_within=None),
)
RULES = (
    UNDEFINED_TARGET,
    UNREACHABLE,
    DEAD_END,
    NO_WAY_TO_AN_END,
    LEAVES_AN_END,
    AMBIGUOUS_EVENT,
    PHASE_CONTRADICTS_TERMINAL,
    OPEN_WITHOUT_EXPECTATION,
)


def undefined_targets(document: Document, graph: Graph) -> Iterator[Finding]:
    """Codes that stand where a status is meant, and are none."""
    for path, code in _codes_meant(document, graph):
        if code in graph.statuses or (path[0] == "retired" and code in graph.retired):
            continue
        successor = graph.successor(code)
        if code in graph.retired:
            fix = f"use '{successor}'" if successor else "take it out"
            message = f"'{code}' is retired"
        else:
            fix = "name a status of this vocabulary, or define it"
            message = f"'{code}' is not a status here{did_you_mean(code, graph.statuses)}"
        yield UNDEFINED_TARGET.finding(_subject(document, path), message, path=path, fix=fix)


def unreachable(document: Document, graph: Graph) -> Iterator[Finding]:
    """Statuses no history gets to."""
    if not graph.strict:
        return
    for code in _in_order(document, graph.statuses - graph.reachable):
        message = f"no order ever gets to '{code}'"
        fix = "add a transition that leads here, list it in initial, or remove it"
        yield UNREACHABLE.finding(document.entry / code, message, path=("statuses", code), fix=fix)


def dead_ends(document: Document, graph: Graph) -> Iterator[Finding]:
    """Statuses that nothing follows and that are no end."""
    for code in _in_order(document, _stuck(graph)):
        message = f"nothing follows '{code}', and it is not terminal"
        fix = "add a transition that leads on, or set terminal: true"
        yield DEAD_END.finding(document.entry / code, message, path=("statuses", code), fix=fix)


def ways_without_an_end(document: Document, graph: Graph) -> Iterator[Finding]:
    """Statuses from which no end can be reached, though something follows."""
    if not graph.terminal:
        message = "no status is terminal, so no order ever ends"
        fix = "set terminal: true where nothing follows"
        yield NO_WAY_TO_AN_END.finding(document.entry, message, path=("statuses",), fix=fix)
    elif graph.strict:
        for code in _in_order(document, graph.statuses - graph.ending - _stuck(graph)):
            message = f"from '{code}' an order can move, and never ends"
            fix = f"add a transition that leads towards an end: {', '.join(_in_order(document, graph.terminal))}"
            yield NO_WAY_TO_AN_END.finding(document.entry / code, message, path=("statuses", code), fix=fix)


def ends_left(document: Document, graph: Graph) -> Iterator[Finding]:
    """Transitions that leave a terminal status."""
    for transition in graph.transitions:
        for source in () if graph.terminal.isdisjoint(transition.sources) else transition.sources:
            if source in graph.terminal:
                message = f"'{transition.event}' leaves '{source}', which is terminal"
                fix = f"take '{source}' out of from, or let it be no end: terminal: false"
                path = ("transitions", transition.place, "from", transition.sources.index(source))
                yield LEAVES_AN_END.finding(document.entry / source, message, path=path, fix=fix)


def ambiguous_events(document: Document, graph: Graph) -> Iterator[Finding]:
    """Events that lead from one status to two."""
    for event, ones in _by_event(graph).items():
        first: dict[str, str] = {}
        for transition in ones if len({one.target for one in ones}) > 1 else ():
            for place, source in enumerate(transition.sources):
                target = first.setdefault(source, transition.target)
                if target != transition.target:
                    message = f"'{event}' leads from '{source}' to '{target}' and to '{transition.target}'"
                    path = ("transitions", transition.place, "from", place)
                    fix = "give one of the two events another name"
                    yield AMBIGUOUS_EVENT.finding(document.entry / source, message, path=path, fix=fix)


def phases_against_ends(document: Document, graph: Graph) -> Iterator[Finding]:
    """Ends whose phase says that something still happens, and failures that something follows."""
    for code, status in document.body["statuses"].items():
        phase, path = status["phase"], ("statuses", code, "phase")
        if code in graph.terminal and phase in ("open", "exception"):
            message = f"'{code}' is terminal and its phase is '{phase}'"
            fix = "an end is a success or a failure"
        elif code not in graph.terminal and phase == "failure":
            message = f"'{code}' is a failure, and not terminal"
            fix = "set terminal: true, or call it an exception where it can be mended"
        else:
            continue
        yield PHASE_CONTRADICTS_TERMINAL.finding(document.entry / code, message, path=path, fix=fix)


def waits_without_expectation(document: Document, graph: Graph) -> Iterator[Finding]:
    """Statuses in which somebody waits, without how long."""
    for code, status in document.body["statuses"].items():
        if status["phase"] in ("open", "exception") and code not in graph.terminal and "expect_within" not in status:
            message = f"'{code}' does not say how long it lasts at most"
            fix = "add expect_within: P2D, or what is right"
            yield OPEN_WITHOUT_EXPECTATION.finding(document.entry / code, message, path=("statuses", code), fix=fix)


CHECKS = (
    undefined_targets,
    unreachable,
    dead_ends,
    ways_without_an_end,
    ends_left,
    ambiguous_events,
    phases_against_ends,
    waits_without_expectation,
)


def _codes_meant(document: Document, graph: Graph) -> Iterator[tuple[BodyPath, str]]:
    yield from ((("initial", place), code) for place, code in enumerate(graph.initial))
    for code, status in document.body["statuses"].items():
        yield from ((("statuses", code, key), status[key]) for key in ("shown_as", "fallback") if key in status)
    for one in graph.transitions:
        if not graph.statuses.issuperset(one.sources):
            yield from ((("transitions", one.place, "from", place), code) for place, code in enumerate(one.sources))
        yield ("transitions", one.place, "to"), one.target
    yield from ((("retired", code, "replaced_by"), other) for code, other in graph.retired.items() if other is not None)


def _by_event(graph: Graph) -> Mapping[str, list[Transition]]:
    events: dict[str, list[Transition]] = {}
    for transition in graph.transitions:
        events.setdefault(transition.event, []).append(transition)
    return events


def _stuck(graph: Graph) -> frozenset[str]:
    if not graph.strict:
        return frozenset()
    return frozenset(code for code, leaving in graph.outgoing.items() if not leaving) - graph.terminal


def _in_order(document: Document, codes: frozenset[str]) -> Iterator[str]:
    return (code for code in document.body["statuses"] if code in codes)


def _subject(document: Document, path: BodyPath) -> Ref:
    return document.entry / path[1] if path[0] in ("statuses", "retired") else document.entry
