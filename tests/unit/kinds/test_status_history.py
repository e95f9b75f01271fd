"""What happened to orders, against what their vocabulary allows: findings on the right lines, and the rest checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.factory import read_content
from truth.kinds.status.graph import graph_of
from truth.kinds.status.history import tracker
from truth.kinds.status.history.formats import Format, read_events
from truth.kinds.status.history.record import LONGEST, Fields, blocks_of
from truth.kinds.status.history.sequence import first_faults
from truth.model.errors import Invalid, NotFound
from truth.model.finding import Finding
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.histories import histories

WAY = ["placed", "processing", "picking", "packed", "shipped", "in_transit", "out_for_delivery", "delivered"]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Line = Mapping[str, Any] | bytes | str


@cache
def sample() -> Catalogue:
    return Catalogue(snapshot_of(read_content(Path(__file__).parents[3] / "content").documents.values()))


def event(order: str, status: str, hour: int = 0, **more: Any) -> dict[str, Any]:
    at = (START + timedelta(hours=hour)).isoformat().replace("+00:00", "Z")
    return {"order": order, "status": status, "at": at, **more}


def ndjson(lines: Iterable[Line]) -> bytes:
    return b"\n".join(_bytes(line) for line in lines) + b"\n"


def _bytes(line: Line) -> bytes:
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line)).encode()


def judged(
    data: bytes,
    format: Format | None = Format.NDJSON,
    fields: Fields = Fields(),  # noqa: B008 - frozen
    system: str | None = None,
    vocabulary: str = "fulfilment",
) -> list[Finding]:
    found = histories(sample(), vocabulary, fields, system=system)
    return [one for batch in found.judge(read_events(blocks_of(data), format, fields)) for one in batch]


def places(findings: Iterable[Finding]) -> list[tuple[int, str]]:
    return [(one.mark.line if one.mark else 0, one.rule.removeprefix("drift/")) for one in findings]


def found(*lines: Line, **options: Any) -> list[tuple[int, str]]:
    return places(judged(ndjson(lines), **options))


def way(order: str, upto: str, begin: int = 0) -> list[dict[str, Any]]:
    """An order on the straight way to a status, an hour a step."""
    return [event(order, code, begin + hour) for hour, code in enumerate(WAY[: WAY.index(upto) + 1])]


def test_ten_lines_with_seven_faults_give_seven_findings_on_their_lines() -> None:
    lines = [
        event("A", "placed", 0),
        event("A", "packed", 1),  # skips processing and picking
        event("B", "shipped", 1),  # no order begins there
        event("A", "shipped", 2, actor="customer"),  # not theirs
        event("B", "in_transit", 2),
        event("B", "in_transit", 2),  # again
        event("C", "placed", 3),
        event("C", "cancelled", 4, actor="customer"),  # why?
        event("C", "processing", 5),  # after the end
        event("B", "out_for_deliverry", 6),  # no such status
    ]
    assert found(*lines) == [
        (2, "illegal-transition"),
        (3, "bad-first-status"),
        (4, "actor-not-allowed"),
        (6, "duplicate-event"),
        (8, "missing-reason"),
        (9, "after-the-end"),
        (10, "off-schema-code"),
    ]


def test_orders_that_go_their_way_are_right_however_often() -> None:
    assert found(*(line for number in range(50) for line in way(f"A-{number}", "delivered"))) == []


def test_an_illegal_transition_names_the_way_it_probably_skipped() -> None:
    (one,) = judged(ndjson([event("A", "placed"), event("A", "packed", 1)]))
    assert "confirm → processing, then pick → picking, then pack → packed" in one.message
    assert one.message.startswith("order A:")
    assert one.subject == "status:fulfilment"


def test_one_fault_is_told_once_and_the_order_goes_on_from_there() -> None:
    assert found(event("A", "placed"), event("A", "shipped", 1), event("A", "in_transit", 2)) == [
        (2, "illegal-transition")
    ]
    assert found(event("A", "placed"), event("A", "??", 1), event("A", "shipped", 2)) == [(2, "off-schema-code")]


def test_an_event_that_names_another_event_s_move_is_illegal() -> None:
    assert found(event("A", "placed"), event("A", "processing", 1, event="pack")) == [(2, "illegal-transition")]
    (one,) = judged(ndjson([event("A", "placed"), event("A", "processing", 1, event="confrim")]))
    assert "did you mean 'confirm'?" in one.message


def test_a_late_event_changes_nothing_and_a_wrong_clock_is_only_a_wrong_clock() -> None:
    late = [*way("A", "packed"), event("A", "processing", -1), event("A", "shipped", 9)]
    assert found(*late) == [(5, "out-of-order")]
    clock = [event("A", "placed", 5), event("A", "processing", 1), event("A", "picking", 6)]
    assert found(*clock) == [(2, "out-of-order")]


def test_the_same_event_again_is_a_duplicate_also_after_the_next_one_and_after_the_end() -> None:
    lines = way("A", "delivered")
    assert found(*lines[:3], lines[1]) == [(4, "duplicate-event")]
    assert found(*lines, lines[-1]) == [(9, "duplicate-event")]


def test_every_event_after_the_end_is_told() -> None:
    lines = [*way("A", "delivered"), event("A", "shipped", 20), event("A", "in_transit", 21)]
    assert found(*lines) == [(9, "after-the-end"), (10, "after-the-end")]


def test_staying_longer_than_expected_is_a_warning_on_the_event_that_ended_it() -> None:
    (one,) = judged(ndjson([event("A", "placed"), event("A", "processing", 30)]))
    assert (one.rule, one.severity, one.mark and one.mark.line) == ("drift/over-expectation", "warning", 2)
    assert "for 1 day 6 hours; 1 day are expected" in one.message


def test_orders_that_still_wait_are_found_at_an_instant() -> None:
    found = histories(sample(), "fulfilment", Fields())
    lines = [event("A", "placed", 0), event("B", "placed", 20), *way("C", "delivered")]
    assert list(found.judge(read_events([ndjson(lines)], None, Fields()))) == [[]]
    assert places(found.waiting(START + timedelta(hours=30))) == [(1, "over-expectation")]


def test_an_actor_and_a_reason_can_both_be_wrong() -> None:
    assert found(event("A", "placed"), event("A", "cancelled", 1, actor="carrier", reason="because")) == [
        (2, "actor-not-allowed"),
        (2, "missing-reason"),
    ]


def test_without_times_order_and_repetition_are_judged_by_the_statuses() -> None:
    lines = [{"order": 1, "status": code} for code in ("placed", "processing", "processing", "packed")]
    assert found(*lines) == [(3, "duplicate-event"), (4, "illegal-transition")]


@pytest.mark.parametrize(
    "line",
    [
        '{"order": "B", "sta',
        "[]",
        "3",
        "null",
        '{"order": NaN}',
        '"' + "x" * 10 + '"',
        b'{"order": "B\xff", "status": "placed"}',
        '{"order": "\\ud800", "status": "placed"}',
        '{"status": "placed"}',
        '{"order": null, "status": "placed"}',
        '{"order": true, "status": "placed"}',
        '{"order": {}, "status": "placed"}',
        '{"order": "", "status": "placed"}',
        '{"order": "B"}',
        '{"order": "B", "status": 3}',
        '{"order": "B", "status": ["placed"]}',
        '{"order": "B", "status": "placed", "at": 1772442000}',
        '{"order": "B", "status": "placed", "at": "2026-03-02"}',
        '{"order": "B", "status": "placed", "at": "2026-03-02T09:00:00"}',
        '{"order": "B", "status": "placed", "at": "2026-13-02T09:00:00Z"}',
        '{"order": "B", "status": "placed", "at": ""}',
        '{"order": "B", "status": "placed", "actor": {}}',
        b'{"order": "' + b"x" * (LONGEST + 1) + b'", "status": "placed"}',
        "[" * 5000,
    ],
    ids=lambda line: str(line)[:40],
)
def test_a_line_that_cannot_be_read_is_one_finding_and_the_rest_is_checked(line: Line) -> None:
    lines = [event("A", "placed"), line, "", event("A", "packed", 1)]
    assert found(*lines) == [(2, "unreadable-event"), (4, "illegal-transition")]


def test_a_torn_last_line_is_a_finding_and_a_whole_one_without_an_end_is_none() -> None:
    whole = ndjson([event("A", "placed"), event("A", "processing", 1)])
    assert judged(whole[:-1]) == []
    (one,) = judged(whole[:-9])
    assert (one.rule, one.mark and one.mark.line) == ("drift/unreadable-event", 2)
    assert "torn off" in one.message


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    data = b"\xef\xbb\xbf" + ndjson([event("A", "placed"), event("A", "packed", 1)]).replace(b"\n", b"\r\n")
    assert places(judged(data)) == [(2, "illegal-transition")]
    assert places(judged(data, None)) == [(2, "illegal-transition")]


def test_fields_have_the_names_they_are_said_to_have() -> None:
    lines = [{"id": 7, "state": "placed", "who": 1}, {"id": 7, "state": "packed", "who": 2}]
    fields = Fields(order="id", status="state", actor=None)
    assert found(*lines, fields=fields) == [(2, "illegal-transition")]
    (one, _) = judged(ndjson(lines))
    assert "--field order=NAME" in str(one.fix)


def test_several_vocabularies_are_told_apart_by_a_field() -> None:
    lines = [
        {**event("A", "placed"), "of": "fulfilment"},
        {**event("A", "due"), "of": "payment"},
        {**event("A", "shipped", 1), "of": "payment"},
        {**event("A", "packed", 1)},
        {**event("A", "due", 2), "of": "paymnet"},
    ]
    findings = judged(ndjson(lines), fields=Fields(vocabulary="of"))
    assert places(findings) == [(3, "off-schema-code"), (4, "illegal-transition"), (5, "off-schema-code")]
    assert findings[0].subject == "status:payment"
    assert "did you mean" in findings[2].message


def test_another_system_s_codes_are_translated() -> None:
    codes = ["UNFULFILLED", "IN_PROGRESS", "FULFILLED", "PARTIALLY_FULFILLED", "FULFILLMENT_NOT_REQUIRED", "FOO"]
    lines = [event("A", code, hour) for hour, code in enumerate(codes)]
    system = "shopify.order_display_fulfillment"
    assert found(*lines, system=system) == [(3, "illegal-transition"), (6, "off-schema-code")]
    with pytest.raises(NotFound, match="did you mean"):
        judged(b"", system="shopify.order_display_fulfilment")
    with pytest.raises(NotFound, match="is translated into fulfilment, not into payment"):
        judged(b"", system=system, vocabulary="payment")


def table(rows: Iterable[Iterable[str]], separator: str = ",") -> bytes:
    return "\r\n".join(separator.join(row) for row in rows).encode() + b"\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_by_its_columns(separator: str) -> None:
    rows = [["at", "order", "status", "actor"], ["2026-03-02T09:00:00Z", "A", "placed", ""]]
    rows += [["2026-03-02T10:00:00Z", "A", "processing", '"shop"'], ["", "A", "shipped", "warehouse"]]
    assert places(judged(table(rows, separator), None)) == [(4, "illegal-transition")]


def test_a_table_s_bad_lines_are_findings_and_the_rest_is_checked() -> None:
    data = b'order,status\nA,placed\nA,"pack\nA\n\nA,\xff\nA,packed\n'
    assert places(judged(data, Format.CSV)) == [
        *[(3, "unreadable-event"), (4, "unreadable-event"), (6, "unreadable-event"), (7, "illegal-transition")]
    ]


def test_a_table_without_the_columns_is_refused_with_the_nearest() -> None:
    with pytest.raises(Invalid, match="did you mean 'state'"):
        judged(b"id,state\n1,placed\n", Format.CSV, Fields(order="id"))


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("size", [7, 100, 100_000])
def test_a_json_list_is_read_piece_by_piece(indent: int | None, size: int) -> None:
    data = json.dumps([*way("A", "packed"), event("Ä", "shipped", 5)], indent=indent, ensure_ascii=False).encode()
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    judge = histories(sample(), "fulfilment", Fields())
    findings = [one for batch in judge.judge(read_events(pieces, Format.JSON, Fields())) for one in batch]
    assert places(findings) == [(1 + 4 * 5 + 1 if indent else 1, "bad-first-status")]


def test_a_broken_json_list_is_a_finding_and_the_rest_is_checked() -> None:
    data = b'[\n{"order": "A", "status": "placed"},\n{"order": "A", "status": },\n{"order": "A", "status": "packed"}\n'
    assert places(judged(data, None)) == [(3, "unreadable-event"), (4, "illegal-transition"), (5, "unreadable-event")]


def test_of_orders_that_ended_only_the_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracker, "REMEMBERED", 2)
    ended = [line for name in "ABC" for line in way(name, "delivered")]
    assert found(*ended, event("A", "shipped", 20), event("C", "shipped", 20)) == [
        (25, "bad-first-status"),
        (26, "after-the-end"),
    ]


@given(data=st.binary(max_size=300), format=st.sampled_from([None, *Format]))
def test_no_bytes_break_it(data: bytes, format: Format | None) -> None:
    try:
        findings = judged(data, format)
    except Invalid:
        return
    assert all(one.mark and 1 <= one.mark.line <= data.count(b"\n") + 1 for one in findings)


@given(codes=st.lists(st.sampled_from([*WAY, "cancelled", "on_hold", "nonsense"]), max_size=12))
def test_a_history_is_right_exactly_when_every_move_is_listed(codes: list[str]) -> None:
    graph = graph_of(sample().document(Ref("status", "fulfilment")))
    lines = [{"order": "A", "status": code, "reason": "fraud"} for code in codes]
    repeats = any(one == other for one, other in pairwise(codes))
    legal = all(other in graph.allowed.get(one, ()) for one, other in pairwise(codes))
    right = legal and not repeats and (not codes or codes[0] in graph.initial) and "nonsense" not in codes
    findings = [rule for _, rule in found(*lines) if rule != "missing-reason"]
    assert (findings == []) == right


def test_bare_sequences_of_statuses_are_judged_by_their_first_fault() -> None:
    graph = graph_of(sample().document(Ref("status", "fulfilment")))
    histories = [WAY, ["placed", "packed", "shipped"], ["shipped"], [], ["placed", "nonsense"], [*WAY, "placed"]]
    assert first_faults(graph, histories) == {1: 1, 2: 0, 4: 1, 5: 8}
