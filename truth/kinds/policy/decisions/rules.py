"""What can be wrong with a policy's decisions, before anyone is answered by them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from truth.conditions.calendar import Calendar
from truth.conditions.condition import tests
from truth.conditions.regions import Undecided
from truth.kinds.kind import BodyPath
from truth.kinds.policy.decisions.decision import (
    ASK,
    CALM,
    UNTIL,
    Decision,
    Misfit,
    Row,
    answers_of,
    decision_of,
    misfits,
    values_of,
)
from truth.kinds.policy.decisions.proof import Question, never_reached, unanswered
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Finding, Rule, Severity
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot

PROFILE = Ref("company", "profile")
_OPENED = {"input": "condition", "op": "eq", "value": "opened"}
_SEALED = {"input": "condition", "op": "eq", "value": "sealed"}
_LATER = {"input": "condition", "op": "eq", "value": "later"}
_WITHIN = {"input": "delivered_on", "op": "within", "ref": "values/window"}
_CALM: Mapping[str, Json] = dict.fromkeys(CALM, "help")
_YES: Mapping[str, Json] = {"answer": "accept", "clause": "window", **_CALM}
_EXCHANGE: Mapping[str, Json] = {"label": {"en": "Exchange", "de": "Tausch"}, "means": "accept"}
_NO: Mapping[str, Json] = {"answer": "refuse", "clause": "window", **_CALM}
_ASK: Mapping[str, Json] = {"answer": "ask", "clause": "window", "owner": "care", **_CALM}


def decides(*rules: Mapping[str, Json], **more: Json) -> Mapping[str, Any]:
    """The starter's returns policy with one decision: may an item come back?"""
    inputs = {"condition": {"type": "enum", "of": ["sealed", "opened"]}, "delivered_on": {"type": "date"}}
    return {"policy:returns": {"decisions": {"return": {"input": inputs, "rules": list(rules), **more}}}}


NOT_TOTAL = Rule(
    "policy/decision-not-total",
    Severity.ERROR,
    "A question no rule answers leaves a customer, and a program, without any.",
    passes=decides({"when": _WITHIN, **_YES}, {"when": {"not": _WITHIN}, **_NO}),
    fails=decides({"when": _WITHIN, **_YES}, {"when": {"all": [{"not": _WITHIN}, _OPENED]}, **_NO}),
)
SHADOWED = Rule(
    "policy/decision-rule-shadowed",
    Severity.ERROR,
    "The first rule that holds answers; one behind rules that answer all of its cases never does.",
    passes=decides({"when": _OPENED, **_NO}, {"when": _WITHIN, **_YES}, _ASK),
    fails=decides({"when": _WITHIN, **_YES}, {"when": {"all": [_WITHIN, _OPENED]}, **_NO}, _ASK),
)
UNKNOWN_CLAUSE = Rule(
    "policy/decision-unknown-clause",
    Severity.ERROR,
    "An answer quotes the clause that says so; one that is not there cannot be quoted.",
    passes=decides(_YES),
    fails=decides({**_YES, "clause": "widow"}),
)
UNKNOWN_INPUT = Rule(
    "policy/decision-unknown-input",
    Severity.ERROR,
    "A condition on something nobody is asked for can never be answered.",
    passes=decides({"when": _WITHIN, **_YES}, _ASK),
    fails=decides({"when": {**_WITHIN, "input": "deliverd_on"}, **_YES}, _ASK),
)
WRONG_OPERAND = Rule(
    "policy/decision-wrong-operand",
    Severity.ERROR,
    "An input compared with another type, or with a word it never holds, has no answer.",
    passes=decides({"when": _OPENED, **_YES}, _ASK),
    fails=decides({"when": _LATER, **_YES}, _ASK),
)
UNKNOWN_ANSWER = Rule(
    "policy/decision-unknown-answer",
    Severity.ERROR,
    "Whoever asks must know every answer there can be: accept, refuse, ask, and those the decision declares.",
    passes=decides({**_YES, "answer": "exchange"}, answers={"exchange": _EXCHANGE}),
    fails=decides({**_YES, "answer": "exchange"}),
)
CALM_MISSING = Rule(
    "policy/calm-missing",
    Severity.WARNING,
    "An answer alone leaves a customer with the next question: it says the next step, how long it takes, where to ask "
    "and what we do when it goes wrong.",
    passes=decides(_YES),
    fails=decides({"answer": "accept", "clause": "window", "help": "help"}),
)
ANSWER_WITHOUT_OWNER = Rule(
    "policy/answer-without-owner",
    Severity.ERROR,
    "Where a person decides, it is said who; an exception nobody decides is a no that takes longer.",
    passes=decides(_ASK),
    fails=decides({"answer": "ask", "clause": "window", **_CALM}),
)
RULES = (
    *(NOT_TOTAL, SHADOWED, UNKNOWN_CLAUSE, UNKNOWN_INPUT, WRONG_OPERAND, UNKNOWN_ANSWER, CALM_MISSING),
    ANSWER_WITHOUT_OWNER,
)


def check(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    """Findings on the decisions of one policy."""
    profile = snapshot.documents.get(PROFILE)
    company: Mapping[str, Json] = profile.body if profile else {}
    for name in document.body.get("decisions", {}):
        wrong = list(misfits(document, name))
        yield from (_misfit(document, one) for one in wrong if not _is_told_elsewhere(document, one))
        yield from _arguments(document, name)
        yield from _clauses(document, name)
        yield from _calm(document, name)
        yield from _owners(document, name, company.get("owners", {}))
        if not wrong:
            yield from _proven(document, decision_of(document, name), company)


def calendar_of(company: Mapping[str, Json]) -> Calendar:
    """The company's business days, from the body of its profile."""
    return Calendar(company.get("calendar", {}).get("region"))


def currency_of(company: Mapping[str, Json]) -> str:
    """The currency in which questions are shown that compare no amount; no country's, where there is no profile."""
    currency: str = company.get("currency", "XXX")
    return currency


def _misfit(document: Document, misfit: Misfit) -> Finding:
    path, message = misfit
    if path[-1] == "answer":
        return UNKNOWN_ANSWER.finding(document.entry, message, path=path, fix="declare it under answers")
    if path[-1] == "input" and message.startswith("there is no"):
        fix = "declare it under input, or name one there is"
        return UNKNOWN_INPUT.finding(document.entry, message, path=path, fix=fix)
    return WRONG_OPERAND.finding(document.entry, message, path=path)


def _is_told_elsewhere(document: Document, misfit: Misfit) -> bool:
    """A value that is not there is an unknown ref, which every kind is told of alike."""
    path, message = misfit
    return path[-1] in ("ref", "plus") and message.startswith("there is no value")


def _arguments(document: Document, name: str) -> Iterator[Finding]:
    """Arguments that texts take from the question, declared as something else than it brings."""
    brings = {input: spec["type"] for input, spec in document.body["decisions"][name]["input"].items()}
    for argument, spec in document.body.get("arguments", {}).items():
        wanted = {**brings, UNTIL: "date"}.get(argument)
        if wanted and "type" in spec and spec["type"] != wanted:
            message = f"the decision '{name}' brings '{argument}' as {wanted}; texts take it as {spec['type']}"
            path, fix = ("arguments", argument, "type"), f"let it be of type {wanted}, or call it something else"
            yield WRONG_OPERAND.finding(document.entry, message, path=path, fix=fix)


def _clauses(document: Document, name: str) -> Iterator[Finding]:
    body = document.body["decisions"][name]
    known, gone = document.body["clauses"], document.body.get("retired_clauses", {})
    rules = ((("rules", place), rule) for place, rule in enumerate(body["rules"]))
    answers = ((("answers", answer), spec) for answer, spec in body.get("answers", {}).items())
    for where, spec in (*rules, *answers):
        for part in ("clause", *CALM):
            id = spec.get(part)
            if isinstance(id, str) and id not in known:
                message = f"the clause '{id}' is retired" if id in gone else f"there is no clause '{id}'"
                told = message + did_you_mean(gone.get(id, {}).get("replaced_by", id), known)
                yield UNKNOWN_CLAUSE.finding(document.entry, told, path=("decisions", name, *where, part))


def _calm(document: Document, name: str) -> Iterator[Finding]:
    body = document.body["decisions"][name]
    for place, rule in enumerate(body["rules"]):
        shared = body.get("answers", {}).get(rule["answer"], {})
        missing = [part for part in CALM if part not in rule and part not in shared]
        if missing:
            message = f"rule {place + 1} answers '{rule['answer']}' without {' and '.join(missing)}"
            fix = f"name a clause, or write the words; here, or once for all under answers: {rule['answer']}"
            yield CALM_MISSING.finding(document.entry, message, path=("decisions", name, "rules", place), fix=fix)


def _owners(document: Document, name: str, teams: Mapping[str, Json]) -> Iterator[Finding]:
    body = document.body["decisions"][name]
    for place, rule in enumerate(body["rules"]):
        path: BodyPath = ("decisions", name, "rules", place)
        owner = rule.get("owner", body.get("answers", {}).get(rule["answer"], {}).get("owner"))
        if owner is None and answers_of(body).get(rule["answer"]) == ASK:
            message = f"rule {place + 1} says that a person decides, and not who"
            fix = f"name a team as its owner: {', '.join(sorted(teams))}"
            yield ANSWER_WITHOUT_OWNER.finding(document.entry, message, path=path, fix=fix)
        elif owner is not None and owner not in teams:
            message = f"'{owner}' is not a team of the company profile{did_you_mean(owner, teams)}"
            yield ANSWER_WITHOUT_OWNER.finding(document.entry, message, path=path)


def _proven(document: Document, decision: Decision, company: Mapping[str, Json]) -> Iterator[Finding]:
    calendar, currency = calendar_of(company), currency_of(company)
    if calendar.region is None and _counts_business_days(document, decision):
        message = "it counts business days, and the company profile names no calendar"
        fix = "name its region in the company profile, such as calendar: {region: DE-BE}"
        yield WRONG_OPERAND.finding(document.entry, message, path=("decisions", decision.name), fix=fix)
        return
    try:
        yield from _never_reached(document, decision, currency)
        yield from _unanswered(document, decision, unanswered(decision, calendar, currency))
    except Undecided:
        if not any(row.always for row in decision.rows):
            message = "it has more cases than can be looked at, so nobody knows whether each has an answer"
            fix = "end it with a rule without when"
            yield NOT_TOTAL.finding(document.entry, message, path=("decisions", decision.name), fix=fix)


def _counts_business_days(document: Document, decision: Decision) -> bool:
    compared = {test.value for row in decision.rows for test in tests(row.when) if test.op == "within"}
    added = {row.until.value for row in decision.rows if row.until}
    values = values_of(document)
    return any(values[name].type == "business_days" for name in compared | added if name)


def _never_reached(document: Document, decision: Decision, currency: str) -> Iterator[Finding]:
    for row in never_reached(decision, currency):
        path = ("decisions", decision.name, "rules", row.place)
        if _is_the_rest(row, decision):
            message = f"rule {row.place + 1} has nothing left to answer: the rules above answer every question"
            found = SHADOWED.finding(document.entry, message, path=path, fix="take it out, if you like")
            yield replace(found, severity=Severity.INFO)
        else:
            message = f"rule {row.place + 1} never answers: the rules above answer all of its cases"
            fix = "move it up, or take it out"
            yield SHADOWED.finding(document.entry, message, path=path, fix=fix)


def _is_the_rest(row: Row, decision: Decision) -> bool:
    """Whether a rule is the last and asks nothing: a net that is there in case, and may stay."""
    return row.always and row is decision.rows[-1]


def _unanswered(document: Document, decision: Decision, question: Question | None) -> Iterator[Finding]:
    if question:
        asked = json.dumps(question.written(decision.inputs), ensure_ascii=False)
        message = f"no rule answers {asked}, asked on {question.today}"
        fix = "end it with a rule without when, such as answer: ask"
        yield NOT_TOTAL.finding(document.entry, message, path=("decisions", decision.name, "rules"), fix=fix)
