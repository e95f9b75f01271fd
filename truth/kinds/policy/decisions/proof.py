"""What follows from the conditions of a decision alone: which inputs reach which rule, and whether any reaches none.

Cases are worked out on the structure, in every currency amounts are compared in. What the structure cannot tell (how
spans of days, months and business days lie to each other) is looked up on the calendar, day by day for two years.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from truth.conditions.calendar import Calendar
from truth.conditions.condition import ALWAYS, Condition, Not, tests
from truth.conditions.inputs import Fact, Inputs
from truth.conditions.instances import instance, relative_to_today, written
from truth.conditions.regions import Box, Undecided, boxes, meet
from truth.kinds.policy.decisions.decision import Decision, Row
from truth.kinds.policy.decisions.table import compiled
from truth.model.canonical import Json

FIRST_DAY = date(2027, 1, 1)
_DAYS = tuple(FIRST_DAY + timedelta(days=count) for count in range(365 + 366))  # a year, and a leap year
_MOST_LOOKS = 8 * len(_DAYS)
_MOST_WORK = 400_000  # pairs of cases looked at for one decision


@dataclass(frozen=True)
class Question:
    """An input on its scales, and the day it is asked on."""

    facts: dict[str, Fact]
    today: date
    currency: str

    def written(self, inputs: Inputs) -> dict[str, Json]:
        """The input as a caller writes it."""
        return {name: written(inputs[name], fact, self.currency) for name, fact in self.facts.items()}


@dataclass(frozen=True)
class Reach:
    """The cases in which each rule answers, and (`rest`) those that none does."""

    rows: Sequence[tuple[Row, list[Box]]]
    rest: list[Box]


def currencies_of(decisions: Sequence[Decision], usual: str) -> list[str]:
    """The currencies in which every amount is there that decisions compare with; the usual one, if there is no amount.

    `Undecided` where no currency has them all.
    """
    operands = [
        set(test.operand)
        for decision in decisions
        for row in decision.rows
        for test in tests(row.when)
        if test.input.type == "money"
    ]
    shared = sorted(set[str].intersection(*operands)) if operands else [usual]
    if not shared:
        raise Undecided
    return shared


def reach(decision: Decision, currency: str) -> Reach:
    """Which cases reach which rule, in a currency; `Undecided` where there are too many to look at."""
    work, rest, rows = _Work(), boxes(ALWAYS), []
    for row in decision.rows:
        rows.append((row, work.meet(rest, row.when, currency)))
        rest = work.meet(rest, Not(row.when), currency)
    return Reach(rows, rest)


def unanswered(decision: Decision, calendar: Calendar, usual: str) -> Question | None:
    """A question that no rule answers; None where every question has its answer. `Undecided`, see `reach`."""
    if any(row.always for row in decision.rows):
        return None
    for currency in currencies_of([decision], usual):
        table = compiled(decision, calendar, currency)
        for question in questions(reach(decision, currency).rest, decision.inputs, calendar, currency):
            if table.row(question.facts, question.today) is None:
                return question
    return None


def never_reached(decision: Decision, usual: str) -> list[Row]:
    """The rules that never answer, because the rules above answer every case of theirs. `Undecided`, see `reach`."""
    reached = {
        row.place
        for currency in currencies_of([decision], usual)
        for row, cases in reach(decision, currency).rows
        if cases
    }
    return [row for row in decision.rows if row.place not in reached]


def questions(cases: Iterable[Box], inputs: Inputs, calendar: Calendar, currency: str) -> Iterator[Question]:
    """A question for each case that can be; `Undecided` after too many looks at the calendar."""
    looks = 0
    for case in cases:
        for today in _DAYS if relative_to_today(case) else _DAYS[:1]:
            looks += 1
            if looks > _MOST_LOOKS:
                raise Undecided
            facts = instance(case, inputs, today, calendar)
            if facts is not None:
                yield Question(facts, today, currency)
                break


class _Work:
    """Keeps count of the cases looked at: a document is judged in bounded time, whoever wrote it."""

    def __init__(self) -> None:
        self._left = _MOST_WORK

    def meet(self, cases: list[Box], condition: Condition, currency: str) -> list[Box]:
        others = boxes(condition, currency)
        self._left -= len(cases) * len(others)
        if self._left < 0:
            raise Undecided
        return meet(cases, others)
