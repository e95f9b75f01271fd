"""JUnit XML, as the Ant schema has it: one test case for each finding, one that passes where there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from truth.drift.found import Found
from truth.drift.report.result import Result
from truth.model.finding import Severity

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FAILS = (Severity.ERROR, Severity.REVIEW)


def report(result: Result) -> str:
    """Errors, and what a person must confirm, are failures; milder findings are told by cases that pass."""
    failures = sum(one.finding.severity in _FAILS for one in result.found)
    cases = [_case(one) for one in result.found] or [_passing(result)]
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites {counts}>",
        f'  <testsuite name="truth check" {counts} skipped="0" time="0">',
        *cases,
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _passing(result: Result) -> str:
    return f'    <testcase classname="truth check" name={_quoted(f"{result.checked} files")} time="0"/>'


def _case(one: Found) -> str:
    finding, mark = one.finding, one.finding.mark
    place = f"{mark.file}:{mark.line}:{mark.column}" if mark else one.path
    head = f'    <testcase classname={_quoted(one.path)} name={_quoted(f"{finding.rule} {place}")} time="0">'
    body = "\n".join(_told(one, place))
    if finding.severity in _FAILS:
        inner = f"<failure type={_quoted(finding.rule)} message={_quoted(finding.message)}>{_escaped(body)}</failure>"
    else:
        inner = f"<system-out>{_escaped(body)}</system-out>"
    return f"{head}\n      {inner}\n    </testcase>"


def _told(one: Found, place: str) -> Sequence[str]:
    fix = [one.finding.fix] if one.finding.fix else []
    return [f"{place}: {one.finding.severity}: {one.finding.message}", *fix, f"more: truth rules {one.finding.rule}"]


def _quoted(text: str) -> str:
    return f'"{_escaped(text).replace(chr(10), "&#10;").replace(chr(9), "&#9;")}"'


def _escaped(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text)).replace("\r", "&#13;")
