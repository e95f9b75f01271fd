"""Which orders does a change to a display show otherwise, and who must say more to be answered?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from truth.kinds.status.display import Row, Table, table_of
from truth.kinds.status.rules.coverage import BUDGET, Box, Code, Masks, Undecided
from truth.kinds.status.rules.examples import display
from truth.model.document import Document
from truth.model.finding import Category, Finding, Rule, Severity

_OTHER = "any other"
"""Stands for every status the rows do not name; no code holds a space."""

_STATUS = {
    name: {"en": "It waits for you.", "de": "Sie wartet auf Sie."}
    for name in ("label", "happened", "next", "when", "cost", "help", "recovery")
}

DIMENSION_NEWLY_REQUIRED = Rule(
    "display/dimension-newly-required",
    Severity.ERROR,
    "Calls that leave the dimension out were answered, and are refused now.",
    passes={"before": display({"show": "@order"}), "after": {}},
    fails={
        "before": display({"when": {"order": ["placed"]}, "show": "@order"}, optional=["order"]),
        "after": {"status:overview": {"optional": None}},
    },
    category=Category.WIRE,
)
ANSWER_CHANGED = Rule(
    "display/answer-changed",
    Severity.REVIEW,
    "Customers whose order has not moved see another status.",
    passes={
        "before": display({"show": "@order"}, statuses={"waiting": _STATUS}),
        "after": {"status:overview": {"rows": [{"when": {"order": ["placed"]}, "show": "@order"}, {"show": "@order"}]}},
    },
    fails={
        "before": display({"show": "@order"}, statuses={"waiting": _STATUS}),
        "after": {
            "status:overview": {"rows": [{"when": {"order": ["placed"]}, "show": "waiting"}, {"show": "@order"}]}
        },
    },
    category=Category.PROMISE,
)
RULES = (DIMENSION_NEWLY_REQUIRED, ANSWER_CHANGED)


def breaks(old: Document, new: Document) -> Iterator[Finding]:
    """Dimensions that must be named now, and one combination that shows another status, for each row that answered."""
    was, now = table_of(old), table_of(new)
    for name in now.dimensions:
        if name not in now.optional and (name in was.optional or name not in was.dimensions):
            message = f"the {name} status of an order must be named now"
            path = ("dimensions", now.dimensions.index(name))
            fix = "let it be optional until all callers name it"
            yield DIMENSION_NEWLY_REQUIRED.finding(new.entry, message, path=path, fix=fix)
    if not set(was.dimensions) <= set(now.dimensions):
        lost = ", ".join(name for name in was.dimensions if name not in now.dimensions)
        message = f"what is shown no longer depends on: {lost}"
        yield ANSWER_CHANGED.finding(new.entry, message, path=("dimensions",), fix="confirm that this is meant")
        return
    yield from _answers(new, was, now)


def _answers(new: Document, was: Table, now: Table) -> Iterator[Finding]:
    fix = "confirm that customers may see it change"
    try:
        changed = _Search.between(was, now).run()
    except Undecided:
        message = "the rows are too entangled to tell which orders are shown otherwise"
        yield ANSWER_CHANGED.finding(new.entry, message, path=("rows",), fix=fix)
        return
    for states, before, after in changed:
        said = ", ".join(f"{name}: {code or '(none)'}" for name, code in zip(now.dimensions, states, strict=True))
        message = f"an order with {said} was shown as '{before}', and is shown as '{after}' now"
        yield ANSWER_CHANGED.finding(new.entry, message, path=("rows",), fix=fix)


Changed = tuple[tuple[Code, ...], str, str]
"""A combination, what it was shown as, and what it is shown as now."""


Case = tuple[Code, int, int]
"""A code that stands for all that the same rows match, old and new: the rows, as bits."""


@dataclass
class _Search:
    """Goes through the cases of two tables at once, and keeps one combination for each pair of answers that differ.

    `cases` are the codes of each dimension that some row tells apart; `free` the rows, old and new, that match whatever
    the dimensions from there on are.
    """

    cases: Sequence[Sequence[Case]]
    free: Sequence[tuple[int, int]]
    shows: tuple[Sequence[str], Sequence[str]]
    decided: set[tuple[int, int, int]] = field(default_factory=set)
    found: dict[tuple[str, str], tuple[Code, ...]] = field(default_factory=dict)

    @staticmethod
    def between(was: Table, now: Table) -> _Search:
        """The search over the dimensions of the new table, which holds all of the old one's."""
        domains = [_domain(name, was, now) for name in now.dimensions]
        old, new = (_masks(table, now.dimensions, domains) for table in (was, now))
        cases = [_cases(before, after) for before, after in zip(old.cases, new.cases, strict=True)]
        shows = [[row.code or f"@{row.dimension}" for row in table.rows] for table in (was, now)]
        return _Search(cases, list(zip(old.free, new.free, strict=True)), (shows[0], shows[1]))

    def run(self) -> list[Changed]:
        """Every pair of answers that differ, with a combination for each."""
        old, new = ((1 << len(shows)) - 1 for shows in self.shows)
        self._from(0, old, new, ())
        return [(states, before, after) for (before, after), states in self.found.items()]

    def _from(self, depth: int, old: int, new: int, states: tuple[Code, ...]) -> None:
        if not (old and new) or (depth, old, new) in self.decided:
            return  # nothing was shown, or nothing is: a gap, which is found before anything is published
        if len(self.decided) > BUDGET:
            raise Undecided
        self.decided.add((depth, old, new))
        free_before, free_after = self.free[depth]
        if _lowest(old) & free_before and _lowest(new) & free_after:
            rest = tuple(cases[0][0] for cases in self.cases[depth:])
            self._compare(old, new, (*states, *rest))
            return
        for code, before, after in self.cases[depth]:
            self._from(depth + 1, old & before, new & after, (*states, code))

    def _compare(self, old: int, new: int, states: tuple[Code, ...]) -> None:
        before, after = (
            shows[_lowest(one).bit_length() - 1] for shows, one in zip(self.shows, (old, new), strict=True)
        )
        if before != after:
            self.found.setdefault((before, after), states)


def _masks(table: Table, dimensions: Sequence[str], domains: Sequence[Sequence[Code]]) -> Masks:
    return Masks.of(domains, [_box(row, table, dimensions, domains) for row in table.rows])


def _cases(old: Sequence[tuple[Code, int]], new: Sequence[tuple[Code, int]]) -> Sequence[Case]:
    first: dict[tuple[int, int], Code] = {}
    for (code, before), (_, after) in zip(old, new, strict=True):
        first.setdefault((before, after), code)
    return [(code, before, after) for (before, after), code in first.items()]


def _domain(name: str, was: Table, now: Table) -> list[Code]:
    named = sorted({code for table in (was, now) for row in table.rows for code in row.when.get(name, ())})
    absent: list[Code] = [None] if name in was.optional and name in now.optional else []
    return [*absent, _OTHER, *named]


def _box(row: Row, table: Table, dimensions: Sequence[str], domains: Sequence[Sequence[Code]]) -> Box:
    """The codes it matches, per dimension; one that shows an optional dimension needs a status there."""
    return tuple(
        row.when[name]
        if name in row.when
        else frozenset(code for code in domain if code is not None)
        if name == row.dimension and name in table.optional
        else None
        for name, domain in zip(dimensions, domains, strict=True)
    )


def _lowest(mask: int) -> int:
    """The bit of the first row that matches: the one that answers."""
    return mask & -mask
