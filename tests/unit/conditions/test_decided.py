"""What is decided on the structure of conditions is what trying every input finds: on a small world, each way round."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain, combinations, product
from typing import Any

from hypothesis import given, settings

from tests.unit.conditions.test_conditions import INPUTS, NODES
from truth.conditions.compiled import TODAY, compile_condition
from truth.conditions.condition import Condition, read
from truth.conditions.regions import can_hold, implies, overlap, witness

DAY = 700_000
WORDS = ("soap", "linen", "final-sale")


@cache
def world() -> tuple[dict[str, Any], ...]:
    """Every input there is between and beyond the values that are compared with."""
    sets = chain.from_iterable(combinations(WORDS, size) for size in range(len(WORDS) + 1))
    tags = [frozenset(one) for one in sets]
    whole = product(range(-3, 6), INPUTS["zone"].of, (True, False), tags, range(-1, 5))
    return tuple(
        {"count": count, "zone": zone, "gift": gift, "tags": of, "day": DAY, TODAY: DAY + age}
        for count, zone, gift, of, age in whole
    )


def held(condition: Condition) -> Iterator[bool]:
    """Whether it holds, for each input of the world."""
    holds = compile_condition(condition)
    return (holds(facts) for facts in world())


@settings(max_examples=60, deadline=None)
@given(NODES, NODES)
def test_conditions_overlap_where_some_input_meets_both_and_only_there(one: Any, other: Any) -> None:
    first, second = read(one, INPUTS), read(other, INPUTS)
    tried = any(a and b for a, b in zip(held(first), held(second), strict=True))
    assert (overlap(first, second) is not None) == tried


@settings(max_examples=60, deadline=None)
@given(NODES, NODES)
def test_one_implies_the_other_where_no_input_says_otherwise(one: Any, other: Any) -> None:
    first, second = read(one, INPUTS), read(other, INPUTS)
    assert implies(first, second) == all(b or not a for a, b in zip(held(first), held(second), strict=True))


@settings(max_examples=60, deadline=None)
@given(NODES)
def test_a_condition_can_hold_where_some_input_meets_it_and_only_there(node: Any) -> None:
    condition = read(node, INPUTS)
    assert can_hold(condition) == any(held(condition))


@settings(max_examples=60, deadline=None)
@given(NODES, NODES)
def test_the_case_that_is_shown_for_an_overlap_meets_both(one: Any, other: Any) -> None:
    first, second = read(one, INPUTS), read(other, INPUTS)
    found = overlap(first, second)
    if found is not None:
        shown = witness(found)
        age = shown.pop("day@age", 0)
        assert isinstance(age, int)
        facts = {"count": 0, "zone": "de", "gift": True, "tags": frozenset(), "day": DAY, **shown, TODAY: DAY + age}
        assert compile_condition(first)(facts)
        assert compile_condition(second)(facts)
