"""A decision made ready to be asked: its conditions compiled for a currency and a calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from truth.conditions.calendar import Calendar
from truth.conditions.compiled import TODAY, Predicate, compile_condition
from truth.conditions.inputs import Fact
from truth.kinds.policy.decisions.decision import Decision, Row, decision_of
from truth.model.document import Document

Facts = Mapping[str, Fact]


@dataclass(frozen=True, eq=False)
class Table:
    """The rules of a decision in order, each with its predicate."""

    decision: Decision
    predicates: Sequence[Predicate]
    calendar: Calendar

    def row(self, facts: Facts, today: date) -> Row | None:
        """The first rule that holds for facts on their scales; None where none does, which no published one allows."""
        asked = {**facts, TODAY: today.toordinal()}
        for row, holds in zip(self.decision.rows, self.predicates, strict=True):
            if holds(asked):
                return row
        return None

    def until(self, row: Row, facts: Facts) -> date | None:
        """The last day on which the answer holds: what `within` the same span says too.

        None where the rule names none, and where the calendar ends first.
        """
        if row.until is None:
            return None
        start = facts[row.until.input.name]
        try:
            return self.calendar.last_day(date.fromordinal(int(start)), row.until.span)  # type: ignore[arg-type]
        except OverflowError:
            return None


def compiled(decision: Decision, calendar: Calendar, currency: str) -> Table:
    """The table of a decision; `Invalid` where an amount it compares with is missing in the currency."""
    predicates = [compile_condition(row.when, currency, calendar) for row in decision.rows]
    return Table(decision, predicates, calendar)


@lru_cache(maxsize=1024)
def table_of(document: Document, name: str, calendar: Calendar, currency: str) -> Table:
    """The table of a policy's decision; the same content is compiled once."""
    return compiled(decision_of(document, name), calendar, currency)
