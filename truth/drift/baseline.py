"""Baseline: findings that are known and accepted for now, so that only new drift fails.

The file has no line numbers and no times, and is sorted, so it changes only when the findings do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from truth.drift.found import Found
from truth.model.errors import UsageError

_VERSION = 1


@dataclass(frozen=True)
class Baseline:
    """Fingerprints of what is accepted."""

    fingerprints: frozenset[str] = frozenset()

    def split(self, found: Sequence[Found]) -> tuple[list[Found], int]:
        """What is new, and how much of what was found is accepted."""
        new = [one for one in found if one.fingerprint not in self.fingerprints]
        return new, len(found) - len(new)

    def gone(self, found: Iterable[Found]) -> int:
        """How many accepted findings are there no longer: an update prunes them."""
        return len(self.fingerprints - {one.fingerprint for one in found})


def read_baseline(text: str, name: str) -> Baseline:
    """The baseline a file holds; `UsageError` where it is none."""
    try:
        told = json.loads(text)
    except ValueError as error:
        raise UsageError(f"{name} is no JSON: {error}; write it anew with --update-baseline") from error
    findings = told.get("findings") if isinstance(told, dict) and told.get("version") == _VERSION else None
    if not isinstance(findings, list) or not all(
        isinstance(one, dict) and isinstance(one.get("fingerprint"), str) for one in findings
    ):
        raise UsageError(f"{name} is no baseline of version {_VERSION}; write it anew with --update-baseline")
    return Baseline(frozenset(one["fingerprint"] for one in findings))


def write_baseline(found: Iterable[Found]) -> str:
    """What was found, as a baseline file."""
    entries = sorted((_entry(one) for one in found), key=lambda entry: tuple(entry.values()))
    return json.dumps({"version": _VERSION, "findings": entries}, ensure_ascii=False, indent=2) + "\n"


def _entry(one: Found) -> dict[str, str]:
    return {"file": one.path, "rule": one.finding.rule, "said": one.said[:200], "fingerprint": one.fingerprint}
