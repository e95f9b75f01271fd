"""Deciding on sets says the same as trying every combination."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.kinds.status.rules import coverage
from truth.kinds.status.rules.coverage import Box, Code, Domains, Masks, Undecided, uncovered

DOMAINS: Domains = [["a", "b", "c", None], ["p", "q"], ["x", "y", "z"]]


def sets(domain: list[Code]) -> st.SearchStrategy[frozenset[Code] | None]:
    return st.none() | st.frozensets(st.sampled_from(domain))


boxes = st.lists(st.tuples(*(sets(list(domain)) for domain in DOMAINS)), max_size=8)


def holds(box: Box, combination: tuple[Code, ...]) -> bool:
    return all(codes is None or code in codes for codes, code in zip(box, combination, strict=True))


@given(boxes)
def test_a_gap_is_found_exactly_where_there_is_one(rows: list[Box]) -> None:
    gap = uncovered(DOMAINS, rows)
    if gap is None:
        assert all(any(holds(row, combination) for row in rows) for combination in product(*DOMAINS))
    else:
        assert not any(holds(row, gap) for row in rows)


@given(boxes)
def test_a_row_is_shadowed_exactly_where_those_before_it_match_all_of_it(rows: list[Box]) -> None:
    masks = Masks.of(DOMAINS, rows)
    for number, row in enumerate(rows):
        matched = [combination for combination in product(*DOMAINS) if holds(row, combination)]
        wanted = all(any(holds(other, one) for other in rows[:number]) for one in matched)
        assert masks.shadowed(number) == wanted


def test_five_hundred_statuses_in_three_dimensions_are_not_tried_one_by_one() -> None:
    """125 million combinations; the rows tell two cases apart in each dimension."""
    domains = [[f"{letter}{number}" for number in range(500)] for letter in "abc"]
    rows: list[Box] = [
        (frozenset(domains[0][:250]), None, None),
        (frozenset(domains[0][250:]), frozenset(domains[1][:499]), None),
        (frozenset(domains[0][250:]), None, frozenset(domains[2][:499])),
    ]
    assert uncovered(domains, rows) == ("a250", "b499", "c499")


def test_rows_too_entangled_to_decide_are_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "BUDGET", 3)
    rows: list[Box] = [(frozenset([code]), frozenset(["p"]), frozenset(["x"])) for code in "abc"]
    full: list[Box] = [(frozenset([code]), frozenset(["p", "q"]), frozenset("xyz")) for code in ("a", "b", "c", None)]
    with pytest.raises(Undecided):
        uncovered(DOMAINS, [*rows, *full])
