"""Every rule keeps its promise: its passing example passes, its failing example is found, and both are documented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import truth
from truth.drift.check import check
from truth.drift.config import config_of
from truth.drift.extract import extractor_for
from truth.drift.lock import lock_of, refs_used
from truth.drift.source_file import SourceFile
from truth.factory import all_rules, open_shapes
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.kinds.status.history.record import Batch, Fields
from truth.model.document import Document
from truth.model.finding import Rule
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.breaking import breaking
from truth.registry.catalogue import Catalogue
from truth.registry.histories import histories
from truth.registry.validate import validate

NOW = datetime(2026, 11, 22, tzinfo=UTC)
STARTER = read_folder(Path(truth.__file__).parent / "files" / "starter", KINDS).documents
BY_FILE = [rule for rule in all_rules() if any("/" in name for name in rule.fails)]
BY_PLAN = [rule for rule in all_rules() if rule.id.startswith("release/")]
BY_CHANGE = [rule for rule in all_rules() if "after" in rule.fails]
BY_EVENT = [rule for rule in all_rules() if "events" in rule.fails]
BY_CODE = [rule for rule in all_rules() if "files" in rule.fails]
BY_DOCUMENT = [rule for rule in all_rules() if rule not in [*BY_FILE, *BY_PLAN, *BY_CHANGE, *BY_EVENT, *BY_CODE]]
STATUS = ("status/", "display/", "mapping/")


def findings_on(patches: Mapping[str, Any]) -> list[str]:
    """The rules found on the starter content with merge patches (RFC 7396) laid over it."""
    snapshot = snapshot_of(laid_over(STARTER, patches).values(), NOW)
    return [finding.rule for finding in validate(snapshot, open_shapes(), NOW)]


def breaks_of(example: Mapping[str, Any]) -> list[str]:
    """The rules a change breaks: `before` laid over the starter content, and `after` over that."""
    before = laid_over(STARTER, example.get("before", {}))
    after = laid_over(before, example["after"])
    return [finding.rule for finding in breaking(snapshot_of(before.values()), snapshot_of(after.values()))]


def faults_of(example: Mapping[str, Any]) -> list[str]:
    """The rules that events break: those of the starter's vocabulary, with `documents` laid over the starter."""
    catalogue = Catalogue(snapshot_of(laid_over(STARTER, example.get("documents", {})).values()))
    batch = Batch(range(1, len(example["events"]) + 1), example["events"])
    return [finding.rule for found in histories(catalogue, "order", Fields()).judge([batch]) for finding in found]


def drift_of(example: Mapping[str, Any]) -> list[str]:
    """The rules a code base breaks: its `files`, held against the starter with `documents` laid over it."""
    catalogue = Catalogue(snapshot_of(laid_over(STARTER, example.get("documents", {})).values()))
    config = config_of(example.get("check", {}))
    files = [SourceFile(path, text.encode()) for path, text in example["files"].items() if config.wants(path)]
    lock = None
    if "locked" in example:
        used = refs_used(piece for file in files for piece in extractor_for(file.path).pieces(file))
        then = snapshot_of(laid_over(STARTER, example["locked"]).values())
        lock = lock_of(Catalogue(then), used, "truth.lock.snapshot.json")
    return [one.finding.rule for one in check(files, catalogue, config, lock).found]


def laid_over(documents: Mapping[Ref, Document], patches: Mapping[str, Any]) -> Mapping[Ref, Document]:
    """The documents with merge patches laid over them; None takes an entry away."""
    bodies: dict[Ref, Any] = {entry: document.body for entry, document in documents.items()}
    for entry, patch in patches.items():
        ref = Ref.parse(entry)
        bodies[ref] = merged(bodies.get(ref, {}), patch)
    return {entry: Document(entry, body) for entry, body in bodies.items() if body is not None}


def merged(target: Any, patch: Any) -> Any:
    """RFC 7396 §2."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def test_the_starter_content_has_no_findings_at_all() -> None:
    assert findings_on({}) == []


def test_every_rule_has_one_id_of_the_form_area_slash_what_is_wrong() -> None:
    ids = [rule.id for rule in all_rules()]
    assert not [one for one, count in Counter(ids).items() if count > 1]
    assert all(area and what and what == what.lower() for area, _, what in (one.partition("/") for one in ids))


@pytest.mark.parametrize("rule", BY_DOCUMENT, ids=lambda rule: rule.id)
def test_the_passing_example_passes(rule: Rule) -> None:
    assert rule.id not in findings_on(rule.passes)


@pytest.mark.parametrize("rule", BY_DOCUMENT, ids=lambda rule: rule.id)
def test_the_failing_example_is_found(rule: Rule) -> None:
    assert rule.id in findings_on(rule.fails)


@pytest.mark.parametrize("rule", [rule for rule in BY_DOCUMENT if rule.id.startswith(STATUS)], ids=lambda rule: rule.id)
def test_only_its_own_rule_rejects_the_failing_example_of_a_status_rule(rule: Rule) -> None:
    assert set(findings_on(rule.fails)) == {rule.id}


@pytest.mark.parametrize("rule", [rule for rule in BY_DOCUMENT if rule.id.startswith(STATUS)], ids=lambda rule: rule.id)
def test_the_passing_example_of_a_status_rule_is_right_in_every_way(rule: Rule) -> None:
    assert findings_on(rule.passes) == []


@pytest.mark.parametrize("rule", BY_CHANGE, ids=lambda rule: rule.id)
def test_a_change_that_breaks_nothing_is_not_accused(rule: Rule) -> None:
    assert rule.id not in breaks_of(rule.passes)


@pytest.mark.parametrize("rule", BY_CHANGE, ids=lambda rule: rule.id)
def test_a_change_that_breaks_something_is_found(rule: Rule) -> None:
    assert rule.id in breaks_of(rule.fails)


@pytest.mark.parametrize("rule", BY_CHANGE, ids=lambda rule: rule.id)
def test_a_rule_about_a_change_says_what_it_breaks(rule: Rule) -> None:
    assert rule.category is not None


@pytest.mark.parametrize("rule", BY_EVENT, ids=lambda rule: rule.id)
def test_events_that_are_right_are_not_accused(rule: Rule) -> None:
    assert faults_of(rule.passes) == []


@pytest.mark.parametrize("rule", BY_EVENT, ids=lambda rule: rule.id)
def test_only_its_own_rule_finds_events_that_are_wrong(rule: Rule) -> None:
    assert faults_of(rule.fails) == [rule.id]


@pytest.mark.parametrize("rule", BY_CODE, ids=lambda rule: rule.id)
def test_a_code_base_that_says_what_the_registry_says_is_not_accused(rule: Rule) -> None:
    assert drift_of(rule.passes) == []


@pytest.mark.parametrize("rule", BY_CODE, ids=lambda rule: rule.id)
def test_only_its_own_rule_finds_drift_in_a_code_base(rule: Rule) -> None:
    assert drift_of(rule.fails) == [rule.id]


@pytest.mark.parametrize("rule", BY_FILE, ids=lambda rule: rule.id)
@pytest.mark.parametrize("example", ["passes", "fails"])
def test_examples_about_a_file_are_read_as_that_file(rule: Rule, example: str, tmp_path: Path) -> None:
    for name, text in getattr(rule, example).items():
        tmp_path.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        tmp_path.joinpath(name).write_text(text, encoding="utf-8")
    found = [finding.rule for finding in read_folder(tmp_path, KINDS).findings]
    assert (rule.id in found) == (example == "fails"), found
