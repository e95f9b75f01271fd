"""GitLab Code Quality: the subset of the Code Climate format that GitLab reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from truth.drift.found import Found
from truth.drift.report.result import Result
from truth.model.finding import Severity

_SEVERITIES: Mapping[Severity, str] = {
    Severity.ERROR: "major",
    Severity.REVIEW: "major",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def report(result: Result) -> str:
    """A list with one entry a finding; GitLab tells new from old by the fingerprint."""
    return json.dumps([_entry(one) for one in result.found], ensure_ascii=False, indent=2) + "\n"


def _entry(one: Found) -> dict[str, Any]:
    finding, mark = one.finding, one.finding.mark
    lines = {"begin": mark.line if mark else 1}
    if mark and mark.end_line:
        lines["end"] = mark.end_line
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": f"{finding.message} → {finding.fix}" if finding.fix else finding.message,
        "categories": ["Compatibility"],
        "severity": _SEVERITIES[finding.severity],
        "fingerprint": one.fingerprint,
        "location": {"path": one.path, "lines": lines},
    }
