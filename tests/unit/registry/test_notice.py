"""A narrowed promise counts no sooner than customers are told, by what the company in force has promised."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from truth.factory import open_shapes
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.ref import Ref
from truth.model.release import Authority
from truth.registry.notice import earliest_after
from truth.registry.plan import Plan, apply, plan, plan_again
from truth.resources import folder
from truth.store.store import DatabaseStore

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
RULE = "release/notice-too-short"
WITHIN = {"input": "delivered_on", "op": "within", "ref": "values/window"}
CALM = dict.fromkeys(("next", "timeline", "help", "recovery"), "help")
Planned = Callable[..., Plan]


class Clock:
    """Tells the time it was set to."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[DatabaseStore]:
    store = DatabaseStore(f"sqlite:///{tmp_path / 'truth.db'}", clock)
    store.migrate(folder("migrations"))
    yield store
    store.close()


def merged(target: Any, patch: Any) -> Any:
    """RFC 7396."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    result |= {key: merged(result.get(key), value) for key, value in patch.items()}
    return {key: value for key, value in result.items() if value is not None}


@pytest.fixture
def planned(store: DatabaseStore, bodies: Mapping[str, Any]) -> Planned:
    """The starter with 14 days of notice in force, and a plan that lays changes over it."""
    shop = json.loads(json.dumps(bodies))
    shop["company:profile"]["governance"] = {"notice": {"policy": "P14D"}}
    rules = [{"when": WITHIN, "answer": "accept", "clause": "window", **CALM}]
    rules.append({"answer": "refuse", "clause": "help", **CALM})
    inputs = {"delivered_on": {"type": "date"}, "gift": {"type": "boolean"}}
    shop["policy:returns"]["decisions"] = {"return": {"input": inputs, "rules": rules}}

    def make(changes: Mapping[str, Any], effective_at: datetime | None = None) -> Plan:
        documents = [Document(Ref.parse(entry), merged(body, changes.get(entry, {}))) for entry, body in shop.items()]
        return plan(store, open_shapes(), documents, effective_at=effective_at)

    apply(store, make({}), Authority("ann"))
    return make


def narrowed(**more: Any) -> Mapping[str, Any]:
    return {"policy:returns": {"values": {"window": {"value": "P14D"}}}, **more}


def found(made: Plan) -> list[tuple[str, str]]:
    return [(finding.subject, finding.pointer) for finding in made.findings if finding.rule == RULE]


def test_a_narrowed_value_cannot_count_at_once(store: DatabaseStore, planned: Planned) -> None:
    made = planned(narrowed())
    assert found(made) == [
        ("policy:returns/decisions/return", "/decisions/return/rules/1"),
        ("policy:returns/values/window", "/values/window/value"),
    ]
    told = next(one for one in made.findings if one.subject.endswith("window"))
    assert "customers are told 14 days before, so it cannot count before 2026-12-15T00:00:00+01:00" in told.message
    assert told.fix == "publish it with --effective-at 2026-12-15T00:00:00+01:00, or later"
    with pytest.raises(Invalid):
        apply(store, made, Authority("ann"))
    assert store.head()[0] == 1, "nothing has changed"


@pytest.mark.parametrize(
    ("effective_at", "early"),
    [
        ("2026-12-14T23:59:59+01:00", True),
        ("2026-12-15T00:00:00+01:00", False),
        ("2026-12-14T23:00:00+00:00", False),
        ("2027-02-01T00:00:00+01:00", False),
    ],
)
def test_the_notice_ends_with_the_company_s_calendar_day(planned: Planned, effective_at: str, early: bool) -> None:
    assert bool(found(planned(narrowed(), datetime.fromisoformat(effective_at)))) == early


def test_a_widened_promise_may_count_at_once(store: DatabaseStore, planned: Planned) -> None:
    made = planned({"policy:returns": {"values": {"window": {"value": "P45D"}}}})
    assert not found(made)
    assert apply(store, made, Authority("ann")) is not None


def test_a_decision_that_refuses_what_it_accepted_is_a_narrowed_promise(planned: Planned) -> None:
    stricter = {"input": "gift", "op": "eq", "value": True}
    rules = [{"when": stricter, "answer": "refuse", "clause": "help", **CALM}]
    rules += [{"when": WITHIN, "answer": "accept", "clause": "window", **CALM}, {"answer": "refuse", "clause": "help"}]
    made = planned({"policy:returns": {"decisions": {"return": {"rules": rules}}}})
    assert found(made) == [("policy:returns/decisions/return", "/decisions/return/rules/0")]


def test_the_notice_is_that_of_the_company_in_force_and_not_of_the_change(planned: Planned) -> None:
    waived = {"company:profile": {"governance": {"notice": None}}}
    assert found(planned(narrowed(**waived)))


def test_a_company_that_promises_no_notice_needs_none(store: DatabaseStore, planned: Planned) -> None:
    waived = {"company:profile": {"governance": {"notice": None}}}
    apply(store, planned(waived), Authority("ann"))
    assert not found(planned(narrowed(**waived)))


def test_a_plan_that_waited_is_judged_by_the_time_it_is_applied(
    store: DatabaseStore, planned: Planned, clock: Clock
) -> None:
    effective_at = datetime.fromisoformat("2026-12-15T00:00:00+01:00")
    made = planned(narrowed(), effective_at)
    assert not found(made)
    clock.now = NOW + timedelta(days=1)
    again = plan_again(store, open_shapes(), made.base, made.documents, effective_at)
    assert found(again)


@pytest.mark.parametrize(
    ("now", "notice", "zone", "earliest"),
    [
        ("2026-12-01T09:00:00+00:00", "P14D", "Europe/Berlin", "2026-12-15T00:00:00+01:00"),
        ("2026-12-01T23:30:00+00:00", "P14D", "Europe/Berlin", "2026-12-16T00:00:00+01:00"),
        ("2026-12-01T12:00:00+00:00", "P1D", "Pacific/Auckland", "2026-12-03T00:00:00+13:00"),
        ("2027-01-31T09:00:00+00:00", "P1M", "Europe/Berlin", "2027-02-28T00:00:00+01:00"),
        ("2027-03-27T12:00:00+00:00", "P1D", "Europe/Berlin", "2027-03-28T00:00:00+01:00"),
        ("2026-12-01T09:00:00+00:00", "PT48H", "Europe/Berlin", "2026-12-03T10:00:00+01:00"),
    ],
)
def test_notice_is_counted_in_the_company_s_days(now: str, notice: str, zone: str, earliest: str) -> None:
    assert earliest_after(datetime.fromisoformat(now), notice, zone) == datetime.fromisoformat(earliest)
