"""What a change of decisions takes: from programs that ask them, and from customers who were accepted.

That a decision is stricter is proven on its conditions, and shown with a question the old rules accept and the new ones
refuse: both tables have answered it before anyone is accused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from truth.conditions.calendar import Calendar
from truth.conditions.inputs import Fact, Input, fact
from truth.conditions.instances import written
from truth.conditions.regions import MOST_PAIRS, Box, Undecided, meet
from truth.kinds.policy.decisions.decision import ACCEPT, REFUSE, Decision, Row, decision_of
from truth.kinds.policy.decisions.proof import Question, currencies_of, questions, reach
from truth.kinds.policy.decisions.rules import PROFILE, calendar_of, currency_of, decides
from truth.kinds.policy.decisions.table import Table, compiled
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Category, Finding, Rule, Severity
from truth.model.snapshot import Snapshot

_WITHIN = {"input": "delivered_on", "op": "within", "ref": "values/window"}
_OPENED = {"input": "condition", "op": "eq", "value": "opened"}
_YES, _NO = ({"answer": answer, "clause": "window"} for answer in (ACCEPT, REFUSE))
_BEFORE = decides({"when": _WITHIN, **_YES}, _NO)


def _example(after: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"before": _BEFORE, "after": after}


DECISION_STRICTER = Rule(
    "policy/decision-stricter",
    Severity.ERROR,
    "Customers who were told yes are told no; someone shows whom it meets.",
    passes=_example(decides({"when": {"any": [_WITHIN, _OPENED]}, **_YES}, _NO)),
    fails=_example(decides({"when": _OPENED, **_NO}, {"when": _WITHIN, **_YES}, _NO)),
    category=Category.PROMISE,
)
DECISION_REMOVED = Rule(
    "policy/decision-removed",
    Severity.ERROR,
    "Programs that ask the question get no answer any more.",
    passes=_example(decides({"when": _WITHIN, **_YES}, _NO, description="May it come back?")),
    fails=_example({"policy:returns": {"decisions": None}}),
    category=Category.WIRE,
)
DECISION_INPUT_CHANGED = Rule(
    "policy/decision-input-changed",
    Severity.ERROR,
    "Programs ask as they did, and are refused.",
    passes=_example(
        {"policy:returns": {"decisions": {"return": {"input": {"condition": {"of": ["sealed", "opened", "worn"]}}}}}}
    ),
    fails=_example({"policy:returns": {"decisions": {"return": {"input": {"tags": {"type": "set"}}}}}}),
    category=Category.WIRE,
)
RULES = (DECISION_STRICTER, DECISION_REMOVED, DECISION_INPUT_CHANGED)


def breaks(old: Document, new: Document) -> Iterator[Finding]:
    """What programs that ask as they did run into."""
    before, after = old.body.get("decisions", {}), new.body.get("decisions", {})
    for name, was in before.items():
        if name in after:
            yield from _inputs(new, name, was["input"], after[name]["input"])
        else:
            subject, fix = old.entry / "decisions" / name, "keep it until nobody asks"
            yield DECISION_REMOVED.finding(subject, f"the decision '{name}' is gone", path=("decisions",), fix=fix)


class Company(NamedTuple):
    """What of a company's profile decisions depend on."""

    calendar: Calendar
    currency: str


class Refused(NamedTuple):
    """A question, and the rule that refuses it now."""

    question: Question
    row: Row


def stricter(old: Snapshot, new: Snapshot) -> Iterator[Finding]:
    """Decisions of both Snapshots that refuse a question they accepted."""
    before, after = _company(old), _company(new)
    for was in old.of_kind("policy"):
        now = new.documents.get(was.entry)
        if now is None or (now == was and before == after):
            continue
        for name in was.body.get("decisions", {}):
            if name in now.body.get("decisions", {}):
                yield from _stricter(was, now, name, (before, after))


def newly_refused(old: Decision, new: Decision, companies: tuple[Company, Company]) -> Refused | None:
    """A question the old decision accepts and the new one refuses; None where there is none.

    `Undecided` where there are too many cases, or amounts that cannot be compared. A change of the calendar itself
    is seen where a rule changes with it.
    """
    before, after = companies
    inputs = {**old.inputs, **new.inputs}
    for currency in currencies_of([old, new], before.currency):
        tables = compiled(old, before.calendar, currency), compiled(new, after.calendar, currency)
        accepted, refused = _cases(old, ACCEPT, currency), _cases(new, REFUSE, currency)
        if len(accepted) * len(refused) > MOST_PAIRS:
            raise Undecided
        both = (case for one in accepted for other in refused for case in meet([one], [other]))
        for question in questions(both, inputs, after.calendar, currency):
            was, now = (_answering(table, question) for table in tables)
            if was and now and (was.means, now.means) == (ACCEPT, REFUSE):
                return Refused(question, now)
    return None


def _stricter(was: Document, now: Document, name: str, companies: tuple[Company, Company]) -> Iterator[Finding]:
    try:
        old, new = decision_of(was, name), decision_of(now, name)
        found = newly_refused(old, new, companies)
    except (Invalid, Undecided):
        return  # what does not fit its inputs is found before, and is never published
    if found is None:
        return
    asked = json.dumps(found.question.written({**old.inputs, **new.inputs}), ensure_ascii=False)
    message = f"{asked}, asked on {found.question.today}, was accepted and is refused"
    fix = "keep accepting it, or let it count after the notice period and tell customers"
    path = ("decisions", name, "rules", found.row.place)
    yield DECISION_STRICTER.finding(now.entry / "decisions" / name, message, path=path, fix=fix)


def _company(snapshot: Snapshot) -> Company:
    profile = snapshot.documents.get(PROFILE)
    body = profile.body if profile else {}
    return Company(calendar_of(body), currency_of(body))


def _cases(decision: Decision, means: str, currency: str) -> list[Box]:
    return [case for row, cases in reach(decision, currency).rows if row.means == means for case in cases]


def _answering(table: Table, question: Question) -> Row | None:
    """The rule that answers a question; None where it cannot be asked that."""
    try:
        facts = {name: _asked(input, question) for name, input in table.decision.inputs.items()}
    except Invalid:
        return None
    return table.row(facts, question.today)


def _asked(input: Input, question: Question) -> Fact:
    """What a question says of an input, if the input may be that."""
    return fact(input, written(input, question.facts[input.name], question.currency), question.currency)


def _inputs(
    new: Document, name: str, before: Mapping[str, Mapping[str, Json]], after: Mapping[str, Mapping[str, Json]]
) -> Iterator[Finding]:
    subject, path = new.entry / "decisions" / name, ("decisions", name, "input")
    for input in (*(one for one in after if one not in before), *before):
        message = _changed(input, before.get(input), after.get(input))
        if message:
            place = (*path, input) if input in after else path
            fix = "ask it under another name, and keep this decision until nobody asks"
            yield DECISION_INPUT_CHANGED.finding(subject, message, path=place, fix=fix)


def _changed(name: str, was: Mapping[str, Json] | None, now: Mapping[str, Json] | None) -> str | None:
    if was is None or now is None:
        return f"'{name}' must be said now" if was is None else f"'{name}' is no longer asked, and refused"
    if was["type"] != now["type"]:
        return f"'{name}' was of type {was['type']} and is of type {now['type']}"
    lost = [word for word in was.get("of", ()) if word not in now.get("of", (word,))]
    if lost or ("of" in now and "of" not in was):
        return f"'{name}' can no longer be {', '.join(lost) or 'any word'}"
    if now.get("latest") and not was.get("latest"):
        return f"'{name}' can no longer be after {now['latest']}"
    return None
