"""Event data in a code base: judged as histories, block by block, each finding at the status it is about."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.unit.drift.shop import CATALOGUE, found, rules
from truth.drift.config import EventFiles
from truth.drift.events import judge_events
from truth.drift.found import Found
from truth.kinds.status.history.record import blocks_of
from truth.model.errors import NotFound

TOLD = {"events": [{"vocabulary": "order", "files": ["events/**"]}]}
PLACED = {"order": "A-1", "status": "placed", "at": "2026-03-02T09:00:00Z"}
DELIVERED = {"order": "A-1", "status": "delivered", "at": "2026-03-03T09:00:00Z"}


def ndjson(*events: dict[str, str]) -> str:
    return "".join(f"{json.dumps(event)}\n" for event in events)


def test_a_skipped_step_is_found_at_the_status_that_came_too_soon() -> None:
    (one,) = found("events/log.ndjson", ndjson(PLACED, DELIVERED), TOLD)
    assert one.finding.rule == "drift/illegal-transition"
    assert one.said == "delivered"
    mark = one.finding.mark
    assert mark
    assert (mark.line, mark.column) == (2, 29)


def test_a_table_is_read_by_its_columns() -> None:
    table = "at;order;status\n2026-03-02T09:00:00Z;A-1;placed\n2026-03-02T10:00:00Z;A-1;delivered\n"
    (one,) = found("events/log.csv", table, TOLD)
    assert one.said == "delivered"
    assert one.finding.mark
    assert one.finding.mark.column == 26


def test_a_table_without_the_columns_is_a_finding() -> None:
    assert rules("events/log.csv", "id,state\n1,placed\n", TOLD) == ["drift/unreadable-event"]


def test_a_line_that_is_no_event_is_a_finding_and_the_rest_is_judged() -> None:
    text = ndjson(PLACED) + "{\n" + ndjson(DELIVERED)
    assert rules("events/log.ndjson", text, TOLD) == ["drift/unreadable-event", "drift/illegal-transition"]


def test_fields_may_be_called_otherwise() -> None:
    told = {"events": [{"vocabulary": "order", "files": ["events/**"], "fields": {"status": "state", "order": "id"}}]}
    text = ndjson({"id": "A-1", "state": "delivered"})
    (one,) = found("events/log.ndjson", text, told)
    assert (one.finding.rule, one.said) == ("drift/bad-first-status", "delivered")


def test_files_that_are_not_said_to_hold_events_are_not_judged_as_such() -> None:
    assert rules("data/log.ndjson", ndjson(PLACED, DELIVERED), TOLD) == []


def test_a_vocabulary_that_is_not_there_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(NotFound, match="status:order"):
        list(judge_events("log.ndjson", [], EventFiles("ordr", ("**",)), CATALOGUE))


def test_the_place_is_right_however_the_blocks_are_cut() -> None:
    text = ndjson(
        *({**PLACED, "order": f"A-{number}"} for number in range(400)), DELIVERED, {**DELIVERED, "order": "B"}
    )

    def places(blocks: Iterator[bytes]) -> list[tuple[int, int, str]]:
        judged: list[Found] = list(judge_events("log.ndjson", blocks, EventFiles("order", ("**",)), CATALOGUE))
        return [(one.start, one.end, one.said) for one in judged]

    data = text.encode()
    whole = places(iter([data]))
    assert [data[start:end].decode() for start, end, _ in whole] == [said for _, _, said in whole]
    assert len(whole) == 2
    assert places(blocks_of(data)) == whole
    assert places(data[at : at + 37] for at in range(0, len(data), 37)) == whole
