"""A decision, read from its document: its inputs, its rules from top to bottom, and what each answer means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from truth.conditions.calendar import Span
from truth.conditions.condition import SPANS, Condition, problems, read
from truth.conditions.inputs import Input, Inputs, declared
from truth.kinds.entry import typed
from truth.kinds.kind import BodyPath, Path
from truth.kinds.policy.decisions.near_words import words_used
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean
from truth.text.argument import TypedValue

ACCEPT, REFUSE, ASK = "accept", "refuse", "ask"
BUILT_IN = (ACCEPT, REFUSE, ASK)
"""The answers every decision has: yes, no, and a person decides."""

CALM = ("next", "timeline", "help", "recovery")
"""What stands beside an answer: the next step, how long it takes, where to ask, what we do when it goes wrong."""

UNTIL = "until"
"""The argument in which texts get the last day an answer holds, where they declare it; inputs by their own names."""

Said = str | Mapping[str, Json]
"""Words of an answer: the id of a clause, or a Text of its own."""


@dataclass(frozen=True)
class Until:
    """The last day an answer holds: a date input plus a span; `value` names the policy's value it comes from."""

    input: Input
    value: str
    span: Span


@dataclass(frozen=True, eq=False)
class Row:
    """One rule: where it stands (from 0), when it holds, and what it answers.

    `means` is what a declared answer amounts to. `says` holds, by the name of each part of the answer that has words,
    these words and the path they are found at in refs.
    """

    place: int
    id: str | None
    when: Condition
    always: bool
    answer: str
    means: str
    clause: str
    until: Until | None
    owner: str | None
    says: Mapping[str, tuple[Said, Path]]


@dataclass(frozen=True, eq=False)
class Decision:
    """A question of a policy."""

    name: str
    inputs: Inputs
    rows: tuple[Row, ...]

    @cached_property
    def words(self) -> Mapping[str, frozenset[str]]:
        """By the name of each set that may hold any words: those its rules look for in it."""
        return words_used(row.when for row in self.rows)


Misfit = tuple[BodyPath, str]
"""What in a decision does not fit its inputs or values: where, and what is wrong."""


def decision_of(document: Document, name: str) -> Decision:
    """The decision of that name, of a document that fits its schema.

    `Invalid` with the first thing that does not fit: an unknown input, value or answer, or a type that cannot be
    compared. Such a policy is never published.
    """
    body = document.body["decisions"][name]
    for path, message in misfits(document, name):
        raise Invalid(f"{document.entry}/{'/'.join(map(str, path))}: {message}")
    inputs, values = declared(body["input"]), values_of(document)
    rows = [_row(name, place, body, inputs, values) for place in range(len(body["rules"]))]
    return Decision(name, inputs, tuple(rows))


def values_of(document: Document) -> Mapping[str, TypedValue]:
    """The constants a policy owns, by name."""
    return MappingProxyType({name: typed(spec) for name, spec in document.body.get("values", {}).items()})


def misfits(document: Document, name: str) -> Iterator[Misfit]:
    """Everything in a decision that does not fit, with its path in the body."""
    body = document.body["decisions"][name]
    inputs, values = declared(body["input"]), values_of(document)
    for place, rule in enumerate(body["rules"]):
        path = ("decisions", name, "rules", place)
        for below, message in problems(rule.get("when"), inputs, values, SPANS):
            yield (*path, "when", *below), message
        yield from _misfits_of_until(path, rule.get("until"), inputs, values)
        if rule["answer"] not in (known := answers_of(body)):
            yield (*path, "answer"), f"there is no answer '{rule['answer']}'{did_you_mean(rule['answer'], known)}"


def answers_of(body: Mapping[str, Json]) -> Mapping[str, str]:
    """What each answer a decision may give means, by its name."""
    declared = {name: spec.get("means", name) for name, spec in body.get("answers", {}).items()}
    return {**{name: name for name in BUILT_IN}, **declared}


def row_name(rule: Mapping[str, Json], place: int) -> str:
    """What refs call a rule: its id, else its place from 0."""
    name: str = rule.get("id", str(place))
    return name


def _misfits_of_until(
    path: BodyPath, until: Mapping[str, Json] | None, inputs: Inputs, values: Mapping[str, TypedValue]
) -> Iterator[Misfit]:
    if until is None:
        return
    input, value = until["input"], until["plus"].partition("/")[2]
    if input not in inputs:
        yield (*path, "until", "input"), f"there is no input '{input}'{did_you_mean(input, inputs)}"
    elif inputs[input].type != "date":
        yield (*path, "until", "input"), f"'{input}' is no date; it is of type {inputs[input].type}"
    if value not in values:
        yield (*path, "until", "plus"), f"there is no value '{value}' here{did_you_mean(value, values)}"
    elif values[value].type not in SPANS:
        yield (*path, "until", "plus"), f"'{value}' is a {values[value].type}; add a duration or business days"


def _row(name: str, place: int, body: Mapping[str, Json], inputs: Inputs, values: Mapping[str, TypedValue]) -> Row:
    rule = body["rules"][place]
    given = body.get("answers", {}).get(rule["answer"], {})
    own = ("decisions", name, "rules", row_name(rule, place))
    shared = ("decisions", name, "answers", rule["answer"])
    says = {part: (given[part], (*shared, part)) for part in ("label", *CALM) if part in given}
    says |= {part: (rule[part], (*own, part)) for part in CALM if part in rule}
    return Row(
        place=place,
        id=rule.get("id"),
        when=read(rule.get("when"), inputs, values, SPANS),
        always="when" not in rule,
        answer=rule["answer"],
        means=answers_of(body)[rule["answer"]],
        clause=rule["clause"],
        until=_until(rule.get("until"), inputs, values),
        owner=rule.get("owner", given.get("owner")),
        says=says,
    )


def _until(until: Mapping[str, Json] | None, inputs: Inputs, values: Mapping[str, TypedValue]) -> Until | None:
    if until is None:
        return None
    value = until["plus"].partition("/")[2]
    return Until(inputs[until["input"]], value, values[value].value)
