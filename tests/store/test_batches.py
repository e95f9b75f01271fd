"""Many values, some at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.store.batches import batches


@pytest.mark.parametrize(
    ("values", "made"),
    [([], []), ([1], [[1]]), ([1, 2], [[1, 2]]), ([1, 2, 3], [[1, 2], [3]]), ([None, 0], [[None, 0]])],
)
def test_all_but_the_last_are_full(values: list[object], made: list[list[object]]) -> None:
    assert list(batches(values, 2)) == made


@given(values=st.lists(st.integers()), size=st.integers(1, 9))
def test_nothing_is_lost_and_the_order_is_kept(values: list[int], size: int) -> None:
    made = list(batches(iter(values), size))
    assert [value for some in made for value in some] == values
    assert all(0 < len(some) <= size for some in made)
