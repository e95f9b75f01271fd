"""What a caller asks a decision with, read: every input there, known and of its type, or a finding for each that is
not. Nothing is guessed, and there is no answer to half a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from truth.conditions.inputs import TODAY_AT_LATEST, Fact, Input, Inputs, fact
from truth.kinds.policy.decisions.decision import Decision
from truth.kinds.policy.decisions.near_words import near_word
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.finding import Finding, Rule, Severity
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref

_MOST_UNKNOWN = 20  # told at once; whoever sends more sends something else altogether
_INPUT: Mapping[str, Any] = {"condition": "opened", "delivered_on": "2026-11-23", "tags": []}
_LATER: Mapping[str, Any] = {**_INPUT, "delivered_on": "2126-11-23"}


def _rule(id: str, why: str, fails: Json) -> Rule:
    return Rule(f"decision/{id}", Severity.ERROR, why, passes=_INPUT, fails=fails, fixed=True)


SHAPE = _rule("shape", "A question is one JSON object; nothing in it is skipped over.", [_INPUT])
UNKNOWN_INPUT = _rule(
    "unknown-input", "An input nobody asked for is a typing mistake.", {**_INPUT, "delivered": "2026-11-23"}
)
MISSING_INPUT = _rule("missing-input", "Half a question has no answer.", {"condition": "opened", "tags": []})
WRONG_INPUT = _rule("wrong-input", "An input of another type cannot be compared.", {**_INPUT, "tags": "final-sale"})
UNREADABLE_LINE = _rule("unreadable-line", "A line that is no JSON asks nothing; the others are answered.", "{")
AFTER_TODAY = _rule(
    "after-today", "What lies in the future has not happened yet; a yes counted from it is none.", _LATER
)
NEAR_WORD = _rule(
    "near-word",
    "A word that is almost one of the rules is a typing mistake, and would make a yes of a no.",
    {**_INPUT, "tags": ["Final_Sale"]},
)
INPUT_RULES = (SHAPE, UNKNOWN_INPUT, MISSING_INPUT, WRONG_INPUT, AFTER_TODAY, NEAR_WORD, UNREADABLE_LINE)


def facts_of(subject: Ref, decision: Decision, given: Json, currency: str, today: date) -> dict[str, Fact]:
    """The facts of a question asked on a day, on their scales; money is read in `currency`.

    Raises `Invalid` with a finding for everything that is unknown, missing, malformed, later than it can be, or a
    word that is almost one of the rules.
    """
    inputs = decision.inputs
    if not isinstance(given, Mapping):
        found = SHAPE.finding(subject, f"ask with an object of: {', '.join(inputs)}")
        raise Invalid(found.message, [found])
    findings = [*_unknown(subject, inputs, given), *_missing(subject, inputs, given)]
    facts: dict[str, Fact] = {}
    for name, input in inputs.items():
        try:
            if name in given:
                facts[name] = fact(input, given[name], currency)
                findings += _doubted(subject, decision, input, facts[name], today)
        except Invalid as error:
            findings.append(WRONG_INPUT.finding(subject, error.message, path=(name,)))
    if findings:
        first = findings[0].message
        more = f"{len(findings)} things are wrong with the question; the first: {first}"
        raise Invalid(more if len(findings) > 1 else first, findings)
    return facts


def _doubted(subject: Ref, decision: Decision, input: Input, known: Fact, today: date) -> Iterator[Finding]:
    """What is wrong with a value that is well formed."""
    if input.latest == TODAY_AT_LATEST and isinstance(known, int) and known > today.toordinal():
        message = f"{input.name} is {date.fromordinal(known)}, after today ({today})"
        yield AFTER_TODAY.finding(subject, message, path=(input.name,), fix="say the day it happened on")
    if isinstance(known, frozenset) and (used := decision.words.get(input.name)):
        meant = ((word, near) for word in sorted(known - used) if (near := near_word(word, used)))
        for word, near in islice(meant, _MOST_UNKNOWN):
            message = f"'{input.name}' has no rule for '{word[:64]}'; did you mean '{near}'?"
            fix = f"write '{near}', or another word where it is something else"
            yield NEAR_WORD.finding(subject, message, path=(input.name,), fix=fix)


def _unknown(subject: Ref, inputs: Inputs, given: Mapping[str, Json]) -> Iterator[Finding]:
    unknown = (str(name) for name in given if name not in inputs)
    for name in islice(unknown, _MOST_UNKNOWN):
        message, fix = f"there is no input '{name[:64]}'{did_you_mean(name, inputs)}", "leave it out"
        yield UNKNOWN_INPUT.finding(subject, message, path=(name,), fix=fix)


def _missing(subject: Ref, inputs: Inputs, given: Mapping[str, Json]) -> Iterator[Finding]:
    for name, input in inputs.items():
        if name not in given:
            words = f", one of: {', '.join(input.of[:12])}" if input.of and input.type == "enum" else ""
            message = f"the input '{name}' is missing"
            yield MISSING_INPUT.finding(subject, message, path=(name,), fix=f"say '{name}', a {input.type}{words}")
