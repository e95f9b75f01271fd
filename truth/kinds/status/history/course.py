"""Course: everything a vocabulary says about the course of an order, made ready to be asked a million times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from truth.kinds.status.graph import Graph, graph_of
from truth.kinds.status.mapping import translate
from truth.kinds.status.meant import Spoken, spoken_of
from truth.kinds.status.moves import either
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.nearest import did_you_mean
from truth.text.duration import read_duration

ENDLESS = timedelta.max
_DAYS = {"year": 366, "month": 31}  # the longest they can be: nobody is accused over the length of a month


@dataclass(frozen=True)
class Course:
    """A vocabulary's moves, how long each status lasts at most, and what the codes in the events mean.

    `limits` has every status, `spoken` how people speak of them. `since` is the day from which a retired code is no
    longer written. `mapping` translates the codes of another system; None: the events hold the vocabulary's own.
    """

    graph: Graph
    limits: Mapping[str, timedelta]
    since: Mapping[str, date]
    spoken: Spoken
    mapping: Document | None = None

    @property
    def entry(self) -> str:
        """The vocabulary."""
        return self.graph.entry


@dataclass(frozen=True)
class Meaning:
    """What a code in an event means: a status (None: nothing can be concluded), or nothing that is to be looked at.

    `wrong` says what is wrong with the code, `fix` what to do; `retired` that it is only wrong since a day.
    """

    code: str | None
    wrong: str | None = None
    fix: str | None = None
    retired: bool = False
    silent: bool = False


def course_of(vocabulary: Document, mapping: Document | None = None) -> Course:
    """The course a vocabulary describes, for events with its own codes or those a mapping translates."""
    statuses: Mapping[str, Mapping[str, Json]] = vocabulary.body["statuses"]
    tombstones: Mapping[str, Mapping[str, Json]] = vocabulary.body.get("retired", {})
    return Course(
        graph_of(vocabulary),
        {code: _limit(status) for code, status in statuses.items()},
        {code: date.fromisoformat(stone["since"]) for code, stone in tombstones.items() if "since" in stone},
        spoken_of(statuses),
        mapping,
    )


def _limit(status: Mapping[str, Json]) -> timedelta:
    return longest(status["expect_within"]) if "expect_within" in status else ENDLESS


def longest(duration: str) -> timedelta:
    """The longest an ISO 8601 duration can be."""
    parts = read_duration(duration)
    days = sum(count * _DAYS.get(unit, 0) for count, unit in parts)
    return timedelta(days=days) + timedelta(**{f"{unit}s": count for count, unit in parts if unit not in _DAYS})


def meaning_of(course: Course, raw: str) -> Meaning:
    """What a code in an event means."""
    return _translated(course, course.mapping, raw) if course.mapping else _own(course, raw)


def is_late(course: Course, raw: str, moment: datetime | None) -> bool:
    """Whether a retired code is written after the day it was retired; without a time, nobody can say it was before."""
    since = course.since.get(raw)
    return since is None or moment is None or moment.date() >= since


def _own(course: Course, raw: str) -> Meaning:
    graph = course.graph
    if raw in graph.statuses:
        return Meaning(raw)
    if raw in graph.retired:
        successor = graph.successor(raw)
        fix = f"write '{successor}'" if successor else "nothing took its place; write what is in force"
        return Meaning(successor, f"'{raw}' of {graph.entry} is retired", fix, retired=True)
    meant = either(f"'{code}'" for code in course.spoken.meant(raw) or sorted(graph.statuses))
    return Meaning(None, f"{graph.entry} has no status '{raw[:80]}'", f"write {meant}")


def _translated(course: Course, mapping: Document, raw: str) -> Meaning:
    found = translate(mapping, raw)
    if not found.known:
        wrong = f"{mapping.entry} has no code '{raw[:80]}' of {found.system}{did_you_mean(raw, mapping.body['codes'])}"
        return Meaning(None, wrong, f"add a row for it to {mapping.entry}; until then it means nothing")
    if found.status is None:
        return Meaning(None, silent=True)
    return _own(course, found.status)
