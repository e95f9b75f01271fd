"""Conditions: typed exactly, answered the same by the function and by the structure, said in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.conditions.calendar import days_later
from truth.conditions.compiled import TODAY, compile_condition
from truth.conditions.condition import OPERATORS, Condition, Not, problems, read, used
from truth.conditions.domains import Members, Ranges, Words
from truth.conditions.inputs import Input, declared, fact
from truth.conditions.regions import Box, boxes, can_hold, implies, overlap, witness
from truth.conditions.sentences import Speaker, sentence
from truth.model.errors import Invalid
from truth.text.argument import TypedValue

INPUTS = declared(
    {
        "count": {"type": "integer"},
        "goods": {"type": "money", "label": {"en": "goods", "de": "Waren", "fr": "articles"}},
        "zone": {"type": "enum", "of": ["de", "at", "gb"]},
        "word": {"type": "string"},
        "gift": {"type": "boolean"},
        "tags": {"type": "set", "of": ["soap", "linen", "final-sale"]},
        "day": {"type": "date", "label": {"en": "day of delivery"}},
        "share": {"type": "percent"},
        "wait": {"type": "duration"},
    }
)
WINDOW = {"window": TypedValue("duration", "P30D")}


def test(name: str, op: str, value: Any) -> dict[str, Any]:
    return {"input": name, "op": op, "value": value}


test.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("node", "path", "says"),
    [
        (test("cuont", "eq", 3), ("input",), "did you mean 'count'"),
        (test("count", "eq", "3"), ("value",), "whole number"),
        (test("count", "eq", True), ("value",), "whole number"),
        (test("count", "contains", 3), ("op",), "cannot be compared by 'contains'"),
        (test("zone", "eq", "fr"), ("value",), "none of its words"),
        (test("zone", "lt", "de"), ("op",), "takes: eq, in, ne, not_in"),
        (test("goods", "gte", "50.00"), ("value",), "an amount per currency"),
        (test("goods", "gte", {"EUR": 50}), ("value",), "decimal in quotes"),
        (test("tags", "contains", "wool"), ("value",), "none of its words"),
        (test("tags", "contains_any", ["soap", "wool"]), ("value",), "none of its words"),
        (test("day", "within", "30D"), ("value",), "did you mean 'P30D'"),
        (test("day", "before", "2026-02-30"), ("value",), "no day of the calendar"),
        (test("wait", "lt", "P1M"), ("value",), "weeks, days or hours"),
        ({"input": "day", "op": "within", "ref": "values/widow"}, ("ref",), "did you mean 'window'"),
        ({"input": "wait", "op": "within", "ref": "values/window"}, ("op",), "cannot be compared"),
        ({"input": "count", "op": "eq", "ref": "values/window"}, ("ref",), "is a duration"),
        ({"all": [test("gift", "eq", True), {"not": test("gift", "eq", 1)}]}, ("all", 1, "not", "value"), "true or"),
    ],
)
def test_what_does_not_fit_is_an_error_at_its_place(node: Any, path: tuple[str | int, ...], says: str) -> None:
    found = list(problems(node, INPUTS, WINDOW))
    assert [place for place, _ in found] == [path]
    assert says in found[0][1]
    with pytest.raises(Invalid):
        read(node, INPUTS, WINDOW)


@pytest.mark.parametrize("raw", [1.5, True, "3", None, 2**53])
def test_an_integer_input_takes_nothing_but_a_whole_number(raw: Any) -> None:
    with pytest.raises(Invalid, match="'count' is"):
        fact(INPUTS["count"], raw)


def test_a_missing_currency_is_an_error_that_lists_those_there_are() -> None:
    with pytest.raises(Invalid, match="no amount in CHF; there is: EUR, GBP"):
        compile_condition(read(test("goods", "gte", {"EUR": "50.00", "GBP": "45.00"}), INPUTS), "CHF")


def test_within_counts_the_last_day() -> None:
    holds = compile_condition(read({"input": "day", "op": "within", "ref": "values/window"}, INPUTS, WINDOW))
    delivered = date(2026, 3, 1).toordinal()
    assert holds({"day": delivered, TODAY: date(2026, 3, 31).toordinal()})
    assert not holds({"day": delivered, TODAY: date(2026, 4, 1).toordinal()})


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert days_later(date(2026, 1, 31), "P1M") == date(2026, 2, 28)
    assert days_later(date(2024, 2, 29), "P1Y") == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (test("count", "gte", 3), test("count", "lt", 3), False),
        (test("count", "gte", 3), test("count", "lte", 3), True),
        (test("goods", "lt", {"EUR": "50.00"}), test("goods", "gte", {"EUR": "50.00"}), False),
        (test("zone", "in", ["de", "at"]), test("zone", "not_in", ["de", "at"]), False),
        (test("zone", "ne", "de"), test("zone", "not_in", ["at", "gb"]), False),
        (test("word", "ne", "a"), test("word", "ne", "b"), True),
        (test("tags", "contains", "soap"), {"not": test("tags", "contains", "soap")}, False),
        (test("tags", "contains", "soap"), test("tags", "contains", "linen"), True),
        (test("day", "within", "P14D"), {"not": test("day", "within", "P30D")}, False),
        (test("day", "within", "P30D"), {"not": test("day", "within", "P14D")}, True),
        (test("day", "before", "2026-03-01"), test("day", "after", "2026-03-01"), False),
    ],
)
def test_overlap_is_decided_on_the_structure(one: Any, other: Any, meet: bool) -> None:
    found = overlap(read(one, INPUTS), read(other, INPUTS), "EUR")
    assert (found is not None) == meet


def test_implication_is_decided_on_the_structure() -> None:
    narrow = read({"all": [test("goods", "gte", {"EUR": "80.00"}), test("zone", "eq", "de")]}, INPUTS)
    wide = read(test("goods", "gte", {"EUR": "50.00"}), INPUTS)
    assert implies(narrow, wide, "EUR")
    assert not implies(wide, narrow, "EUR")


def test_a_condition_that_can_never_hold_is_known() -> None:
    assert not can_hold(read({"all": [test("gift", "eq", True), test("gift", "ne", True)]}, INPUTS))
    assert can_hold(read(None, INPUTS))


LEAVES = st.one_of(
    st.builds(test, st.just("count"), st.sampled_from(["eq", "ne", "lt", "lte", "gt", "gte"]), st.integers(-2, 4)),
    st.builds(test, st.just("count"), st.sampled_from(["in", "not_in"]), st.lists(st.integers(-2, 4), min_size=1)),
    st.builds(test, st.just("zone"), st.sampled_from(["eq", "ne"]), st.sampled_from(["de", "at", "gb"])),
    st.builds(
        test,
        st.just("zone"),
        st.sampled_from(["in", "not_in"]),
        st.lists(st.sampled_from(["de", "at", "gb"]), min_size=1, unique=True),
    ),
    st.builds(test, st.just("gift"), st.sampled_from(["eq", "ne"]), st.booleans()),
    st.builds(test, st.just("tags"), st.just("contains"), st.sampled_from(["soap", "linen"])),
    st.builds(test, st.just("tags"), st.just("contains_any"), st.lists(st.sampled_from(["soap", "linen"]), min_size=1)),
    st.builds(test, st.just("day"), st.just("within"), st.sampled_from(["P1D", "P3D"])),
)
NODES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries(
    {
        "count": st.integers(-4, 6),
        "zone": st.sampled_from(["de", "at", "gb"]),
        "gift": st.booleans(),
        "tags": st.frozensets(st.sampled_from(["soap", "linen"])),
        "day": st.integers(700_000, 700_010),
    }
)


def admits(box: Box, facts: dict[str, Any]) -> bool:
    """Whether facts lie in a box, looked at one domain at a time."""
    known = {**facts, "day@age": facts[TODAY] - facts["day"]}
    return all(lies_in(domain, known[name]) for name, domain in box.items())


def lies_in(domain: Any, value: Any) -> bool:
    match domain:
        case Ranges(spans):
            return any((low is None or low <= value) and (high is None or value <= high) for low, high in spans)
        case Words(words, apart):
            return (value in words) != apart
        case Members(has, lacks):
            return has <= value and not lacks & value
    raise AssertionError(domain)


@given(NODES, FACTS)
def test_the_structure_and_the_function_give_the_same_answer(node: Any, facts: dict[str, Any]) -> None:
    facts = {**facts, TODAY: 700_006}
    condition = read(node, INPUTS)
    answer = compile_condition(condition)(facts)
    assert any(admits(box, facts) for box in boxes(condition)) == answer
    assert any(admits(box, facts) for box in boxes(Not(condition))) != answer


@given(NODES)
def test_a_witness_of_a_case_satisfies_the_condition(node: Any) -> None:
    condition = read(node, INPUTS)
    for box in boxes(condition)[:5]:
        facts: dict[str, Any] = {"count": 0, "zone": "de", "gift": False, "tags": frozenset(), "day": 700_000}
        facts |= {name: value for name, value in witness(box).items() if "@" not in name}
        age = witness(box).get("day@age", 0)
        assert isinstance(age, int)
        assert compile_condition(condition)({**facts, TODAY: facts["day"] + age})


@given(NODES, NODES)
def test_implication_agrees_with_overlap(one: Any, other: Any) -> None:
    first, second = read(one, INPUTS), read(other, INPUTS)
    assert implies(first, second) == (overlap(first, Not(second)) is None)


@given(NODES, st.sampled_from(["en", "de", "fr"]))
def test_every_condition_can_be_said(node: Any, locale: str) -> None:
    condition = read(node, INPUTS)
    said = sentence(condition, Speaker(locale, "EUR", "Europe/Berlin"))
    assert said.strip() == said
    assert "{" not in said
    assert used(condition) <= set(INPUTS)


@pytest.mark.parametrize(
    ("locale", "node", "says"),
    [
        ("en", test("day", "within", "P30D"), "day of delivery at most 30 days ago"),
        ("en", {"not": test("tags", "contains", "soap")}, "tags without “soap”"),
        ("de", test("goods", "gte", {"EUR": "50.00"}), "Waren mindestens 50,00\u00a0€"),
        ("fr", test("goods", "lt", {"EUR": "50.00"}), "articles inférieur à 50,00\u00a0€"),
        (
            "en",
            {"all": [test("count", "gte", 2), {"any": [test("zone", "eq", "de"), test("gift", "eq", True)]}]},
            "count at least 2 and (zone is “de” or gift is yes)",
        ),
        (
            "en",
            {"not": {"all": [test("count", "gte", 2), test("gift", "eq", True)]}},
            "count under 2 or gift is no",
        ),
    ],
)
def test_a_condition_prints_as_a_sentence(locale: str, node: Any, says: str) -> None:
    assert sentence(read(node, INPUTS), Speaker(locale, "EUR", "Europe/Berlin")) == says


def test_every_operator_has_words_and_an_opposite_in_every_language() -> None:
    from truth.conditions.sentences import _OPPOSITE, _SENTENCES

    needed = frozenset().union(*OPERATORS.values())
    for words in _SENTENCES.values():
        assert needed <= set(words)
        assert {_OPPOSITE[op] for op in needed} <= set(words)


def test_a_condition_names_the_inputs_it_uses() -> None:
    condition: Condition = read({"any": [test("zone", "eq", "de"), test("count", "eq", 1)]}, INPUTS)
    assert used(condition) == {"zone", "count"}
    assert Input("zone", "enum").of == ()
