"""A folder becomes one release, or nothing: planned, judged, applied on a real database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from truth.factory import open_shapes
from truth.model.document import Document
from truth.model.errors import Conflict, Invalid
from truth.model.ref import Ref
from truth.model.release import Authority
from truth.registry.compare import Change
from truth.registry.plan import Plan, apply, plan, plan_again
from truth.resources import folder
from truth.store.store import DatabaseStore

ANN, RETURNS, ORDER = Authority("ann"), Ref("policy", "returns"), Ref("status", "order")


class Clock:
    """Tells the time it was set to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, 12, tzinfo=UTC)

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


@pytest.fixture
def planned(store: DatabaseStore, bodies: Mapping[str, Any]) -> Callable[..., Plan]:
    """A plan of the starter content with functions run over some entries (None: left out)."""

    def build(changes: Mapping[str, Callable[[Any], object] | None] | None = None, **options: Any) -> Plan:
        copies = json.loads(json.dumps(bodies))
        for entry, change in (changes or {}).items():
            if change is None:
                del copies[entry]
            else:
                change(copies[entry])
        documents = [Document(Ref.parse(entry), body) for entry, body in copies.items()]
        return plan(store, open_shapes(), documents, **options)

    return build


def window(days: int) -> Callable[[Any], object]:
    return lambda body: body["values"]["window"].update(value=f"P{days}D")


def window_at(store: DatabaseStore, instant: datetime | None = None) -> str:
    value: str = store.at(instant).documents[RETURNS].body["values"]["window"]["value"]
    return value


def test_the_first_plan_adds_everything_and_applies_as_release_1(
    store: DatabaseStore, planned: Callable[..., Plan]
) -> None:
    made = planned()
    assert {change.change for change in made.changes} == {Change.ADDED}
    release = apply(store, made, ANN)
    assert release is not None
    assert release.number == 1
    assert str(store.at().pointer.position) == "1.0"


def test_the_same_content_applied_twice_changes_nothing(store: DatabaseStore, planned: Callable[..., Plan]) -> None:
    apply(store, planned(), ANN)
    again = planned()
    assert again.changes == ()
    assert apply(store, again, ANN) is None
    assert store.head() == (1, 0)


def test_a_plan_shows_every_text_that_reads_differently_in_every_entry(
    store: DatabaseStore, planned: Callable[..., Plan]
) -> None:
    apply(store, planned(), ANN)
    made = planned({"policy:returns": window(45), "status:order": lambda body: body})
    assert [str(change.entry) for change in made.changes] == ["policy:returns"]
    assert [(node.pointer, node.before, node.after) for node in made.changes[0].nodes] == [
        ("/values/window/value", "P30D", "P45D")
    ]
    changed = {(str(text.ref), text.locale) for text in made.texts}
    assert {("policy:returns/clauses/window", "en"), ("policy:returns/clauses/window", "de")} <= changed
    assert all("45" in (text.after or "") for text in made.texts)


def test_another_entry_that_binds_the_value_reads_differently_too(
    store: DatabaseStore, planned: Callable[..., Plan]
) -> None:
    def bind(body: Any) -> None:
        body["arguments"]["days"] = {"ref": "policy:returns/values/window"}
        body["statuses"]["delivered"]["next"] = {"en": "You have {days}.", "de": "Sie haben {days}."}

    apply(store, planned({"status:order": bind}), ANN)
    made = planned({"status:order": bind, "policy:returns": window(45)})
    assert [str(change.entry) for change in made.changes] == ["policy:returns"]
    assert "status:order/delivered/next" in {str(text.ref) for text in made.texts}


def test_a_value_the_company_shares_changes_what_every_entry_reads(
    store: DatabaseStore, planned: Callable[..., Plan]
) -> None:
    def share(body: Any) -> None:
        body["arguments"]["days"] = {"ref": "policy:returns/values/window"}

    def use(body: Any) -> None:
        body["statuses"]["delivered"]["next"] = {"en": "You have {days}.", "de": "Sie haben {days}."}

    shared = {"company:profile": share, "status:order": use}
    apply(store, planned(shared), ANN)
    made = planned({**shared, "policy:returns": window(45)})
    read = {(str(text.ref), text.locale): (text.before, text.after) for text in made.texts}
    assert read["status:order/delivered/next", "de"] == ("Sie haben 30 Tage.", "Sie haben 45 Tage.")


def test_a_plan_shows_the_day_its_wording_would_take_effect(
    store: DatabaseStore, planned: Callable[..., Plan], clock: Clock
) -> None:
    def dated(body: Any) -> None:
        for translation in body["wording"].values():
            translation["clauses"]["help"]["text"] += " ({effective}, {updated})"

    def bind(body: Any) -> None:
        body["arguments"]["days"] = {"ref": "policy:returns/values/window"}
        body["statuses"]["delivered"]["next"] = {"en": "{days}, {effective}", "de": "{days}, {effective}"}

    apply(store, planned({"policy:returns": dated, "status:order": bind}), ANN)
    clock.now += timedelta(days=9)
    changes = {"policy:returns": lambda body: (dated(body), window(45)(body)), "status:order": bind}
    made = planned(changes, effective_at=clock.now + timedelta(days=20))
    after = {str(text.ref): text.after or "" for text in made.texts if text.locale == "en"}
    assert "(January 30, 2026, January 10, 2026)" in " ".join(after["policy:returns/clauses/help"].split())
    assert after["status:order/delivered/next"] == "45 days, January 1, 2026"


def test_errors_stop_an_apply_and_nothing_changes(store: DatabaseStore, planned: Callable[..., Plan]) -> None:
    apply(store, planned(), ANN)
    with pytest.raises(Invalid) as refused:
        apply(store, planned({"policy:returns": lambda body: body.update(owner="nobody")}), ANN)
    assert [finding.rule for finding in refused.value.findings] == ["document/unknown-owner"]
    assert store.head() == (1, 0)


def test_an_entry_missing_from_the_folder_is_retired_only_when_that_is_confirmed(
    store: DatabaseStore, planned: Callable[..., Plan]
) -> None:
    apply(store, planned(), ANN)
    made = planned({"status:order": None})
    assert made.retirements == (ORDER,)
    with pytest.raises(Invalid) as refused:
        apply(store, made, ANN)
    assert [finding.rule for finding in refused.value.findings] == ["release/unconfirmed-retirement"]
    assert apply(store, made, ANN, retire=True) is not None
    assert ORDER in store.at().retired


def test_an_entry_whose_file_could_not_be_read_is_not_taken_for_retired(
    store: DatabaseStore, planned: Callable[..., Plan]
) -> None:
    apply(store, planned(), ANN)
    assert planned({"status:order": None}, unread=[ORDER]).retirements == ()


def test_a_stale_plan_is_refused_and_told_what_changed(store: DatabaseStore, planned: Callable[..., Plan]) -> None:
    apply(store, planned(), ANN)
    mine, theirs = planned({"policy:returns": window(45)}), planned({"policy:returns": window(60)})
    apply(store, theirs, Authority("ben"))
    with pytest.raises(Conflict, match=r"ben published release 2 .* changing policy:returns"):
        apply(store, mine, ANN)
    assert window_at(store) == "P60D"


def test_a_plan_read_back_from_a_file_is_as_good_while_its_base_stands(
    store: DatabaseStore, planned: Callable[..., Plan]
) -> None:
    apply(store, planned(), ANN)
    made = planned({"policy:returns": window(45)})
    again = plan_again(store, open_shapes(), made.base, made.documents, None)
    assert again.changes == made.changes
    apply(store, again, ANN)
    assert window_at(store) == "P45D"
    with pytest.raises(Conflict, match="ann published release 2"):
        plan_again(store, open_shapes(), made.base, made.documents, None)


def test_a_release_can_take_effect_later(store: DatabaseStore, planned: Callable[..., Plan], clock: Clock) -> None:
    apply(store, planned(), ANN)
    monday = clock.now + timedelta(days=2)
    apply(store, planned({"policy:returns": window(45)}, effective_at=monday), ANN)
    assert window_at(store) == "P30D"
    assert store.at().pointer.next_change == monday
    assert window_at(store, monday) == "P45D"
    assert store.at(monday).pointer.scheduled
    assert planned({"policy:returns": window(45)}, effective_at=monday).changes == ()
    clock.now = monday
    assert window_at(store) == "P45D"
    assert str(store.at().pointer.position) == "2.0"


def test_a_plan_goes_stale_when_a_scheduled_release_takes_effect_in_between(
    store: DatabaseStore, planned: Callable[..., Plan], clock: Clock
) -> None:
    apply(store, planned(), ANN)
    monday = clock.now + timedelta(days=2)
    apply(store, planned({"policy:returns": window(45)}, effective_at=monday), ANN)
    made = planned({"policy:returns": window(60)})
    clock.now = monday + timedelta(hours=1)
    with pytest.raises(Conflict, match="took effect"):
        apply(store, made, ANN)


def test_nothing_takes_effect_in_the_past(planned: Callable[..., Plan], clock: Clock) -> None:
    with pytest.raises(Invalid, match="has passed") as refused:
        planned(effective_at=clock.now - timedelta(days=1))
    assert refused.value.findings[0].rule == "release/backdated"
