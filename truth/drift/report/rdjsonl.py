"""Reviewdog's Diagnostic Format as JSON Lines: one `Diagnostic` message of its protocol a line.

Columns there count UTF-8 bytes from 1, and ends are exclusive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from truth.drift.found import Found
from truth.drift.report.result import Result
from truth.drift.source_file import SourceFile
from truth.model.finding import Mark, Severity

_SEVERITIES: Mapping[Severity, str] = {
    Severity.ERROR: "ERROR",
    Severity.REVIEW: "ERROR",
    Severity.WARNING: "WARNING",
    Severity.INFO: "INFO",
}


def report(result: Result) -> str:
    """A diagnostic a line; what is certain comes as a suggestion."""
    return "".join(json.dumps(_diagnostic(one, result), ensure_ascii=False) + "\n" for one in result.found)


def _diagnostic(one: Found, result: Result) -> dict[str, Any]:
    finding = one.finding
    location: dict[str, Any] = {"path": one.path}
    if finding.mark:
        location["range"] = _marked(finding.mark, result)
    told: dict[str, Any] = {
        "message": f"{finding.message}\n{finding.fix}" if finding.fix else finding.message,
        "location": location,
        "severity": _SEVERITIES[finding.severity],
        "source": {"name": "truth"},
        "code": {"value": finding.rule},
    }
    if one.edit:
        text = one.edit.replacement.decode("utf-8")
        told["suggestions"] = [{"range": _range(result.source(one.path), one.edit.start, one.edit.end), "text": text}]
    return told


def _marked(mark: Mark, result: Result) -> dict[str, Any]:
    """Where a finding stands, its columns in bytes."""
    last, end = mark.end_line or mark.line, mark.end_column or mark.column
    places = {"start": (mark.line, mark.column), "end": (last, end)}
    return {
        name: {"line": line, "column": len(result.line(mark.file, line)[: column - 1].encode()) + 1}
        for name, (line, column) in places.items()
    }


def _range(file: SourceFile, start: int, end: int) -> dict[str, Any]:
    return {"start": _position(file, start), "end": _position(file, end)}


def _position(file: SourceFile, byte: int) -> dict[str, int]:
    line, column = file.byte_place(byte)
    return {"line": line, "column": column}
