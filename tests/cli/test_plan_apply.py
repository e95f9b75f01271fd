"""`truth plan` and `truth apply`: what would change, and the release that makes it so."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]
CLAUSE = "policy:returns/clauses/window"
DATABASE = "sqlite:///truth.db"


@pytest.fixture
def longer(truth: Call, content: Path, edit: Edit) -> Path:
    """The starter is released; then its content promises 45 days."""
    assert truth("apply", "--who", "clara").code == 0
    edit(content / "policy/returns/policy.yaml", "P30D", "P45D")
    return content


def later(**by: int) -> str:
    """An instant to come."""
    return (datetime.now(UTC) + timedelta(**by)).isoformat()


def test_a_plan_names_the_document_and_every_text_that_reads_differently(truth: Call, longer: Path) -> None:
    said = truth("plan", "--format", "json").json
    (changed,) = said["entries"]
    assert (changed["ref"], changed["change"]) == ("policy:returns", "changed")
    assert changed["places"] == [{"pointer": "/values/window/value", "before": "P30D", "after": "P45D"}]
    refs = [CLAUSE, "status:order/delivered/recovery"]
    assert [(text["ref"], text["locale"]) for text in said["texts"]] == [
        (ref, at) for ref in refs for at in ("en", "de")
    ]
    assert "30 Tage" in said["texts"][1]["before"]
    assert "45 Tage" in said["texts"][1]["after"]
    assert (said["retirements"], said["findings"]) == ([], [])


def test_a_plan_reads_well_without_colours(truth: Call, longer: Path) -> None:
    said = truth("plan")
    assert said.code == 0
    assert said.out.startswith("1 document differs\n  ~ changed  policy:returns\n")
    assert "      /values/window/value  P30D → P45D" in said.out
    assert "4 texts read differently" in said.out
    assert "      - You can return your order within 30 days of delivery." in said.out
    assert "      + You can return your order within 45 days of delivery." in said.out
    assert "To make it so:  truth apply content\n" in said.out


def test_a_plan_changes_nothing(truth: Call, longer: Path) -> None:
    truth("plan")
    assert "30 days" in truth("get", CLAUSE, "--source", DATABASE).out


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--exit-code"], 1)])
def test_a_plan_with_changes_exits_with_1_only_when_asked(
    truth: Call, longer: Path, options: list[str], code: int
) -> None:
    assert truth("plan", *options).code == code


def test_a_plan_without_changes_exits_with_0(truth: Call, content: Path) -> None:
    truth("apply")
    said = truth("plan", "--exit-code")
    assert (said.code, said.out) == (0, "Nothing to change: the registry says what content says.\n")


def test_a_plan_with_errors_exits_with_1_and_is_not_written(truth: Call, longer: Path, edit: Edit) -> None:
    edit(longer / "policy/returns/policy.yaml", "P45D", "P45")
    said = truth("plan", "--out", "plan.json")
    assert said.code == 1
    assert "content/policy/returns/policy.yaml:7:12 error document/schema" in said.out
    assert "Fix the errors" in said.out
    assert not Path("plan.json").exists()


def test_a_file_that_cannot_be_read_is_no_retirement(truth: Call, longer: Path, edit: Edit) -> None:
    edit(longer / "policy/returns/policy.yaml", "owner: care", "owner: [care")
    said = truth("plan", "--format", "json")
    assert said.code == 1
    assert said.json["retirements"] == []
    assert [finding["rule"] for finding in said.json["findings"]] == ["document/syntax"]


def test_applying_says_release_position_and_when(truth: Call, longer: Path) -> None:
    said = truth("apply", "--note", "Longer returns", "--who", "clara")
    assert said.code == 0
    assert "  changed  policy:returns\n  4 texts read differently\n" in said.out
    assert "Release 2 is in effect since " in said.out
    assert said.out.endswith(", at position 2.0.\n")


def test_applying_the_same_folder_again_changes_nothing(truth: Call, longer: Path) -> None:
    truth("apply")
    said = truth("apply")
    assert (said.code, said.out) == (0, "Nothing to change: the registry says this already.\n")
    assert truth("apply", "--format", "json").json["release"] is None


def test_a_release_keeps_who_from_where_and_why(truth: Call, longer: Path) -> None:
    made = truth("apply", "--note", "Longer returns", "--who", "clara", "--format", "json").json["release"]
    assert (made["number"], made["position"]) == (2, "2.0")
    assert made["authority"]["who"] == "clara"
    assert made["authority"]["by"] == "local"
    assert made["authority"]["note"] == "Longer returns"
    assert made["authority"]["origin"]


def test_who_is_the_user_of_this_machine_unless_named(
    truth: Call, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "mira")
    assert truth("apply", "--format", "json").json["release"]["authority"]["who"] == "mira"


def test_errors_are_told_and_nothing_is_applied(truth: Call, longer: Path, edit: Edit) -> None:
    edit(longer / "policy/returns/policy.yaml", "P45D", "P45")
    said = truth("apply")
    assert said.code == 1
    assert "nothing was applied" in said.err
    assert "content/policy/returns/policy.yaml:7:12 error document/schema" in said.err
    assert "30 days" in truth("get", CLAUSE, "--source", DATABASE).out


def test_a_lower_bar_stops_an_apply_too(truth: Call, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "owner: care", 'owner: care\nreview_by: "2001-01-01"')
    said = truth("apply", "--fail-on", "warning")
    assert said.code == 1
    assert "document/review-overdue" in said.err
    assert truth("apply").code == 0


def test_a_missing_file_is_a_retirement_that_has_to_be_confirmed(truth: Call, longer: Path, edit: Edit) -> None:
    (longer / "status/order.yaml").unlink()
    planned = truth("plan")
    assert "- retired  status:order" in planned.out
    assert "--retire" in planned.out
    refused = truth("apply")
    assert refused.code == 1
    assert "release/unconfirmed-retirement" in refused.err
    assert truth("apply", "--retire").code == 0
    gone = truth("get", "status:order/shipped/label", "--source", DATABASE, "--format", "json")
    assert (gone.code, gone.json["type"]) == (1, "/problems/retired")


def test_a_plan_in_a_file_is_applied_as_it_was_planned(truth: Call, longer: Path, edit: Edit) -> None:
    assert "truth apply plan.json" in truth("plan", "--out", "plan.json").out
    edit(longer / "policy/returns/policy.yaml", "P45D", "P60D")
    assert truth("apply", "plan.json").code == 0
    assert "45 days" in truth("get", CLAUSE, "--source", DATABASE).out


def test_a_plan_is_refused_once_what_it_was_made_from_has_changed(truth: Call, longer: Path, edit: Edit) -> None:
    truth("plan", "--out", "plan.json")
    edit(longer / "policy/returns/policy.yaml", "P45D", "P60D")
    assert truth("apply", "--who", "mira").code == 0
    said = truth("apply", "plan.json", "--format", "json")
    assert said.code == 1
    assert said.json["type"] == "/problems/conflict"
    assert "60 days" in truth("get", CLAUSE, "--source", DATABASE).out


def test_a_release_can_take_effect_later(truth: Call, longer: Path) -> None:
    said = truth("apply", "--effective-at", later(days=2))
    assert "Release 2 takes effect at " in said.out
    assert "30 days" in truth("get", CLAUSE, "--source", DATABASE).out
    assert "45 days" in truth("get", CLAUSE, "--at", later(days=3)).out


def test_the_past_cannot_be_rewritten(truth: Call, longer: Path) -> None:
    for verb in ("plan", "apply"):
        said = truth(verb, "--effective-at", later(days=-2))
        assert said.code == 1
        assert "past" in said.err or "passed" in said.err


def test_a_plan_says_itself_when_it_takes_effect(truth: Call, longer: Path) -> None:
    truth("plan", "--out", "plan.json", "--effective-at", later(days=2))
    assert truth("apply", "plan.json", "--effective-at", later(days=4)).code == 2
    assert "takes effect at" in truth("apply", "plan.json").out


def test_another_database_can_be_named(truth: Call, content: Path, shop: Path) -> None:
    assert truth("apply", "--to", "sqlite:///other.db").code == 0
    assert "Nothing to change" in truth("plan", "--to", "sqlite:///other.db").out
    assert not (shop / "truth.db").exists()


BASE = {"head": 1, "voided": 0, "last": 1, "digest": "sha256:" + "0" * 64}
WHOLE = {"format": "truth-plan/1", "base": BASE, "effective_at": None, "changes": {}}
NO_PLANS = {
    "no JSON": "format: truth-plan/1",
    "an empty file": "",
    "a list": "[]",
    "another format": json.dumps({**WHOLE, "format": "truth-plan/2"}),
    "a field too many": json.dumps({**WHOLE, "force": True}),
    "a field too few": json.dumps({name: value for name, value in WHOLE.items() if name != "base"}),
    "a base that is none": json.dumps({**WHOLE, "base": {**BASE, "head": "1"}}),
    "a base that is true": json.dumps({**WHOLE, "base": {**BASE, "head": True}}),
    "no instant": json.dumps({**WHOLE, "effective_at": "tomorrow"}),
    "an instant that is a number": json.dumps({**WHOLE, "effective_at": 5}),
    "changes that are a list": json.dumps({**WHOLE, "changes": []}),
    "an entry that is no ref": json.dumps({**WHOLE, "changes": {"returns": {}}}),
    "a part of an entry": json.dumps({**WHOLE, "changes": {"policy:returns/title": {}}}),
    "a document that is a text": json.dumps({**WHOLE, "changes": {"policy:returns": "{}"}}),
    "a fraction": json.dumps({**WHOLE, "changes": {"policy:returns": {"x": 1.5}}}),
    "not a number": '{"format": NaN}',
    "depth without end": "[" * 100_000,
    "bytes that are no UTF-8": b"\xff\xfe{".decode("latin-1"),
}


@pytest.mark.parametrize("text", NO_PLANS.values(), ids=NO_PLANS)
def test_a_file_that_holds_no_plan_is_wrong_usage(truth: Call, content: Path, text: str) -> None:
    truth("apply")
    Path("plan.json").write_text(text, encoding="latin-1")
    said = truth("apply", "plan.json")
    assert (said.code, said.out) == (2, "")
    assert "plan.json" in said.err


@pytest.mark.parametrize(
    "change",
    [
        {"policy:returns": {"arguments": [1]}},
        {"policy:returns": {}},
        {"company:profile": {"locales": 5}},
        {"price:x": {}},
    ],
    ids=str,
)
def test_a_plan_with_documents_that_fit_no_schema_is_refused(truth: Call, longer: Path, change: dict[str, Any]) -> None:
    truth("plan", "--out", "plan.json")
    written = json.loads(Path("plan.json").read_text(encoding="utf-8"))
    Path("plan.json").write_text(json.dumps({**written, "changes": change}), encoding="utf-8")
    said = truth("apply", "plan.json")
    assert (said.code, said.out) == (1, "")


@pytest.mark.parametrize("verb", ["plan", "apply"])
def test_a_folder_with_a_document_that_fits_no_schema_gives_findings(truth: Call, longer: Path, verb: str) -> None:
    (longer / "policy/returns/policy.yaml").write_text("arguments: [1]\nvalues: nothing\n", encoding="utf-8")
    said = truth(verb)
    assert said.code == 1
    assert "content/policy/returns/policy.yaml:1:12 error document/schema" in said.out + said.err
