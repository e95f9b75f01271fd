"""JSON: the findings of interfaces.md, with what was checked."""

from __future__ import annotations

import json
from collections import Counter

from truth.drift.report.result import Result
from truth.model.finding import Severity


def report(result: Result) -> str:
    """One object: `findings`, how many of each severity, and how many files were checked."""
    counts = Counter(one.finding.severity for one in result.found)
    told = {
        "findings": [one.as_json() for one in result.found],
        "checked": result.checked,
        "errors": counts[Severity.ERROR],
        "reviews": counts[Severity.REVIEW],
        "warnings": counts[Severity.WARNING],
        "infos": counts[Severity.INFO],
        "accepted": result.accepted,
        "ignored": result.ignored,
        "position": result.position,
        "release": result.release,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
