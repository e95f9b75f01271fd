"""The labelled set is well-formed, large and varied enough, and judged against a registry without faults of its own."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from truth.factory import open_shapes
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.model.document import Document
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.validate import validate

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests/cases/drift"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
FILES = sorted((CASES / "snippets").glob("*.yaml"))
SET = {path.stem: yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) for path in FILES}
SNIPPETS = [snippet for snippets in SET.values() for snippet in snippets]
HELD_OUT_FILES = sorted((CASES / "held-out").glob("*.yaml"))
HELD_OUT = {path.stem: yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) for path in HELD_OUT_FILES}
HELD = [snippet for snippets in HELD_OUT.values() for snippet in snippets]
DRIFT = [snippet for snippet in SNIPPETS if snippet["expect"]]
FINE = [snippet for snippet in SNIPPETS if not snippet["expect"]]
CHECK = {"unused-ignore", "unreadable-file"}
RULES = CHECK | {
    *("unknown-ref", "retired-ref", "hard-coded-text", "altered-wording", "off-schema-code", "off-schema-label"),
    *("label-on-wrong-code", "code-shown-raw", "enum-differs", "staff-status-shown", "avoided-word"),
    *("status-list-instead-of-allows", "switch-without-default", "illegal-transition", "bad-first-status"),
    *("after-the-end", "out-of-order", "missing-reason", "actor-not-allowed", "over-expectation", "price-contradicts"),
    *("promise-contradicts", "missing-argument", "extra-argument", "argument-type", "dynamic-ref"),
}
TEMPLATES = {".jinja", ".html", ".mjml", ".vue", ".liquid", ".hbs", ".twig", ".erb", ".php"}
CODE = {".js", ".ts", ".jsx", ".tsx", ".py"}
DATA = {".json", ".yaml", ".po", ".ndjson", ".csv", ".md", ".mdx"}
ASSUMED: Mapping[str, Mapping[str, Any]] = {
    "company:profile": {"reply_time": 1},
    "policy:refunds": {"gift_card_validity": "P3Y"},
    "policy:returns": {"refund_time": 5, "return_fee": {"EUR": "0.00", "GBP": "0.00"}, "window": "P30D"},
    "policy:shipping": {"delivery_time": 3, "handover_time": 1, "pickup_hold": "P7D", "search_time": 3},
}


def rule_id(name: str) -> str:
    """The id of the rule a file of snippets is named after."""
    return f"{'check' if name in CHECK else 'drift'}/{name}"


def locale_of(file: str, locales: Mapping[str, str]) -> str:
    """The locale the configuration gives a file; the set's default where none fits."""
    return next((to for glob, to in locales.items() if fnmatch(f"/{file}", glob)), "en")


def misplaced(snippet: Mapping[str, Any]) -> Iterator[str]:
    """The expected findings whose text does not stand on their line."""
    lines = snippet["text"].split("\n")
    for finding in snippet["expect"]:
        line = finding["line"]
        if not 1 <= line <= len(lines) or finding["at"] not in lines[line - 1]:
            yield f"{snippet['id']}: {finding['at']!r} is not on line {line}"


def merged(target: Any, patch: Any) -> Any:
    """RFC 7396 §2."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        result[key] = merged(result.get(key), value)
    return {key: value for key, value in result.items() if value is not None}


def test_there_are_at_least_three_hundred_snippets_with_drift_and_three_hundred_without() -> None:
    assert len(DRIFT) >= 300
    assert len(FINE) >= 300


def test_every_rule_that_judges_files_has_a_file_of_snippets() -> None:
    assert set(SET) == RULES


@pytest.mark.parametrize("name", sorted(SET))
def test_a_rule_has_snippets_it_must_find_and_snippets_it_must_leave_alone(name: str) -> None:
    found = [snippet for snippet in SET[name] if rule_id(name) in {finding["rule"] for finding in snippet["expect"]}]
    fine = [snippet for snippet in SET[name] if not snippet["expect"]]
    assert len(found) >= 5
    assert len(fine) >= 4
    assert len(found) + len(fine) == len(SET[name])


def test_a_snippet_says_all_that_is_needed_and_nothing_else() -> None:
    with_drift, without = {"id", "file", "text", "expect"}, {"id", "file", "text", "expect", "why"}
    assert [one["id"] for one in DRIFT if set(one) != with_drift] == []
    assert [one["id"] for one in FINE if set(one) != without or not one["why"]] == []
    findings = [finding for one in DRIFT for finding in one["expect"]]
    assert [finding for finding in findings if set(finding) != {"rule", "at", "line"}] == []
    assert {finding["rule"] for finding in findings} <= {rule_id(name) for name in RULES}


def test_an_id_is_used_once_and_begins_with_its_rule() -> None:
    assert [one for one, count in Counter(one["id"] for one in SNIPPETS).items() if count > 1] == []
    assert [one["id"] for name, snippets in SET.items() for one in snippets if not one["id"].startswith(name)] == []


def test_no_snippet_is_there_twice() -> None:
    assert [key for key, count in Counter((one["file"], one["text"]) for one in SNIPPETS).items() if count > 1] == []


def test_what_is_expected_stands_where_it_is_expected() -> None:
    assert [problem for snippet in DRIFT for problem in misplaced(snippet)] == []


def test_the_held_out_set_is_large_enough_and_has_every_rule() -> None:
    assert set(HELD_OUT) == RULES
    assert len([one for one in HELD if one["expect"]]) >= 120
    assert len([one for one in HELD if not one["expect"]]) >= 140


def test_the_held_out_set_is_formed_as_the_first_is() -> None:
    keys = ({"id", "file", "text", "expect"}, {"id", "file", "text", "expect", "why"})
    assert [one["id"] for one in HELD if set(one) != keys[not one["expect"]]] == []
    assert [problem for snippet in HELD for problem in misplaced(snippet)] == []
    named = {finding["rule"] for one in HELD for finding in one["expect"]}
    assert named == {rule_id(name) for name in RULES}
    ids = [(name, one["id"]) for name, all_of_it in HELD_OUT.items() for one in all_of_it]
    assert [one for name, one in ids if not one.startswith(f"held-{name}-")] == []


def test_nothing_of_the_first_set_is_held_out_again() -> None:
    assert [key for key, count in Counter(one["id"] for one in HELD).items() if count > 1] == []
    assert {one["text"] for one in HELD} & {one["text"] for one in SNIPPETS} == set()


def test_what_the_held_out_set_was_first_measured_at_is_of_this_set() -> None:
    first = yaml.load((CASES / "held-out-first.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    labelled = Counter(finding["rule"] for one in HELD for finding in one["expect"])
    assert {rule: one["found"] + one["missed"] for rule, one in first.items()} == dict(labelled)


def test_every_format_is_there_with_drift_and_without() -> None:
    for snippets in (DRIFT, FINE):
        suffixes = {PurePosixPath(snippet["file"]).suffix for snippet in snippets}
        assert suffixes >= TEMPLATES | CODE | DATA
        assert any("openapi" in snippet["text"] for snippet in snippets)
        assert any("json-schema.org" in snippet["text"] for snippet in snippets)


def test_every_locale_is_there_with_drift_and_without() -> None:
    locales = tomllib.loads((CASES / "truth.toml").read_text(encoding="utf-8"))["check"]["locales"]
    for snippets in (DRIFT, FINE):
        counted = Counter(locale_of(snippet["file"], locales) for snippet in snippets)
        assert set(counted) == {"en", "de", "fr"}
        assert min(counted.values()) >= 20


def test_the_configuration_names_vocabularies_the_registry_has() -> None:
    check = tomllib.loads((CASES / "truth.toml").read_text(encoding="utf-8"))["check"]
    named = {table["vocabulary"] for table in [*check["statuses"], *check["events"]]}
    assert named == {"fulfilment", "payment", "return"}
    assert all((ROOT / f"content/status/{name}.yaml").is_file() for name in named)


def test_the_registry_still_says_what_the_labels_assume() -> None:
    documents = read_folder(ROOT / "content", KINDS).documents
    for entry, assumed in ASSUMED.items():
        values = documents[Ref.parse(entry)].body["values"]
        assert {name: values[name]["value"] for name in assumed} == assumed
    delivery = documents[Ref.parse("price:totals")].body["charges"]["delivery"]
    assert delivery["amount"] == {"EUR": "4.95", "GBP": "3.95"}
    assert delivery["free_from"] == {"EUR": "50.00", "GBP": "45.00"}


def test_the_snippets_with_a_whole_vocabulary_have_all_of_it() -> None:
    documents = read_folder(ROOT / "content", KINDS).documents
    texts = [snippet["text"] for snippet in SET["enum-differs"] if "the whole vocabulary" in snippet.get("why", "")]
    for name in ("fulfilment", "payment", "return"):
        codes = set(documents[Ref("status", name)].body["statuses"])
        assert any(codes <= set(re.findall(r"[a-z_]+", text)) for text in texts), name


def test_the_registry_the_snippets_are_judged_against_has_no_findings() -> None:
    patches = yaml.load((CASES / "registry.patch.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    bodies: dict[Ref, Any] = {ref: one.body for ref, one in read_folder(ROOT / "content", KINDS).documents.items()}
    for entry, patch in patches.items():
        ref = Ref.parse(entry)
        bodies[ref] = merged(bodies.get(ref, {}), patch)
    snapshot = snapshot_of([Document(ref, body) for ref, body in bodies.items()], NOW)
    assert [finding.message for finding in validate(snapshot, open_shapes(), NOW)] == []
