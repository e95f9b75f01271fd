"""Reports for machines, each read by what reads it in the field, or held against its published shape."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from junitparser import JUnitXml

from tests.unit.drift.pieces import file, finding
from truth.drift.found import Found
from truth.drift.report import REPORTERS
from truth.drift.report.github import KEPT
from truth.drift.report.result import Result
from truth.factory import all_rules
from truth.model.finding import Severity

CASES = Path(__file__).parents[2] / "cases/drift/reports"
SOURCE = file("é <b>14 days</b>\r\nsoon 50% off, now:\x0b ::error::x ]]>\n", "mail/grüße an.html")
FINDINGS = (
    finding(SOURCE, "14 days", replacement='{{ truth.text("a") }}'),
    finding(SOURCE, "50% off, now:\x0b ::error::x ]]>", "drift/avoided-word", Severity.WARNING, fix=None),
    finding(SOURCE, "soon", "drift/switch-without-default", Severity.INFO),
)
LINES = {(SOURCE.path, line): SOURCE.line_text(line) for line in (1, 2)}


def report(name: str, *found: Found) -> str:
    rules = {rule.id: rule for rule in all_rules()}
    return REPORTERS[name](Result(found, rules, lambda path: SOURCE, LINES, checked=3, position="2.0", release=2))


def schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((CASES / f"{name}.schema.json").read_text(encoding="utf-8")))


def test_json_has_the_findings_and_what_was_checked() -> None:
    told = json.loads(report("json", *FINDINGS))
    assert [one["rule"] for one in told["findings"]] == [one.finding.rule for one in FINDINGS]
    assert (told["checked"], told["errors"], told["warnings"], told["infos"], told["release"]) == (3, 1, 1, 1, 2)
    assert told["findings"][0]["fingerprint"] == FINDINGS[0].fingerprint


def test_sarif_points_at_the_characters_and_carries_the_fix() -> None:
    run = json.loads(report("sarif", *FINDINGS))["runs"][0]
    result = run["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "mail/gr%C3%BC%C3%9Fe%20an.html"
    assert place["region"] == {"startLine": 1, "startColumn": 6, "endLine": 1, "endColumn": 13}
    change = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["deletedRegion"] == place["region"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_junit_fails_for_errors_alone() -> None:
    suites = JUnitXml.fromstring(report("junit", *FINDINGS).encode())
    assert (suites.tests, suites.failures, suites.errors) == (3, 1, 0)
    cases = [case for suite in suites for case in suite]
    assert [case.classname for case in cases] == [SOURCE.path] * 3
    assert [bool(case.is_failure) for case in cases] == [True, False, False]


def test_junit_of_nothing_found_has_a_case_that_passes() -> None:
    suites = JUnitXml.fromstring(report("junit").encode())
    assert (suites.tests, suites.failures) == (1, 0)


def test_github_commands_are_read_back_as_they_were_meant() -> None:
    lines = report("github", *FINDINGS).split("\n")
    commands = [_command(line) for line in lines if line.startswith("::")]
    assert [command for command, _, _ in commands] == ["error", "warning", "notice"]
    _, properties, message = commands[0]
    assert properties["file"] == SOURCE.path
    assert (properties["line"], properties["col"]) == ("1", "6")
    assert message == f"{FINDINGS[0].finding.message}\n{FINDINGS[0].finding.fix}"
    assert commands[1][2] == FINDINGS[1].finding.message


def test_github_is_told_what_it_would_leave_out() -> None:
    lines = report("github", *[FINDINGS[0]] * (KEPT + 3), FINDINGS[1]).split("\n")
    assert sum(line.startswith("::error") for line in lines) == KEPT
    assert sum(line.startswith("::warning") for line in lines) == 1
    assert any(line.startswith("3 of 14 findings are listed above without an annotation") for line in lines)


def test_nothing_a_file_says_is_read_as_a_command() -> None:
    hostile = finding(file("\n::set-output name=x::y"), "\n::set-output name=x::y", severity=Severity.INFO)
    lines = report("github", *[hostile] * (KEPT + 1)).splitlines()
    assert not any(line.strip().startswith("::set-output") for line in lines)


def test_gitlab_reads_path_line_and_a_fingerprint_of_its_own() -> None:
    told = json.loads(report("gitlab", *FINDINGS))
    schema("gitlab-code-quality").validate(told)
    assert len({one["fingerprint"] for one in told}) == len(FINDINGS)
    assert [one["severity"] for one in told] == ["major", "minor", "info"]


def test_rdjsonl_counts_columns_in_bytes() -> None:
    told = [json.loads(line) for line in report("rdjsonl", *FINDINGS).splitlines()]
    for one in told:
        schema("rdf-diagnostic").validate(one)
    assert told[0]["location"]["range"] == {"start": {"line": 1, "column": 7}, "end": {"line": 1, "column": 14}}
    assert told[0]["suggestions"][0]["range"] == told[0]["location"]["range"]


@pytest.mark.parametrize("name", sorted(REPORTERS))
def test_the_same_findings_give_the_same_bytes(name: str) -> None:
    assert report(name, *FINDINGS) == report(name, *FINDINGS)


def _command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command, read as the runner reads it (actions/runner, ActionCommand)."""
    match = re.fullmatch(r"::(\w+) ([^\n]*?)::(.*)", line)
    assert match
    properties = dict(pair.split("=", 1) for pair in match[2].split(","))
    return match[1], {key: _unescaped(value) for key, value in properties.items()}, _unescaped(match[3])


def _unescaped(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text
