"""What a change breaks.

A case in ``tests/cases/<kind>/breaking`` is a change to the starter content: ``before`` laid over it, and ``after``
over that; ``finds`` is everything it breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from truth.factory import all_rules, read_content
from truth.model.document import Document
from truth.model.finding import Category
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot, snapshot_of
from truth.registry.breaking import breaking, category_of

ROOT = Path(__file__).parents[3]
CASES = sorted(ROOT.joinpath("tests", "cases").glob("*/breaking/*.yaml"))


def laid_over(bodies: Mapping[str, Any], patches: Mapping[str, Any]) -> Mapping[str, Any]:
    """RFC 7396, entry by entry."""
    merged_bodies = {**bodies, **{entry: merged(bodies.get(entry), patch) for entry, patch in patches.items()}}
    return {entry: body for entry, body in merged_bodies.items() if body is not None}


def merged(target: Any, patch: Any) -> Any:
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    result |= {key: merged(result.get(key), value) for key, value in patch.items()}
    return {key: value for key, value in result.items() if value is not None}


def snapshot(bodies: Mapping[str, Any]) -> Snapshot:
    return snapshot_of(Document(Ref.parse(entry), body) for entry, body in bodies.items())


@cache
def sample() -> Snapshot:
    return snapshot_of(read_content(ROOT / "content").documents.values())


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_a_change_breaks_what_the_case_says_and_nothing_else(path: Path, bodies: Mapping[str, Any]) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    before = laid_over(bodies, case.get("before", {}))
    findings = sorted(breaking(snapshot(before), snapshot(laid_over(before, case["after"]))), key=place)
    wanted = sorted(case["finds"], key=lambda one: (one["rule"], one["subject"], one["says"]))
    assert [(one.rule, one.subject) for one in findings] == [(one["rule"], one["subject"]) for one in wanted], findings
    for finding, want in zip(findings, wanted, strict=True):
        assert want["says"] in finding.message
        assert finding.fix


def place(finding: Any) -> tuple[str, str, str]:
    return (finding.rule, finding.subject, finding.message)


def test_the_sample_compared_with_itself_breaks_nothing() -> None:
    assert breaking(sample(), sample()) == []


def test_what_is_new_breaks_nothing() -> None:
    fewer = sample().laid_over({Ref("status", "shopify"): None, Ref("status", "order"): None})
    assert breaking(fewer, sample()) == []


def test_every_vocabulary_taken_away_is_found() -> None:
    gone = sample().laid_over({document.entry: None for document in sample().of_kind("status")})
    assert {finding.subject for finding in breaking(sample(), gone)} == {
        str(document.entry) for document in sample().of_kind("status")
    }


def test_a_rule_about_a_change_says_what_it_breaks() -> None:
    assert category_of("status/removed") is Category.WIRE
    assert category_of("text/locale-removed") is Category.RENDER
    assert category_of("status/label-changed") is Category.PROMISE
    assert category_of("text/missing-locale") is None


@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.category], ids=lambda rule: rule.id)
def test_every_rule_about_a_change_has_its_category(rule: Any) -> None:
    assert category_of(rule.id) is rule.category


def test_findings_come_with_the_most_severe_first(shop: Callable[..., Snapshot]) -> None:
    def change(body: dict[str, Any]) -> None:
        body["statuses"]["shipped"]["label"]["en"] = "Sent"
        del body["statuses"]["placed"]["allows"]

    found = [finding.severity for finding in breaking(shop(), shop({"status:order": change}))]
    assert found == ["error", "review"]
