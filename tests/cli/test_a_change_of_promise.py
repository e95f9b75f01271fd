"""The story the registry exists for, with the sample company: 30 days become 45, and both answers stay known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]
CLAUSE = "policy:returns/clauses/window"
SAID = {"en": ("30 days", "45 days"), "de": ("30 Tage", "45 Tage"), "fr": ("30\u00a0jours", "45\u00a0jours")}


def test_a_longer_window_is_planned_applied_read_and_remembered(
    process: Call, truth: Call, sample: Path, edit: Edit
) -> None:
    first = process("apply", "--format", "json").json["release"]
    edit(sample / "policy/returns/policy.yaml", "value: P30D", "value: P45D")

    planned = process("plan", "--format", "json").json
    assert [entry["ref"] for entry in planned["entries"]] == ["policy:returns"]
    touched = {text["ref"] for text in planned["texts"]}
    assert CLAUSE in touched
    assert any(ref.startswith("status:fulfilment/") for ref in touched), "bound texts elsewhere read differently too"
    assert all(text["before"] != text["after"] for text in planned["texts"])

    second = process("apply", "--format", "json").json["release"]
    assert (second["number"], second["position"]) == (2, "2.0")
    for locale, (before, after) in SAID.items():
        assert after in truth("get", CLAUSE, "--locale", locale).out
        assert after in truth("get", CLAUSE, "--locale", locale, "--release", "2").out
        assert before in truth("get", CLAUSE, "--locale", locale, "--at", first["effective_at"]).out

    differs = process("diff", "1", "2")
    assert differs.code == 0
    assert "30 days (P30D) → 45 days (P45D)" in differs.out
    assert all(word in differs.out for pair in SAID.values() for word in pair)


def test_before_the_first_release_is_an_error_and_never_the_first_version(truth: Call, sample: Path) -> None:
    truth("apply")
    said = truth("get", CLAUSE, "--at", "2020-01-01T00:00:00Z", "--format", "json")
    assert said.code == 1
    assert said.json["type"] == "/problems/before-first-release"
