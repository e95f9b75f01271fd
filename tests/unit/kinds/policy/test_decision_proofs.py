"""What is proven of decisions holds for every question; what is shown really happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from truth.conditions.calendar import Calendar
from truth.conditions.compiled import TODAY, compile_condition
from truth.kinds.policy.breaking.decisions import Company, newly_refused
from truth.kinds.policy.decisions.decision import ACCEPT, REFUSE, Decision, decision_of
from truth.kinds.policy.decisions.proof import FIRST_DAY, never_reached, unanswered
from truth.kinds.policy.decisions.table import compiled
from truth.model.document import Document
from truth.model.ref import Ref

BERLIN = Calendar("DE-BE")
SHOP = Company(BERLIN, "EUR")
SPANS = {"window": ("duration", "P30D"), "month": ("duration", "P1M"), "hold": ("business_days", 20)}
VALUES = {name: {"type": type, "value": value} for name, (type, value) in SPANS.items()}
INPUT = {
    "kind": {"type": "enum", "of": ["tee", "soap", "card"]},
    "tags": {"type": "set"},
    "gift": {"type": "boolean"},
    "count": {"type": "integer"},
    "day": {"type": "date"},
}


def leaf(name: str, op: str, value: Any) -> dict[str, Any]:
    return {"input": name, "op": op, "value": value}


LEAVES = st.one_of(
    st.builds(leaf, st.just("kind"), st.sampled_from(["eq", "ne"]), st.sampled_from(["tee", "soap", "card"])),
    st.builds(leaf, st.just("tags"), st.just("contains"), st.sampled_from(["final", "sealed"])),
    st.builds(leaf, st.just("gift"), st.just("eq"), st.booleans()),
    st.builds(leaf, st.just("count"), st.sampled_from(["lt", "lte", "gt", "gte", "eq", "ne"]), st.integers(0, 3)),
    st.builds(
        leaf, st.just("day"), st.sampled_from(["before", "after"]), st.sampled_from(["2026-12-20", "2027-01-02"])
    ),
    st.sampled_from([{"input": "day", "op": "within", "ref": f"values/{name}"} for name in VALUES]),
    st.builds(leaf, st.just("day"), st.just("within"), st.sampled_from(["P14D", "P2M"])),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=4,
)
RULES = st.lists(st.tuples(CONDITIONS, st.sampled_from(["accept", "refuse", "ask"])), min_size=1, max_size=4)
FACTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["tee", "soap", "card"]),
        "tags": st.frozensets(st.sampled_from(["final", "sealed", "new"])),
        "gift": st.booleans(),
        "count": st.integers(-1, 4),
        "day": st.integers(-70, 5).map(lambda back: (FIRST_DAY + timedelta(days=back)).toordinal()),
    }
)


def decision(rules: list[tuple[Any, str]], last: str | None = None) -> Decision:
    rows: list[Any] = [{"when": when, "answer": answer, "clause": "window"} for when, answer in rules]
    if last:
        rows.append({"answer": last, "clause": "window"})
    body = {"clauses": ["window"], "values": VALUES, "decisions": {"x": {"input": INPUT, "rules": rows}}}
    return decision_of(Document(Ref("policy", "returns"), body), "x")


def answered(one: Decision, facts: Mapping[str, Any], today: date = FIRST_DAY) -> str | None:
    row = compiled(one, BERLIN, "EUR").row(facts, today)
    return row.means if row else None


@given(rules=RULES, facts=FACTS)
def test_a_decision_that_ends_in_a_rule_for_the_rest_answers_every_question_once(rules: Any, facts: Any) -> None:
    one = decision(rules, "ask")
    row = compiled(one, BERLIN, "EUR").row(facts, FIRST_DAY)
    assert row is not None
    asked = {**facts, TODAY: FIRST_DAY.toordinal()}
    held = [compile_condition(each.when, "EUR", BERLIN)(asked) for each in one.rows]
    assert held.index(True) == row.place, "the first rule that holds answers"


@given(rules=RULES, facts=FACTS)
def test_a_decision_is_total_without_a_rule_for_the_rest_only_where_every_question_is_answered(
    rules: Any, facts: Any
) -> None:
    one = decision(rules)
    question = unanswered(one, BERLIN, "EUR")
    if question is None:
        assert answered(one, facts) is not None
    else:
        assert answered(one, question.facts, question.today) is None
        assert question.written(one.inputs).keys() == INPUT.keys()


@given(rules=RULES, facts=FACTS)
def test_a_rule_that_is_said_never_to_answer_never_does(rules: Any, facts: Any) -> None:
    one = decision(rules, "ask")
    row = compiled(one, BERLIN, "EUR").row(facts, FIRST_DAY)
    assert row not in never_reached(one, "EUR")


@given(old=RULES, new=RULES, facts=FACTS)
def test_a_question_shown_as_stricter_was_accepted_and_is_refused_and_no_other_goes_unseen(
    old: Any, new: Any, facts: Any
) -> None:
    before, after = decision(old, "refuse"), decision(new, "refuse")
    found = newly_refused(before, after, (SHOP, SHOP))
    if found is None:
        assert (answered(before, facts), answered(after, facts)) != (ACCEPT, REFUSE)
    else:
        question = found.question
        assert answered(before, question.facts, question.today) == ACCEPT
        assert answered(after, question.facts, question.today) == REFUSE


@given(rules=RULES)
def test_a_decision_is_never_stricter_than_itself(rules: Any) -> None:
    one = decision(rules, "refuse")
    assert newly_refused(one, one, (SHOP, SHOP)) is None


@given(facts=FACTS, value=st.sampled_from(sorted(VALUES)), late=st.integers(-2, 80))
def test_until_is_the_last_day_that_is_within(facts: Any, value: str, late: int) -> None:
    within = {"input": "day", "op": "within", "ref": f"values/{value}"}
    rows = [
        {"when": within, "answer": "accept", "clause": "window", "until": {"input": "day", "plus": f"values/{value}"}},
        {"answer": "refuse", "clause": "window"},
    ]
    body = {"clauses": ["window"], "values": VALUES, "decisions": {"x": {"input": INPUT, "rules": rows}}}
    table = compiled(decision_of(Document(Ref("policy", "returns"), body), "x"), BERLIN, "EUR")
    until = table.until(table.decision.rows[0], facts)
    assert until is not None
    today = date.fromordinal(facts["day"]) + timedelta(days=late)
    accepted = table.row(facts, today) is table.decision.rows[0]
    assert accepted == (today <= until)


def test_what_only_the_calendar_tells_is_looked_up() -> None:
    within = {name: {"input": "day", "op": "within", "value": span} for name, span in {"m": "P1M", "d": "P31D"}.items()}
    covered = decision([(within["d"], "accept"), ({"not": within["m"]}, "refuse")])
    assert unanswered(covered, BERLIN, "EUR") is None, "no month is longer than 31 days"
    days = {"input": "day", "op": "within", "value": "P30D"}
    open_ = decision([(days, "accept"), ({"not": within["m"]}, "refuse")])
    question = unanswered(open_, BERLIN, "EUR")
    assert question is not None, "the 31st day of a month is within it"
    assert answered(open_, question.facts, question.today) is None
