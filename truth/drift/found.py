"""Found: a finding in a code base, with the bytes it means and, where it is certain, the edit that mends it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from truth.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes `start` up to, but without, `end` become `replacement`."""

    start: int
    end: int
    replacement: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its place. `said` is the flagged piece as written; `edit` is there only where it is certain.

    `occurrence` counts equal findings on equal words in one file, from 0, so that each has a fingerprint of its own.
    """

    finding: Finding
    path: str
    start: int
    end: int
    said: str
    edit: Edit | None = None
    occurrence: int = 0

    @property
    def fingerprint(self) -> str:
        """Identifies the finding whatever line it stands on: by rule, file, flagged words and occurrence."""
        text = "\x00".join([self.finding.rule, self.path, self.said, str(self.occurrence)])
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def as_json(self) -> dict[str, object]:
        """The finding of interfaces.md, with the fingerprint that survives moved lines."""
        return {**self.finding.as_json(), "fingerprint": self.fingerprint}


def counted_apart(found: Iterable[Found]) -> list[Found]:
    """The same in order of file and place, with every occurrence numbered."""
    met: Counter[tuple[str, str, str]] = Counter()
    apart = []
    for one in sorted(found, key=lambda one: (one.path, one.start, one.end, one.finding.rule)):
        key = (one.finding.rule, one.path, one.said)
        apart.append(replace(one, occurrence=met[key]))
        met[key] += 1
    return apart
