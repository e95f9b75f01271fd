"""GitHub annotations: workflow commands on standard output, as GitHub Actions reads them.

GitHub keeps ten errors, ten warnings and ten notices of a step, so the most severe come first and the rest is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from truth.drift.found import Found
from truth.drift.report.result import Result
from truth.model.finding import Severity

KEPT = 10
_COMMANDS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.REVIEW: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def report(result: Result) -> str:
    """A command a line; what GitHub would leave out is listed plainly, and how many those are is said last."""
    told: Counter[str] = Counter()
    shown: list[Found] = []
    left: list[Found] = []
    for one in result.found:
        command = _COMMANDS[one.finding.severity]
        told[command] += 1
        (shown if told[command] <= KEPT else left).append(one)
    lines = [_annotation(one) for one in shown] + [_plain(one) for one in left]
    if left:
        lines.append(f"{len(left)} of {len(result.found)} findings are listed above without an annotation: {_why()}")
    lines.append(_summary(result))
    return "\n".join(lines) + "\n"


def _why() -> str:
    return f"GitHub shows the first {KEPT} of each severity"


def _summary(result: Result) -> str:
    count = len(result.found)
    return f"truth check: {count} finding{'' if count == 1 else 's'} in {result.checked} files"


def _annotation(one: Found) -> str:
    finding, mark = one.finding, one.finding.mark
    properties = {"file": one.path, "title": finding.rule}
    if mark:
        properties |= {"line": str(mark.line), "col": str(mark.column)}
        if mark.end_line and mark.end_column:
            properties |= {"endLine": str(mark.end_line), "endColumn": str(mark.end_column)}
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    message = f"{finding.message}\n{finding.fix}" if finding.fix else finding.message
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(message)}"


def _plain(one: Found) -> str:
    """A line that GitHub reads as no command, whatever it says."""
    mark = one.finding.mark
    place = f"{one.path}:{mark.line}:{mark.column}" if mark else one.path
    line = f"{place} {one.finding.severity} {one.finding.rule} {one.finding.message}"
    return "  " + line.replace("\r", " ").replace("\n", " ").replace("::", ": :")


def _data(text: str) -> str:
    """As @actions/core escapes a command's data."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As @actions/core escapes a command's property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
