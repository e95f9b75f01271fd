"""Tracker: follows the orders of one vocabulary through their events, one event after the other.

Most events are right, and they decide how fast it is: what was found right once is looked up as a whole the next time,
and only what is new or wrong is looked at closely. An order under way is remembered by its status, when and on which
line it got there, and the event before; of those that ended, only the last `REMEMBERED`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from truth.kinds.status.history.course import ENDLESS, Course, Meaning, is_late, meaning_of
from truth.kinds.status.history.event import Event, is_id, read_event
from truth.kinds.status.history.faults import Fault, beginning, moving, stayed, unreadable
from truth.kinds.status.history.record import BLANK, Batch, Fields, Unreadable
from truth.kinds.status.history.rules import (
    AFTER_THE_END,
    DUPLICATE_EVENT,
    OFF_SCHEMA_CODE,
    OUT_OF_ORDER,
    RETIRED_CODE,
)
from truth.kinds.status.moves import Move

REMEMBERED = 100_000
"""Orders that ended, of which one can still say that an event came after the end."""

_NONE = timedelta()
_PLAIN = "--T::Z"  # every third character of 2026-03-02T09:00:00Z, from the fifth
_KEPT = 16_384  # ways to move, and meanings, that are kept

Known = tuple[str | None, datetime | None, int, str | None, datetime | None]
"""What is known of an order: its status (None: nobody can say), since when, on which line it got there, and the status
and time of the event before."""

_NOBODY: Known = (None, None, 0, None, None)

Told = tuple[int, Fault]
"""A fault, and the line it is on."""


class Tracker:
    """Follows the orders of one vocabulary."""

    def __init__(self, course: Course, fields: Fields) -> None:
        self.course, self.fields = course, fields
        self._open: dict[str | int, Known] = {}
        self._ended: OrderedDict[str | int, Known] = OrderedDict()
        self._right: dict[tuple[str | None, str, str | None, str | None, str | None], tuple[str, timedelta, bool]] = {}
        self._meanings: dict[str, Meaning] = {}

    def follow(self, batch: Batch) -> list[Told]:
        """What is wrong with some events."""
        told: list[Told] = []
        for number, record in self._not_plain(batch):
            if record is not BLANK:
                told += ((number, fault) for fault in self._look(record, number))
        return told

    def _not_plain(self, batch: Batch) -> Iterator[tuple[int, object]]:
        """The events that have to be looked at closely; the others are taken as they come, and are right."""
        orders, ended, right, parse = self._open, self._ended, self._right, datetime.fromisoformat
        order_, status_, at_ = self.fields.order, self.fields.status, self.fields.at
        event_, actor_, reason_ = self.fields.event, self.fields.actor, self.fields.reason
        number: int
        record: Any
        for number, record in zip(batch.numbers, batch.records, strict=True):
            try:
                get = record.get
                order, at = get(order_), get(at_)
                was, since, _, _, _ = orders.get(order, _NOBODY)
                way = right.get((was, get(status_), get(event_), get(actor_), get(reason_)))
                if way is None or (at[4::3] != _PLAIN and not _is_plain(at)):
                    yield number, record
                    continue
                code, limit, ends = way
                moment = parse(at)
                if since is None:
                    if was is not None or order in ended or not is_id(order):
                        yield number, record
                        continue
                elif not _NONE <= moment - since <= limit:
                    yield number, record
                    continue
                if ends:
                    self._end(order, (code, moment, number, was, since))
                else:
                    orders[order] = (code, moment, number, was, since)
            except (AttributeError, TypeError, ValueError, IndexError):
                yield number, record

    def waiting(self, until: datetime) -> Iterator[Told]:
        """The orders under way that are longer in their status than expected at an instant."""
        for order, (code, since, number, _, _) in self._open.items():
            if code and since and (over := stayed(self.course, code, since, until)):
                yield number, over.of(order)

    def _look(self, record: object, number: int) -> Iterator[Fault]:
        event = read_event(record, self.fields)
        if isinstance(event, Unreadable):
            yield unreadable(event)
            return
        yield from (unreadable(fault).of(event.order) for fault in event.faults)
        meaning = self._meaning(event.status) if event.status is not None else Meaning(None)
        if not meaning.silent:
            yield from (fault.of(event.order) for fault in self._judge(event, meaning, number))

    def _meaning(self, raw: str) -> Meaning:
        found = self._meanings.get(raw)
        if found is None:
            found = meaning_of(self.course, raw)
            if len(self._meanings) < _KEPT:
                self._meanings[raw] = found
        return found

    def _judge(self, event: Event, meaning: Meaning, number: int) -> Iterator[Fault]:
        if meaning.wrong and (not meaning.retired or is_late(self.course, str(event.status), event.moment)):
            rule = RETIRED_CODE if meaning.retired else OFF_SCHEMA_CODE
            yield Fault(rule, meaning.wrong, meaning.fix)
        ended = event.order in self._ended
        known = self._ended.get(event.order) or self._open.get(event.order)
        if meaning.code is None:
            if not ended:
                self._keep(event.order, (None, event.moment, number, *(known or _NOBODY)[:2]))
        elif known is None:
            wrong = list(beginning(self.course, meaning.code))
            yield from wrong
            if not (wrong or event.faults):
                self._remember(event, None, meaning.code)
            self._keep(event.order, (meaning.code, event.moment, number, None, None))
        elif _is_again(known, meaning.code, event.moment, self.course):
            yield Fault(DUPLICATE_EVENT, f"the event that it is '{meaning.code}' came before", "leave it out")
        elif ended:
            yield from self._after(event, meaning.code, known, number)
        else:
            yield from self._next(event, meaning.code, known, number)

    def _after(self, event: Event, code: str, known: Known, number: int) -> Iterator[Fault]:
        end = str(known[0])
        if code in self.course.graph.allowed[end]:
            del self._ended[event.order]
            yield from self._next(event, code, known, number)
        elif _is_older(event.moment, known[1]):
            yield _late(event, known)
        else:
            fix = f"let nothing follow '{end}', or begin a new order"
            yield Fault(AFTER_THE_END, f"it ended as '{end}', and now it is '{code}'", fix)

    def _next(self, event: Event, code: str, known: Known, number: int) -> Iterator[Fault]:
        was, since = known[:2]
        same = was == code and self.course.mapping is not None  # two codes of a system may mean one status
        late = _is_older(event.moment, since)
        if late:
            yield _late(event, known)
        if was is not None and not same:
            move = Move(was, code, event.event, event.actor, event.reason)
            wrong = [] if event.faults and not late else list(moving(self.course.graph, move))
            if late and wrong:
                return  # it comes late, and changes nothing
            yield from wrong
            if not (wrong or event.faults or was == code):
                self._remember(event, was, code)
        over = stayed(self.course, was, since, event.moment) if was and since and event.moment and was != code else None
        if over:
            yield over
        moment = since if late or event.moment is None else event.moment
        self._keep(event.order, (code, since if was == code else moment, number, was, since))

    def _remember(self, event: Event, was: str | None, code: str) -> None:
        """That a move, or a beginning, is right, for the next order that makes it."""
        raw = str(event.status)
        if len(self._right) < _KEPT and not self._meanings[raw].wrong:
            limit = self.course.limits[was] if was else ENDLESS
            way = (code, limit, code in self.course.graph.terminal)
            self._right[was, raw, event.event, event.actor, event.reason] = way

    def _keep(self, order: str | int, known: Known) -> None:
        if known[0] in self.course.graph.terminal:
            self._end(order, known)
        else:
            self._open[order] = known

    def _end(self, order: str | int, known: Known) -> None:
        self._open.pop(order, None)
        self._ended[order] = known
        if len(self._ended) > REMEMBERED:
            self._ended.popitem(last=False)


def _is_plain(at: str) -> bool:
    """Whether an instant is written as RFC 3339 says, once it can be read as ISO 8601: in full, with its offset."""
    return len(at) > 19 and at[4:19:3] == _PLAIN[:-1] and (at[-1] == "Z" or at[-3] == ":")


def _is_older(moment: datetime | None, than: datetime | None) -> bool:
    return moment is not None and than is not None and moment < than


def _is_again(known: Known, code: str, moment: datetime | None, course: Course) -> bool:
    """Whether an event was told before: the last one, or the one before it.

    Without times, nobody can tell the same event from another that leads to the same status: it is the same, unless a
    transition leads there from itself.
    """
    was, since, _, before, then = known
    if moment is None:
        return was == code and code not in course.graph.following[code] and course.mapping is None
    return (was, since) == (code, moment) or (before, then) == (code, moment)


def _late(event: Event, known: Known) -> Fault:
    since = known[1].isoformat() if known[1] else ""
    written = event.moment.isoformat() if event.moment else ""
    message = f"the event of {written} comes after the one of {since}"
    return Fault(OUT_OF_ORDER, message, "sort the events of an order by time")
