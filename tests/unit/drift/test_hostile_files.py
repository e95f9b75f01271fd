"""Any file can be checked: what is wrong with it is a finding, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.drift.shop import judge
from truth.drift.source_file import SourceFile

JUDGE = judge()
PATHS = [
    "a.html",
    "a.html.j2",
    "a.tsx",
    "a.py",
    "a.json",
    "a.yaml",
    "a.csv",
    "a.ndjson",
    "a.po",
    "a.md",
    "a.vue",
    "a.liquid",
]
WORDS = [
    *("We handed your parcel to the carrier.", "Shipped", "returns", "14 days", "14–30 Tage", "order.status"),
    *("truth.text(", '"policy:returns/clauses/windw"', "{{", "}}", "{%", "%}", "<p>", "</p>", "==", '"', "'", "(", "]"),
    *("switch", "case", "OrderStatus", "enum", "data-truth=", "truth:ignore drift/x --", "\n", " ", "é", "\ufffc", "€"),
]


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=25, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=40))
def test_every_finding_stands_in_its_file(path: str, words: list[str]) -> None:
    data = " ".join(words).encode("utf-8", "surrogatepass")
    for one in JUDGE.judge(SourceFile(path, data)).found:
        assert 0 <= one.start <= one.end <= len(data)
        assert one.finding.mark is not None
        assert one.finding.mark.line >= 1


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=15, deadline=None)
@given(data=st.binary(max_size=200))
def test_bytes_that_are_no_text_are_read_as_far_as_they_can_be(path: str, data: bytes) -> None:
    told = b"truth.text('policy:returns/clauses/window') order.status Shipped return 14 days "
    JUDGE.judge(SourceFile(path, told + data))
