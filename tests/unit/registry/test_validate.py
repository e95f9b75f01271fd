"""Validation: what one document does to the judgement of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from truth.factory import open_shapes
from truth.model.finding import Finding, Mark, Severity, Stretch
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot
from truth.registry.validate import Scope, has_errors, located, validate

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def findings(snapshot: Snapshot, scope: Scope | None = None) -> list[Finding]:
    return validate(snapshot, open_shapes(), NOW, scope or Scope())


def rules(snapshot: Snapshot) -> list[str]:
    return [finding.rule for finding in findings(snapshot)]


def test_a_misshapen_entry_does_not_accuse_what_points_at_it(shop: Callable[..., Snapshot]) -> None:
    def point(body: dict[str, Any]) -> None:
        body["arguments"]["days"] = {"ref": "policy:returns/values/window"}
        body["statuses"]["delivered"]["next"] = {"en": "You have {days}.", "de": "Sie haben {days}."}

    broken = {"policy:returns": lambda body: body.update(nonsense=1), "status:order": point}
    assert rules(shop(broken)) == ["document/schema"]


def test_without_a_profile_only_that_is_said(shop: Callable[..., Snapshot]) -> None:
    assert rules(shop({"company:profile": None})) == ["document/missing-profile"]


def test_a_misshapen_profile_is_said_and_nothing_else_guessed(shop: Callable[..., Snapshot]) -> None:
    found = findings(shop({"company:profile": lambda body: body.update(locales=[])}))
    assert {finding.subject for finding in found} == {"company:profile"}


def test_only_what_is_in_scope_is_judged(shop: Callable[..., Snapshot]) -> None:
    wrong: Mapping[str, Any] = {
        entry: lambda body: body.update(owner="nobody") for entry in ("policy:returns", "status:order")
    }
    found = findings(shop(wrong), Scope({Ref.parse("status:order")}))
    assert [finding.subject for finding in found] == ["status:order"]


def test_a_document_outside_its_window_is_judged_like_any_other(shop: Callable[..., Snapshot]) -> None:
    def later(body: dict[str, Any]) -> None:
        body["window"] = {"from": "2100-01-01T00:00:00Z"}

    snapshot = shop({"policy:returns": later})
    assert rules(Snapshot(snapshot.standings, NOW)) == ["document/schema"]


def test_a_pointer_leads_into_the_body_where_the_words_were_written(shop: Callable[..., Snapshot]) -> None:
    def wrong(body: dict[str, Any]) -> None:
        body["wording"]["de"]["clauses"]["window"]["text"] = "Sie haben {widow}."

    found = findings(shop({"policy:returns": wrong}))
    unknown = next(finding for finding in found if finding.rule == "text/unknown-argument")
    assert unknown.pointer == "/wording/de/clauses/window/text"
    assert unknown.subject == "policy:returns/clauses/window"


def test_findings_are_located_through_the_port_and_keep_their_order() -> None:
    class Origins:
        def mark(self, entry: Ref, pointer: str, within: Stretch | None = None) -> Mark | None:
            return Mark(f"{entry.key}.yaml", 7, 3)

    warning = Finding("x/y", Severity.WARNING, "policy:a/clauses/b", "m")
    error = Finding("x/z", Severity.ERROR, "policy:b", "m", pointer="/owner")
    assert [str(finding.mark) for finding in located([warning, error], Origins())] == ["b.yaml:7", "a.yaml:7"]
    assert has_errors([error])
    assert not has_errors([warning])
    assert has_errors([warning], Severity.WARNING)
