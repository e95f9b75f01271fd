"""Changes: what the rules say of them holds for every order there could be."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from truth.kinds.status.breaking import breaking
from truth.kinds.status.breaking.told import length
from truth.kinds.status.display import table_of
from truth.kinds.status.graph import graph_of
from truth.kinds.status.stranded import why_stranded
from truth.model.document import Document
from truth.model.ref import Ref

CODES = ("a", "b", "c", "d")
STRANDING = {"status/removed", "status/transition-removed", "status/terminal-changed"}


@st.composite
def vocabularies(draw: st.DrawFn) -> Document:
    """Any small vocabulary, right or wrong."""
    codes = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    gone = [code for code in CODES if code not in codes]
    ends = draw(st.sets(st.sampled_from(codes)))
    edges = draw(st.lists(st.tuples(st.sampled_from(codes), st.sampled_from(codes)), max_size=6))
    retired = draw(st.dictionaries(st.sampled_from(gone), st.sampled_from(codes))) if gone else {}
    body = {
        "type": "vocabulary",
        "mode": draw(st.sampled_from(["strict", "open"])),
        "initial": [codes[0]],
        "statuses": {code: status(code, end=code in ends) for code in codes},
        "transitions": [{"event": f"to_{to}", "from": [one], "to": to, "actors": ["shop"]} for one, to in edges],
        "retired": {code: {"replaced_by": successor, "since": "2026-01-01"} for code, successor in retired.items()},
    }
    return Document(Ref("status", "letters"), body)


def status(code: str, *, end: bool) -> dict[str, Any]:
    return {
        "phase": "success" if end else "open",
        "terminal": end,
        "audience": "customer",
        "meaning": code,
        "label": {"en": code},
    }


@settings(max_examples=600)
@given(vocabularies(), vocabularies())
def test_a_change_that_strands_an_order_is_found_to_break_something(old: Document, new: Document) -> None:
    if not {finding.rule for finding in breaking(old, new)} & STRANDING:
        for code in old.body["statuses"]:
            assert why_stranded(old, new, code) is None


@given(vocabularies())
def test_a_vocabulary_compared_with_itself_breaks_nothing_and_strands_nobody(one: Document) -> None:
    assert list(breaking(one, one)) == []
    assert [why_stranded(one, one, code) for code in one.body["statuses"]] == [None] * len(one.body["statuses"])


@given(vocabularies(), vocabularies())
def test_every_finding_says_where_and_what_to_do(old: Document, new: Document) -> None:
    for finding in breaking(old, new):
        assert finding.message
        assert finding.fix
        assert Ref.parse(finding.subject).entry == old.entry


rows = st.lists(
    st.builds(
        lambda when, show: {**({"when": when} if when else {}), "show": show},
        st.dictionaries(st.sampled_from(["one", "two"]), st.lists(st.sampled_from("abc"), min_size=1, unique=True)),
        st.sampled_from(["@one", "@two", "x", "y"]),
    ),
    min_size=1,
    max_size=5,
)


def display(rows: list[dict[str, Any]]) -> Document:
    body = {"type": "display", "dimensions": ["one", "two"], "optional": ["two"], "rows": rows}
    return Document(Ref("status", "overview"), body)


def answer(document: Document, states: dict[str, str]) -> str | None:
    row = next((row for row in table_of(document).rows if row.matches(states)), None)
    return row and (row.code or f"@{row.dimension}")


@given(rows, rows)
def test_a_display_is_found_to_answer_otherwise_exactly_where_it_does(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    old, new = display(before), display(after)
    wanted = set()
    for one, two in product("abcz", ["a", "b", "c", "z", None]):
        states = {"one": one, **({"two": two} if two else {})}
        was, now = answer(old, states), answer(new, states)
        if was and now and was != now:
            wanted.add((was, now))
    found = [finding for finding in breaking(old, new) if finding.rule == "display/answer-changed"]
    said = {tuple(finding.message.split("'")[1::2]) for finding in found}
    assert said == wanted


@given(st.integers(1, 400), st.integers(1, 400))
def test_the_longer_of_two_durations_is_longer_in_any_unit(days: int, more: int) -> None:
    assert length(f"P{days}D") == length(f"PT{days * 24}H")
    assert (length(f"P{days + more}D") or 0) > (length(f"P{days}D") or 0)
    assert length(f"P{days}W") == length(f"P{days * 7}D")


def test_a_vocabulary_as_large_as_they_get_is_compiled_and_compared() -> None:
    codes = [f"s{number}" for number in range(500)]
    chain = list(pairwise(codes)) * 10
    body = {
        "type": "vocabulary",
        "mode": "strict",
        "initial": ["s0"],
        "statuses": {code: status(code, end=code == "s499") for code in codes},
        "transitions": [
            {"event": f"e{number}", "from": [one], "to": to, "actors": ["shop"]}
            for number, (one, to) in enumerate(chain)
        ],
    }
    large = Document(Ref("status", "letters"), body)
    graph = graph_of(large)
    assert len(graph.transitions) == 4990
    assert graph.ending == graph.reachable == frozenset(codes)
    assert len(graph.path("s0", "s499") or ()) == 499
    shorter = Document(large.entry, {**body, "transitions": body["transitions"][:-1]})
    assert [finding.rule for finding in breaking(large, shorter)] == ["status/transition-removed"]
