"""Which moves that orders, systems and people rely on does a change take away?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth.kinds.status.graph import Graph, graph_of
from truth.kinds.status.rules.examples import MOVES, move, order
from truth.model.document import Document
from truth.model.finding import Category, Finding, Rule, Severity
from truth.model.ref import Ref

Move = tuple[str, str, str]
"""A status, an event, and the status that follows."""

Takes = Mapping[str, frozenset[str] | None]
"""Who may cause a move, each with the reasons of which one is required; None: no reason is asked for."""

_HAND_OVER, _DELIVER, _CANCEL = MOVES

TRANSITION_REMOVED = Rule(
    "status/transition-removed",
    Severity.ERROR,
    "Orders wait in the status for a move that is refused now.",
    passes={"after": order(move("lose", "shipped", "cancelled"))},
    fails={"after": {"status:order": {"transitions": [_HAND_OVER, _DELIVER]}}},
    category=Category.WIRE,
)
TRANSITION_ADDED = Rule(
    "status/transition-added",
    Severity.REVIEW,
    "Pages and mails that follow an order meet a turn they have not met before.",
    passes={"after": {}},
    fails={"after": order(move("lose", "shipped", "cancelled"))},
    category=Category.RENDER,
)
INITIAL_CHANGED = Rule(
    "status/initial-changed",
    Severity.ERROR,
    "Systems begin an order in a status that is refused now, or meet one that begins elsewhere.",
    passes={"after": order(initial=["placed"])},
    fails={"after": order(initial=["placed", "shipped"])},
    category=Category.WIRE,
)
TERMINAL_CHANGED = Rule(
    "status/terminal-changed",
    Severity.ERROR,
    "What was final goes on, or what went on is final: archives, invoices and mails follow the end.",
    passes={"after": {}},
    fails={"after": order(statuses={"delivered": {"terminal": None}})},
    category=Category.WIRE,
)
ACTORS_NARROWED = Rule(
    "status/actors-narrowed",
    Severity.ERROR,
    "Someone who could do this is refused now.",
    passes={
        "after": {"status:order": {"transitions": [{**_HAND_OVER, "actors": ["warehouse", "carrier"]}, *MOVES[1:]]}}
    },
    fails={"after": {"status:order": {"transitions": [_HAND_OVER, _DELIVER, {**_CANCEL, "actors": ["agent"]}]}}},
    category=Category.WIRE,
)
REASON_NEWLY_REQUIRED = Rule(
    "status/reason-newly-required",
    Severity.ERROR,
    "Calls without the reason, or with one that is off the list, are refused now.",
    passes={
        "after": {
            "status:order": {
                "transitions": [
                    _HAND_OVER,
                    _DELIVER,
                    {**_CANCEL, "reasons": ["customer_request", "out_of_stock", "fraud"]},
                ]
            }
        }
    },
    fails={"after": {"status:order": {"transitions": [{**_HAND_OVER, "reasons": ["weighed"]}, _DELIVER, _CANCEL]}}},
    category=Category.WIRE,
)
RULES = (
    TRANSITION_REMOVED,
    TRANSITION_ADDED,
    INITIAL_CHANGED,
    TERMINAL_CHANGED,
    ACTORS_NARROWED,
    REASON_NEWLY_REQUIRED,
)


def breaks(old: Document, new: Document) -> Iterator[Finding]:
    """Beginnings, moves and ends that are no longer as they were; statuses that are gone are told of elsewhere."""
    was, now = graph_of(old), graph_of(new)
    before, after = _moves(was), _moves(now)
    yield from _initial(new, was, now)
    yield from _terminal(new, was, now)
    yield from _mode(new, was, now)
    yield from _removed(new, now, before, after)
    yield from _added(new, was, now, before, after)
    for one in before:
        if one in after:
            yield from _actors(new, one, before[one], after[one])
            yield from _reasons(new, one, before[one], after[one])


def _moves(graph: Graph) -> Mapping[Move, Takes]:
    """Every listed move; where several transitions list it, what any of them takes."""
    moves: dict[Move, dict[str, frozenset[str] | None]] = {}
    for transition in graph.transitions:
        reasons = frozenset(transition.reasons) or None
        for source in transition.sources:
            takes = moves.setdefault((source, transition.event, transition.target), {})
            for actor in transition.actors:
                takes[actor] = _either(takes[actor], reasons) if actor in takes else reasons
    return moves


def _either(reasons: frozenset[str] | None, others: frozenset[str] | None) -> frozenset[str] | None:
    return None if reasons is None or others is None else reasons | others


def _initial(new: Document, was: Graph, now: Graph) -> Iterator[Finding]:
    lost = [code for code in was.initial if code not in now.initial and code in now.statuses]
    added = [code for code in now.initial if code not in was.initial]
    if lost or added:
        message = f"an order began in {_listed(was.initial)}, and begins in {_listed(now.initial)} now"
        yield INITIAL_CHANGED.finding(new.entry, message, path=("initial",), fix="keep the beginnings there are")


def _terminal(new: Document, was: Graph, now: Graph) -> Iterator[Finding]:
    """Statuses that are an end now, or none any more; a retired one counts as the status that took its place."""
    for code in sorted(was.statuses):
        here = now.successor(code)
        if here is None or (code in was.terminal) == (here in now.terminal):
            continue
        ended = "was an end, and is none now" if code in was.terminal else "is an end now"
        message = f"'{code}' {ended}" if here == code else f"'{code}' is '{here}' now, and {ended}"
        path = ("statuses", code) if here == code else ("retired", code)
        fix = "add a new status for it, and lead orders there"
        yield TERMINAL_CHANGED.finding(new.entry / code, message, path=path, fix=fix)


def _mode(new: Document, was: Graph, now: Graph) -> Iterator[Finding]:
    if now.strict and not was.strict:
        message = "every move was allowed; only those listed are now"
        fix = "keep mode: open until histories show which moves there are"
        yield TRANSITION_REMOVED.finding(new.entry, message, path=("mode",), fix=fix)
    elif was.strict and not now.strict:
        message = "only the moves listed were allowed; every move is now"
        yield TRANSITION_ADDED.finding(new.entry, message, path=("mode",), fix="confirm that this is meant")


def _removed(new: Document, now: Graph, before: Mapping[Move, Takes], after: Mapping[Move, Takes]) -> Iterator[Finding]:
    for source, event, target in before:
        here, there = now.successor(source), now.successor(target)
        if here is None or there is None or (here, event, there) in after:
            continue  # a code that is gone without a replacement is told of as that
        if not now.strict or here in now.terminal or (here == there and source != target):
            continue  # allowed all the same; or an end now, or one status now
        message = f"'{event}' no longer leads from '{source}' to '{target}'"
        fix = f"keep it until no order is '{source}', or lead those orders another way first"
        yield TRANSITION_REMOVED.finding(_at(new, source), message, path=("transitions",), fix=fix)


def _added(
    new: Document, was: Graph, now: Graph, before: Mapping[Move, Takes], after: Mapping[Move, Takes]
) -> Iterator[Finding]:
    places = {(source, one.event, one.target): one.place for one in reversed(now.transitions) for source in one.sources}
    for source, event, target in after:
        if (source, event, target) not in before and {source, target} <= was.statuses:
            message = f"'{event}' leads from '{source}' to '{target}' now"
            path = ("transitions", places[source, event, target])
            fix = "confirm that pages and mails are ready for it"
            yield TRANSITION_ADDED.finding(_at(new, source), message, path=path, fix=fix)


def _actors(new: Document, one: Move, before: Takes, after: Takes) -> Iterator[Finding]:
    lost = sorted(set(before) - set(after))
    if lost:
        message = f"{_listed(lost)} may no longer do '{one[1]}' in '{one[0]}'"
        fix = "keep them until nobody does it any more"
        yield ACTORS_NARROWED.finding(_at(new, one[0]), message, path=("transitions",), fix=fix)


def _reasons(new: Document, one: Move, before: Takes, after: Takes) -> Iterator[Finding]:
    for actor in sorted(set(before) & set(after)):
        was, now = before[actor], after[actor]
        if now is None or (was is not None and was <= now):
            continue
        what = "needs a reason now" if was is None else f"is no longer taken for {_listed(sorted(was - now))}"
        message = f"'{one[1]}' in '{one[0]}' by '{actor}' {what}"
        fix = "let callers give the reason first" if was is None else "keep the reasons there are"
        yield REASON_NEWLY_REQUIRED.finding(_at(new, one[0]), message, path=("transitions",), fix=fix)


def _at(document: Document, code: str) -> Ref:
    return document.entry / code


def _listed(codes: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)
