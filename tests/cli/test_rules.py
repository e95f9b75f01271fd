"""`truth rules`: the reference of every check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from truth.factory import all_rules

Call = Callable[..., Any]


def test_every_rule_is_listed_with_its_severity_and_why(truth: Call) -> None:
    lines = truth("rules").out.splitlines()
    assert len(lines) == len(all_rules())
    for rule, line in zip(all_rules(), lines, strict=True):
        assert line.split()[:2] == [rule.id, str(rule.severity)]
        assert line.endswith(rule.why)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_one_rule_is_shown_with_both_of_its_examples(truth: Call, rule: Any) -> None:
    said = truth("rules", rule.id)
    assert said.code == 0
    assert rule.why in said.out
    assert said.out.index("\npasses\n") < said.out.index("\nfails\n")
    shown = truth("rules", rule.id, "--format", "json").json
    assert (shown["id"], shown["passes"], shown["fails"]) == (rule.id, rule.passes, rule.fails)


def test_an_area_lists_its_own_rules(truth: Call) -> None:
    said = truth("rules", "text", "--format", "json").json
    assert [rule["id"] for rule in said] == [rule.id for rule in all_rules() if rule.id.startswith("text/")]


@pytest.mark.parametrize(("id", "nearest"), [("text/bad-patern", "text/bad-pattern"), ("documents", "document")])
def test_an_unknown_rule_is_answered_with_the_nearest(truth: Call, id: str, nearest: str) -> None:
    said = truth("rules", id)
    assert said.code == 1
    assert f"did you mean '{nearest}'?" in said.err
