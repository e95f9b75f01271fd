"""A condition asked of many rows says of each what it says of that one alone."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.conditions.test_conditions import FACTS, INPUTS, NODES
from truth.conditions.columns import compile_columns
from truth.conditions.compiled import TODAY, compile_condition
from truth.conditions.condition import ALWAYS, Condition, read
from truth.conditions.condition import Any as Some

ROWS = st.lists(FACTS, max_size=5)


@given(NODES.map(lambda node: read(node, INPUTS)), ROWS)
@example(ALWAYS, [{}, {}])
@example(Some(()), [{}, {}])
def test_a_column_of_answers_is_the_answer_to_each_row(condition: Condition, rows: list[dict[str, Any]]) -> None:
    known = [{**row, TODAY: 700_006} for row in rows]
    answers = compile_columns(condition)(lambda name: [row[name] for row in known], len(known))
    assert answers == [compile_condition(condition)(row) for row in known]
