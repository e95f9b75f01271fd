"""A case made concrete: what is written is read back as the same fact, and fits the case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.conditions.calendar import Calendar
from truth.conditions.compiled import TODAY, compile_condition
from truth.conditions.condition import read
from truth.conditions.domains import Words
from truth.conditions.inputs import declared, fact
from truth.conditions.instances import instance, written
from truth.conditions.regions import boxes

TODAY_IS = date(2027, 1, 1)
INPUTS = declared(
    {
        "count": {"type": "integer"},
        "days": {"type": "business_days"},
        "share": {"type": "percent"},
        "paid": {"type": "money"},
        "day": {"type": "date"},
        "moment": {"type": "datetime"},
        "wait": {"type": "duration"},
        "kind": {"type": "enum", "of": ["tee", "soap"]},
        "tags": {"type": "set"},
        "gift": {"type": "boolean"},
        "word": {"type": "string"},
    }
)
NODES = [
    {"input": "count", "op": "gt", "value": -3},
    {"input": "count", "op": "lt", "value": -3},
    {"input": "days", "op": "lte", "value": 5},
    {"input": "share", "op": "gte", "value": "12.5"},
    {"input": "paid", "op": "gt", "value": {"EUR": "49.99"}},
    {"input": "day", "op": "after", "value": "2027-03-01"},
    {"input": "day", "op": "before", "value": "2026-03-01"},
    {"input": "day", "op": "within", "value": "P1M"},
    {"not": {"input": "day", "op": "within", "value": "P1M"}},
    {
        "all": [
            {"input": "day", "op": "within", "value": "P31D"},
            {"not": {"input": "day", "op": "within", "value": "P30D"}},
        ]
    },
    {"input": "moment", "op": "after", "value": "2027-03-01T09:30:00+01:00"},
    {"input": "wait", "op": "lt", "value": "P2D"},
    {"input": "wait", "op": "gt", "value": "PT90M"},
    {"input": "kind", "op": "ne", "value": "tee"},
    {"input": "tags", "op": "contains", "value": "sealed"},
    {"not": {"input": "tags", "op": "contains_any", "value": ["sealed", "final"]}},
    {"input": "gift", "op": "eq", "value": True},
    {"input": "word", "op": "not_in", "value": ["other", "any", ""]},
]


@pytest.mark.parametrize("node", NODES, ids=str)
def test_a_case_is_made_into_an_input_that_is_one(node: Any) -> None:
    condition = read(node, INPUTS)
    for box in boxes(condition, "EUR"):
        facts = instance(box, INPUTS, TODAY_IS, Calendar())
        assert facts is not None
        told = {name: written(INPUTS[name], one, "EUR") for name, one in facts.items()}
        again = {name: fact(INPUTS[name], raw, "EUR") for name, raw in told.items()}
        assert again == facts, "what is written is read back"
        assert compile_condition(condition, "EUR")({**again, TODAY: TODAY_IS.toordinal()})


def test_a_case_that_cannot_be_on_that_day_has_no_input() -> None:
    spans = [
        {"input": "day", "op": "within", "value": "P30D"},
        {"not": {"input": "day", "op": "within", "value": "P1M"}},
    ]
    (box,) = boxes(read({"all": spans}, INPUTS))
    assert instance(box, INPUTS, date(2027, 3, 30), Calendar()) is not None, "February has 28 days"
    assert instance(box, INPUTS, date(2027, 1, 30), Calendar()) is None, "December has 31"


def test_a_day_that_cannot_come_after_today_is_in_no_case_that_does() -> None:
    inputs = {**INPUTS, **declared({"day": {"type": "date", "latest": "today"}})}
    (later,) = boxes(read({"input": "day", "op": "after", "value": "2027-03-01"}, inputs))
    assert instance(later, inputs, TODAY_IS, Calendar()) is None
    known = instance(later, inputs, date(2027, 3, 5), Calendar())
    assert known is not None
    assert known["day"] in (date(2027, 3, 2).toordinal(), date(2027, 3, 5).toordinal())


@pytest.mark.parametrize(
    "node", [{"input": "wait", "op": "lt", "value": "PT0S"}, {"input": "days", "op": "lt", "value": 0}]
)
def test_no_time_is_negative(node: Any) -> None:
    assert all(instance(box, INPUTS, TODAY_IS, Calendar()) is None for box in boxes(read(node, INPUTS)))


@given(words=st.frozensets(st.sampled_from(["other", "other_", "other__", "a"])))
def test_a_word_apart_from_others_is_none_of_them(words: frozenset[str]) -> None:
    assert Words(words, apart=True).witness() not in words
