"""Result: what a check has to say, as every report reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from truth.drift.found import Found
from truth.drift.shown_lines import Lines
from truth.drift.source_file import SourceFile
from truth.model.finding import Rule


@dataclass(frozen=True)
class Result:
    """What was found, most severe first; how many files were checked; which words they were held against.

    `accepted` findings are in the baseline, `ignored` ones beside a comment that says why: both are counted only.
    `lines` are those the findings stand on; `source` gives a file's bytes again, for an edit in them.
    """

    found: Sequence[Found]
    rules: Mapping[str, Rule]
    source: Callable[[str], SourceFile]
    lines: Lines
    checked: int = 0
    accepted: int = 0
    ignored: int = 0
    position: str | None = None
    release: int | None = None

    def line(self, path: str, number: int) -> str:
        """What stands on a line; nothing where it cannot be read any more."""
        return self.lines.get((path, number), "")
