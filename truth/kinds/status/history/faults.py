"""What is wrong with an event, in words: which rule it breaks, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from truth.kinds.status.graph import Graph, Transition
from truth.kinds.status.history.course import Course
from truth.kinds.status.history.record import Unreadable
from truth.kinds.status.history.rules import (
    ACTOR_NOT_ALLOWED,
    BAD_FIRST_STATUS,
    ILLEGAL_TRANSITION,
    MISSING_REASON,
    OVER_EXPECTATION,
    UNREADABLE_EVENT,
)
from truth.kinds.status.moves import Move, accepts, either, is_free, leading, names_of, reason_needed, refusal, shortcut
from truth.model.finding import Finding, Mark, Rule
from truth.model.nearest import did_you_mean


@dataclass(frozen=True)
class Fault:
    """A rule that an event breaks; `order` is None where nobody can tell of which order it is."""

    rule: Rule
    message: str
    fix: str | None
    order: str | int | None = None

    def of(self, order: str | int) -> Fault:
        """The same, of an order."""
        return replace(self, order=order)

    def finding(self, subject: str, mark: Mark) -> Finding:
        """The fault as every check answers."""
        message = self.message if self.order is None else f"order {self.order}: {self.message}"
        return self.rule.finding(subject, message, fix=self.fix).at(mark)


def unreadable(found: Unreadable) -> Fault:
    """A line, or a field, that cannot be read."""
    return Fault(UNREADABLE_EVENT, found.why, found.fix)


def beginning(course: Course, code: str) -> Iterator[Fault]:
    """What is wrong with an order's first status."""
    initial = course.graph.initial
    if code not in initial:
        ways = [way for one in initial if one in course.graph.statuses and (way := shortcut(course.graph, one, code))]
        skipped = f"; from '{initial[0]}' it probably skipped: {min(ways, key=len)}" if ways else ""
        fix = f"begin with {either(repr(one) for one in initial)}, or send its first events too"
        yield Fault(BAD_FIRST_STATUS, f"it begins as '{code}'{skipped}", fix)


def moving(graph: Graph, move: Move) -> Iterator[Fault]:
    """What is wrong with a move between two statuses; its event, actor and reason may be anything."""
    if move.end not in graph.allowed[move.start]:
        yield _skipped(graph, move)
        return
    if is_free(graph, move):
        return
    named = [one for one in leading(graph, move.start, move.end) if move.event in (None, one.event)]
    if not named:
        yield _other_event(graph, move)
        return
    permitted = [one for one in named if move.actor in (None, *one.actors)]
    if not permitted:
        yield _other_actor(graph, named, move)
    if not any(accepts(one, move.reason) for one in permitted or named):
        yield Fault(MISSING_REASON, reason_needed(permitted or named, move), "record why")


def stayed(course: Course, code: str, since: datetime, until: datetime) -> Fault | None:
    """An order that was, or is, longer in a status than expected; None: it was not."""
    limit, lasted = course.limits[code], until - since
    if lasted <= limit:
        return None
    message = f"it was '{code}' for {_lasting(lasted)}; {_lasting(limit)} are expected"
    return Fault(OVER_EXPECTATION, message, "see what held it up, or expect what is true")


def _skipped(graph: Graph, move: Move) -> Fault:
    way = shortcut(graph, move.start, move.end)
    message = f"no transition leads from '{move.start}' to '{move.end}'"
    if way:
        return Fault(ILLEGAL_TRANSITION, f"{message}; it probably skipped a step of: {way}", "send every event")
    following = (
        either(f"'{code}'" for code in sorted(graph.allowed[move.start])) if graph.allowed[move.start] else "nothing"
    )
    return Fault(ILLEGAL_TRANSITION, message, f"after '{move.start}' may come {following}")


def _other_event(graph: Graph, move: Move) -> Fault:
    known = names_of(graph).events
    if move.event not in known:
        event = str(move.event)
        message = f"{graph.entry} has no event '{event[:80]}'{did_you_mean(event, known)}"
    else:
        message = str(refusal(graph, move))
    return Fault(ILLEGAL_TRANSITION, message, "name the event that happened")


def _other_actor(graph: Graph, named: Sequence[Transition], move: Move) -> Fault:
    actors = list(dict.fromkeys(actor for one in named for actor in one.actors))
    known, actor = names_of(graph).actors, str(move.actor)
    meant = "" if actor in known else did_you_mean(actor, known)
    message = f"{actor[:80]} moved it from '{move.start}' to '{move.end}'{meant}"
    return Fault(ACTOR_NOT_ALLOWED, message, f"only {either(actors)} may")


def _lasting(duration: timedelta) -> str:
    """`3 days`, `2 days 4 hours`, `50 minutes`: the two largest units that are there."""
    minutes = int(duration.total_seconds()) // 60
    amounts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    said = [f"{amount} {unit}{'' if amount == 1 else 's'}" for amount, unit in amounts if amount]
    return " ".join(said[:2]) or "less than a minute"
