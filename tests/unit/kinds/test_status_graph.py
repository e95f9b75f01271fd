"""The compiled graph of a vocabulary says the same as looking at its transitions one by one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.kinds.status.graph import Graph, compiled
from truth.model.errors import Gone, NotFound

CODES = ["a", "b", "c", "d", "e", "f"]
moves = st.lists(st.tuples(st.sampled_from([*CODES, "ghost"]), st.sampled_from([*CODES, "ghost"])), max_size=14)


def graph(
    edges: list[tuple[str, str]],
    *,
    mode: str = "strict",
    terminal: frozenset[str] = frozenset("f"),
    retired: dict[str, Any] | None = None,
) -> Graph:
    statuses = {code: {"terminal": code in terminal} for code in CODES}
    transitions = [
        {"event": f"e{number}", "from": [source], "to": target, "actors": ["shop"]}
        for number, (source, target) in enumerate(edges)
    ]
    body = {"mode": mode, "initial": ["a"], "statuses": statuses, "transitions": transitions}
    return compiled("status:letters", {**body, "retired": retired or {}})


def reached(edges: list[tuple[str, str]], start: set[str]) -> set[str]:
    """The same question, asked the slow way."""
    met = set(start)
    while more := {target for source, target in edges if source in met and target in CODES} - met:
        met |= more
    return met


@given(moves)
def test_what_is_reachable_is_what_following_every_transition_reaches(edges: list[tuple[str, str]]) -> None:
    assert graph(edges).reachable == reached(edges, {"a"})


@given(moves)
def test_a_status_has_an_end_where_one_is_reachable_from_it(edges: list[tuple[str, str]]) -> None:
    assert graph(edges).ending == {code for code in CODES if "f" in reached(edges, {code})}


@given(moves, st.sampled_from(CODES), st.sampled_from(CODES))
def test_a_path_is_a_chain_of_transitions_and_no_shorter_one_exists(
    edges: list[tuple[str, str]], start: str, end: str
) -> None:
    path = graph(edges).path(start, end)
    if path is None:
        assert end not in reached(edges, {start})
        return
    here = start
    for transition in path:
        assert here in transition.sources
        here = transition.target
    assert here == end
    ring, steps = {start}, 0
    while end not in ring:
        ring, steps = ring | {target for source, target in edges if source in ring}, steps + 1
    assert len(path) == steps


@given(moves)
def test_a_strict_vocabulary_allows_what_is_listed(edges: list[tuple[str, str]]) -> None:
    allowed = graph(edges).allowed
    assert {(one, two) for one in allowed for two in allowed[one]} == {
        (source, target) for source, target in edges if source in CODES and target in CODES
    }


def test_an_open_vocabulary_lets_everything_follow_what_is_no_end() -> None:
    allowed = graph([("a", "b")], mode="open").allowed
    assert allowed["c"] == frozenset(CODES)
    assert allowed["f"] == frozenset()


def test_a_status_is_required_by_its_code() -> None:
    assert graph([]).require("a") == "a"


def test_an_unknown_status_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="status:letters has no status 'x'; there is: a, b, c, d, e, f"):
        graph([]).require("x")


def test_a_retired_status_is_an_error_that_names_its_successor() -> None:
    letters = graph([], retired={"old": {"replaced_by": "older"}, "older": {"replaced_by": "b"}})
    with pytest.raises(Gone, match="the status 'old' of status:letters is retired; use 'b'") as error:
        letters.require("old")
    assert error.value.replaced_by == "b"


@pytest.mark.parametrize(
    ("retired", "successor"),
    [
        ({"old": {}}, None),
        ({"old": {"replaced_by": "b"}}, "b"),
        ({"old": {"replaced_by": "older"}, "older": {"replaced_by": "c"}}, "c"),
        ({"old": {"replaced_by": "older"}, "older": {"replaced_by": "old"}}, None),
        ({"old": {"replaced_by": "ghost"}}, None),
    ],
)
def test_a_successor_is_a_status_in_force_or_there_is_none(retired: dict[str, Any], successor: str | None) -> None:
    assert graph([], retired=retired).successor("old") == successor
