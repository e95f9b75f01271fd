"""Findings that are accepted for now."""

from __future__ import annotations

import pytest

from tests.unit.drift.pieces import file, finding
from truth.drift.baseline import read_baseline, write_baseline
from truth.drift.found import counted_apart
from truth.model.errors import UsageError

BEFORE = file("You have 14 days.\n")
MOVED = file("<p>\n\nYou have 14 days.\n")


def test_a_finding_is_known_again_after_its_line_moved() -> None:
    baseline = read_baseline(write_baseline([finding(BEFORE, "14 days")]), "b.json")
    assert baseline.split([finding(MOVED, "14 days")]) == ([], 1)


def test_the_same_words_once_more_are_new() -> None:
    twice = file("14 days, 14 days")
    first = finding(twice, "14 days")
    again = [first, finding(twice, ", 14 days")]
    again = counted_apart([first, type(first)(first.finding, first.path, 9, 16, first.said)])
    new, accepted = read_baseline(write_baseline(again[:1]), "b.json").split(again)
    assert (len(new), accepted) == (1, 1)


def test_it_holds_no_line_and_does_not_depend_on_the_order() -> None:
    two = [finding(BEFORE, "14 days"), finding(BEFORE, "You", rule="drift/avoided-word")]
    assert write_baseline(two) == write_baseline(two[::-1])
    assert "line" not in write_baseline(two)


def test_what_is_gone_can_be_counted() -> None:
    baseline = read_baseline(write_baseline([finding(BEFORE, "14 days")]), "b.json")
    assert (baseline.gone([]), baseline.gone([finding(MOVED, "14 days")])) == (1, 0)


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [3]}', "{"])
def test_a_file_that_is_none_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError):
        read_baseline(text, "b.json")
