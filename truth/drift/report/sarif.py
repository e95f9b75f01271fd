"""SARIF 2.1.0 (OASIS Standard, 27 March 2020): for code scanning and editors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from truth import __version__
from truth.drift.found import Found
from truth.drift.report.result import Result
from truth.model.finding import Rule, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.REVIEW: "warning",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def report(result: Result) -> str:
    """One log with one run. Columns count characters (§3.14.17 columnKind)."""
    rules = [result.rules[id] for id in sorted({one.finding.rule for one in result.found})]
    places = {rule.id: place for place, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(rules)},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, result, places) for one in result.found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _driver(rules: list[Rule]) -> dict[str, Any]:
    return {"name": "truth", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.why},
        "help": {"text": f"{rule.why} More: truth rules {rule.id}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(one: Found, result: Result, places: Mapping[str, int]) -> dict[str, Any]:
    finding = one.finding
    text = f"{finding.message}. {finding.fix}" if finding.fix else finding.message
    told: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": places[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": _place(one)}],
        "partialFingerprints": {"truthDrift/v1": one.fingerprint},
    }
    if one.edit:
        told["fixes"] = [_fix(one, result)]
    return told


def _place(one: Found) -> dict[str, Any]:
    mark = one.finding.mark
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(one.path)}}
    if mark:
        place["region"] = {"startLine": mark.line, "startColumn": mark.column}
        if mark.end_line and mark.end_column:
            place["region"] |= {"endLine": mark.end_line, "endColumn": mark.end_column}
    return place


def _fix(one: Found, result: Result) -> dict[str, Any]:
    assert one.edit is not None  # noqa: S101 - asked for only where there is one
    (line, column), (end_line, end_column) = map(result.source(one.path).place, (one.edit.start, one.edit.end))
    region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    inserted = {"text": one.edit.replacement.decode("utf-8")}
    change = {
        "artifactLocation": {"uri": quote(one.path)},
        "replacements": [{"deletedRegion": region, "insertedContent": inserted}],
    }
    return {"description": {"text": one.finding.fix or "mend it"}, "artifactChanges": [change]}
