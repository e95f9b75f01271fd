"""Findings as a person reads them: grouped by file, each with its place, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from truth.cli.output import console
from truth.model.finding import Finding, Severity

if TYPE_CHECKING:
    from rich.text import Text

STYLES = {
    Severity.ERROR: "bold red",
    Severity.REVIEW: "bold magenta",
    Severity.WARNING: "yellow",
    Severity.INFO: "blue",
}
_NAMES = {
    Severity.ERROR: ("error", "errors"),
    Severity.REVIEW: ("to review", "to review"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("note", "notes"),
}


def print_findings(findings: Sequence[Finding], *, to_stderr: bool = False) -> None:
    """`file:line:column severity rule message`, then what to do; an empty line between files."""
    if not findings:
        return
    out = console(to_stderr=to_stderr)
    for number, (_, group) in enumerate(groupby(sorted(findings, key=_by_file), key=_file)):
        if number:
            out.print()
        for finding in group:
            out.print(line(finding))


def line(finding: Finding) -> Text:
    """One finding."""
    from rich.text import Text

    mark = finding.mark
    place = f"{mark.file}:{mark.line}:{mark.column}" if mark else finding.subject
    text = Text.assemble((place, "bold"), " ", (finding.severity, STYLES[finding.severity]), " ", (finding.rule, "dim"))
    text.append(f" {finding.message}")
    if finding.fix:
        text.append(f"\n    → {finding.fix}", "green")
    return text


def reaches(findings: Iterable[Finding], threshold: Severity) -> bool:
    """Whether any finding is at least as severe as the threshold."""
    return any(finding.severity.rank <= threshold.rank for finding in findings)


def counted(findings: Iterable[Finding]) -> str:
    """`1 error, 2 warnings`; `nothing wrong` when there is nothing."""
    counts = Counter(finding.severity for finding in findings)
    parts = [
        f"{counts[severity]} {_NAMES[severity][counts[severity] != 1]}" for severity in Severity if counts[severity]
    ]
    return ", ".join(parts) or "nothing wrong"


def tally(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity, under their plural names."""
    counts = Counter(finding.severity for finding in findings)
    names = {Severity.ERROR: "errors", Severity.REVIEW: "reviews", Severity.WARNING: "warnings", Severity.INFO: "infos"}
    return {name: counts[severity] for severity, name in names.items()}


def _file(finding: Finding) -> str:
    return finding.mark.file if finding.mark else ""


def _by_file(finding: Finding) -> tuple[str, int, int, int]:
    mark = finding.mark
    return (_file(finding), mark.line if mark else 0, mark.column if mark else 0, finding.severity.rank)
