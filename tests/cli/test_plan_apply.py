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
    assert "      /values/window/value  30 days (P30D) → 45 days (P45D)" in said.out
    assert "4 texts read differently" in said.out
    assert "      - Not what you hoped for? You can return it within 30 days of delivery." in said.out
    assert "      + Not what you hoped for? You can return it within 45 days of delivery." in said.out
    assert "To make it so:  truth apply content\n" in said.out


def test_a_long_text_is_shown_once_with_what_went_and_what_came(truth: Call, longer: Path) -> None:
    lines = truth("plan").out.splitlines()
    assert "      ~ You can return your order within [-30-] {+45+} days of delivery. You" in lines
    assert "        need no reason, and the last day counts in full." in lines


def test_no_line_of_a_plan_is_wider_than_a_terminal(truth: Call, sample: Path, edit: Edit) -> None:
    assert truth("apply").code == 0
    edit(sample / "policy/returns/policy.yaml", "value: P30D", "value: P45D")
    said = truth("plan").out
    assert "      ~ " in said
    assert max(len(line) for line in said.splitlines()) <= 80


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


@pytest.fixture
def scheduled(truth: Call, longer: Path, edit: Edit) -> str:
    """Clara's 45 days are to count from an instant to come, which is returned; the folder says 60 now."""
    then = "2999-12-24T00:00:00+01:00"
    assert truth("apply", "--who", "clara", "--note", "Christmas", "--effective-at", then).code == 0
    edit(longer / "policy/returns/policy.yaml", "P45D", "P60D")
    return then


def test_a_plan_says_which_scheduled_release_it_would_make_stale(truth: Call, scheduled: str) -> None:
    said = truth("plan")
    assert said.code == 0
    assert "release:2 warning release/makes-stale release 2 by clara (“Christmas”)" in said.out
    assert f"scheduled for {scheduled}, becomes stale and will not take effect" in said.out
    assert "it was made without knowing what this changes in policy:returns" in said.out
    assert f"then truth apply --effective-at {scheduled}" in said.out
    (stale,) = truth("plan", "--format", "json").json["stale"]
    assert (stale["release"], stale["who"], stale["note"]) == (2, "clara", "Christmas")
    assert (stale["effective_at"], stale["entries"]) == ("2999-12-23T23:00:00Z", ["policy:returns"])


def test_applying_says_what_it_made_stale_and_so_does_the_history(truth: Call, scheduled: str) -> None:
    planned = truth("plan", "--format", "json").json
    said = truth("apply", "--who", "otto")
    assert (said.code, "Release 3 is in effect" in said.out) == (0, True)
    assert "release 2 by clara (“Christmas”)" in said.err
    assert planned["stale"][0]["release"] == 2
    (line,) = [line for line in truth("policy", "history", "returns").out.splitlines() if "Christmas" in line]
    assert line.endswith("[stale]")


def test_json_names_what_applying_made_stale(truth: Call, scheduled: str) -> None:
    planned = truth("plan", "--format", "json").json
    assert truth("apply", "--format", "json").json["stale"] == planned["stale"]


def test_a_lower_bar_keeps_a_scheduled_release_from_becoming_stale(truth: Call, scheduled: str) -> None:
    said = truth("apply", "--fail-on", "warning")
    assert (said.code, said.out) == (1, "")
    assert "release/makes-stale" in said.err


def test_what_follows_a_scheduled_release_makes_nothing_stale(truth: Call, scheduled: str) -> None:
    said = truth("plan", "--effective-at", scheduled, "--format", "json").json
    assert (said["stale"], said["findings"]) == ([], [])


def test_a_plan_in_a_file_says_what_it_makes_stale(truth: Call, longer: Path) -> None:
    assert truth("apply", "--effective-at", later(days=2)).code == 0
    assert truth("plan", "--effective-at", later(days=1), "--out", "plan.json").code == 0
    (stale,) = truth("apply", "plan.json", "--format", "json").json["stale"]
    assert stale["release"] == 2


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
