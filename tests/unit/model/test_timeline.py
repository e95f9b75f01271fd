"""What a timeline answers: the meaning every store is tested against."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from truth.model.document import Document
from truth.model.errors import BeforeFirstRelease, Invalid
from truth.model.ref import Ref
from truth.model.release import Authority, Cause, Item, Release, Voided
from truth.model.snapshot import Position
from truth.model.timeline import Timeline

START = datetime(2026, 1, 1, tzinfo=UTC)
RETURNS, SALE = Ref("policy", "returns"), Ref("price", "sale")


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def timeline(*rows: tuple[float, float, Mapping[Ref, Any]], voided: tuple[Voided, ...] = ()) -> Timeline:
    """Releases from (day recorded, day effective, {entry: body or None})."""
    documents: dict[str, Document] = {}
    releases = []
    for number, (recorded, effective, bodies) in enumerate(rows, start=1):
        items = []
        for entry, body in bodies.items():
            document = Document(entry, body) if body is not None else None
            if document:
                documents[document.digest] = document
            items.append(Item(entry, 1 if document else None, document and document.digest))
        releases.append(Release(number, day(recorded), day(effective), Authority("ann"), tuple(items)))
    return Timeline(tuple(releases), voided, documents)


def days_said(line: Timeline, at: float, known: float | None = None) -> int:
    snapshot = line.at(day(at), None if known is None else day(known))
    return int(snapshot.documents[RETURNS].body["days"])


def test_before_the_first_release_is_an_error_and_never_the_first_version() -> None:
    with pytest.raises(BeforeFirstRelease, match="2025-12-31T00:00:00Z"):
        timeline((0, 0, {RETURNS: {"days": 30}})).at(day(-1))


def test_the_answer_at_an_instant_is_what_had_taken_effect_by_then() -> None:
    line = timeline((0, 0, {RETURNS: {"days": 30}}), (5, 5, {RETURNS: {"days": 45}}))
    assert [days_said(line, at) for at in (0, 4.9, 5, 9)] == [30, 30, 45, 45]


def test_releases_count_in_the_order_they_take_effect_not_in_which_they_were_recorded() -> None:
    line = timeline((0, 0, {RETURNS: {"days": 30}}), (1, 9, {RETURNS: {"days": 60}}), (2, 2, {SALE: {"percent": "10"}}))
    assert [str(line.at(day(at)).pointer.position) for at in (0, 3, 9)] == ["1.0", "2.0", "3.0"]
    assert [line.at(day(at)).pointer.release for at in (0, 3, 9)] == [1, 3, 2]
    assert days_said(line, 9) == 60


def test_known_at_answers_what_was_known_then() -> None:
    line = timeline((0, 0, {RETURNS: {"days": 30}}), (5, 8, {RETURNS: {"days": 45}}))
    assert days_said(line, 9, known=4) == 30
    assert days_said(line, 9, known=5) == 45


def test_a_withdrawn_release_never_takes_effect_but_was_planned_as_known_before() -> None:
    withdrawn = Voided(2, day(3), Cause.WITHDRAWN)
    line = timeline((0, 0, {RETURNS: {"days": 30}}), (1, 8, {RETURNS: {"days": 45}}), voided=(withdrawn,))
    assert days_said(line, 9) == 30
    assert days_said(line, 9, known=2) == 45


def test_a_future_instant_is_marked_as_scheduled() -> None:
    line = timeline((0, 0, {RETURNS: {"days": 30}}), (1, 8, {RETURNS: {"days": 45}}))
    assert line.at(day(9), known_at=day(2)).pointer.scheduled
    assert not line.at(day(2), known_at=day(2)).pointer.scheduled


def test_the_next_change_is_the_nearest_release_or_window_edge() -> None:
    sale = {"window": {"from": "2026-01-04T00:00:00Z", "until": "2026-01-06T00:00:00Z"}}
    line = timeline((0, 0, {RETURNS: {"days": 30}, SALE: sale}), (1, 20, {RETURNS: {"days": 45}}))
    assert [line.at(day(at)).pointer.next_change for at in (0, 3, 5, 20)] == [day(3), day(5), day(19 + 1), None]


def test_window_edges_move_the_position_and_the_digest_without_a_release() -> None:
    sale = {"window": {"from": "2026-01-04T00:00:00Z", "until": "2026-01-06T00:00:00Z"}}
    line = timeline((0, 0, {RETURNS: {"days": 30}, SALE: sale}))
    before, during, after = (line.at(day(at)) for at in (0, 4, 6))
    assert [str(one.pointer.position) for one in (before, during, after)] == ["1.0", "1.1", "1.2"]
    assert [SALE in one.documents for one in (before, during, after)] == [False, True, False]
    assert before.digest == after.digest != during.digest


def test_a_retired_entry_is_gone_and_keeps_its_successor() -> None:
    line = timeline((0, 0, {RETURNS: {"replaced_by": "policy:refunds"}}), (2, 2, {RETURNS: None}))
    snapshot = line.at(day(3))
    assert RETURNS not in snapshot.documents
    assert snapshot.retired[RETURNS].replaced_by == "policy:refunds"


def test_positions_grow_by_releases_then_by_edges() -> None:
    assert sorted([Position(2, 0), Position(1, 9), Position(1, 2)])[0] == Position.parse("1.2")
    for text in ("1", "1.", "1.x", "-1.0", "", "١.٠"):
        with pytest.raises(Invalid, match="is not a position"):
            Position.parse(text)
