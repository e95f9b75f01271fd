"""Histories: a stream of events, of one vocabulary or of several, judged as it comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from truth.kinds.status.history.course import Course
from truth.kinds.status.history.faults import Fault
from truth.kinds.status.history.record import BLANK, Batch, Fields
from truth.kinds.status.history.rules import OFF_SCHEMA_CODE
from truth.kinds.status.history.tracker import Told, Tracker
from truth.model.errors import Refused
from truth.model.finding import Finding, Mark, Severity

Courses = Callable[[str], Course]
"""The course of orders in a vocabulary, by its key; `Refused` for one that is not there."""


class Histories:
    """Judges the events of many orders. `events` counts them, `counts` what was found, by rule.

    `vocabulary` is the one of events that name no other; `name` is what findings call the file.
    """

    def __init__(self, courses: Courses, vocabulary: str, fields: Fields, name: str) -> None:
        self._courses, self._vocabulary, self._fields, self._name = courses, vocabulary, fields, name
        self._trackers: dict[str, Tracker] = {vocabulary: Tracker(courses(vocabulary), fields)}
        self.events = 0
        self.counts: Counter[str] = Counter()
        self.severities: Counter[Severity] = Counter()

    def judge(self, batches: Iterable[Batch]) -> Iterator[list[Finding]]:
        """The findings on each batch, as soon as it is read."""
        for batch in batches:
            self.events += len(batch.records) - batch.records.count(BLANK)
            yield list(self._batch(batch))

    def waiting(self, until: datetime) -> Iterator[Finding]:
        """The orders under way that are, at an instant, longer in their status than expected."""
        for tracker in self._trackers.values():
            yield from self._found(tracker, tracker.waiting(until))

    def _batch(self, batch: Batch) -> Iterator[Finding]:
        if self._fields.vocabulary is None:
            tracker = self._trackers[self._vocabulary]
            yield from self._found(tracker, tracker.follow(batch))
            return
        for number, record in zip(batch.numbers, batch.records, strict=True):
            yield from self._one(number, record, self._fields.vocabulary)

    def _one(self, number: int, record: object, field: str) -> Iterator[Finding]:
        named = record.get(field) if isinstance(record, Mapping) else None
        key = self._vocabulary if named is None else str(named)
        try:
            tracker = self._tracker(key)
        except Refused as error:
            tracker = self._trackers[self._vocabulary]
            yield from self._found(tracker, [(number, Fault(OFF_SCHEMA_CODE, error.message, None))])
        else:
            yield from self._found(tracker, tracker.follow(Batch((number,), [record])))

    def _tracker(self, key: str) -> Tracker:
        if key not in self._trackers:
            self._trackers[key] = Tracker(self._courses(key), self._fields)
        return self._trackers[key]

    def _found(self, tracker: Tracker, told: Iterable[Told]) -> Iterator[Finding]:
        for number, fault in told:
            self.counts[fault.rule.id] += 1
            self.severities[fault.rule.severity] += 1
            yield fault.finding(tracker.course.entry, Mark(self._name, number, 1))
