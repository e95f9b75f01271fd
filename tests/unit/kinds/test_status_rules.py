"""What the status rules say beyond their own examples.

A case in ``tests/cases/status/rules`` is laid over the starter content; ``finds`` is everything found on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

import truth
from truth.factory import open_shapes
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.model.document import Document
from truth.model.finding import Finding
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.validate import validate

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CASES = sorted(Path(__file__).parents[2].joinpath("cases", "status", "rules").glob("*.yaml"))
STARTER = read_folder(Path(truth.__file__).parent / "files" / "starter", KINDS).documents


def found_in(patches: Mapping[str, Any]) -> list[Finding]:
    bodies: dict[Ref, Any] = {entry: document.body for entry, document in STARTER.items()}
    for entry, patch in patches.items():
        bodies[Ref.parse(entry)] = merged(bodies.get(Ref.parse(entry), {}), patch)
    return validate(snapshot_of([Document(entry, body) for entry, body in bodies.items()]), open_shapes(), NOW)


def merged(target: Any, patch: Any) -> Any:
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    return result | {key: merged(result.get(key), value) for key, value in patch.items()}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_found_where_it_is_wrong_and_nowhere_else(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    findings = sorted(found_in(case["laid_over_the_starter"]), key=lambda one: (one.rule, one.pointer))
    wanted = sorted(case["finds"], key=lambda one: (one["rule"], one["pointer"]))
    assert [(one.rule, one.pointer) for one in findings] == [(one["rule"], one["pointer"]) for one in wanted], findings
    for finding, want in zip(findings, wanted, strict=True):
        assert want["says"] in finding.message
        assert want.get("fix", finding.fix) == finding.fix
        assert finding.fix or finding.rule == "document/unknown-ref"
        assert finding.severity == want.get("severity", "error")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("canceled", "cancelled"),
        ("authorised", "authorized"),
        ("in_transit", "intransit"),
        ("fulfiled", "fulfilled"),
        ("colour_checked", "color_checked"),
    ],
)
def test_spellings_of_one_word_have_something_in_common(one: str, other: str) -> None:
    from truth.kinds.status.rules.codes import spelling

    assert spelling(one) == spelling(other)


@pytest.mark.parametrize(("one", "other"), [("step_1_1", "step_11"), ("lost", "last"), ("shipped", "shopped")])
def test_different_words_have_not(one: str, other: str) -> None:
    from truth.kinds.status.rules.codes import spelling

    assert spelling(one) != spelling(other)
