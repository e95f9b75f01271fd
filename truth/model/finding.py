"""Rule and Finding: the one shape every check answers in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from truth.model.canonical import pointer
from truth.model.ref import Ref


class Severity(StrEnum):
    """How much a finding weighs; `error` blocks publishing and fails CI."""

    ERROR = "error"
    REVIEW = "review"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Severity).index(self)


class Category(StrEnum):
    """What a change breaks. Each holds the next: what breaks on the wire no page can show, and breaks its promise."""

    WIRE = "wire"
    """Stored orders, events or calls no longer fit."""
    RENDER = "render"
    """A template or a page can no longer show it as it did."""
    PROMISE = "promise"
    """What customers were told is no longer so."""


@dataclass(frozen=True)
class Rule:
    """One check: its id `area/what-is-wrong`, why it exists, and an example each of passing and failing.

    Examples are laid over the starter content of `truth init`: documents by entry, as JSON merge patches (RFC 7396);
    where the rule is about a file's own text, files by their path within the folder; where it is about a change,
    `before` and `after`, the second laid over the first. What a change breaks is its `category`. Where it is about a
    code base: its `files`, by path, with the `documents` laid over, what its `truth.toml` says under `check`, and what
    was laid over when it was `locked`.
    A `fixed` rule's severity cannot be changed by settings.
    """

    id: str
    severity: Severity
    why: str
    passes: Mapping[str, Any]
    fails: Mapping[str, Any]
    fixed: bool = False
    category: Category | None = None

    def finding(
        self, subject: Ref | str, message: str, *, path: Iterable[str | int] = (), fix: str | None = None
    ) -> Finding:
        """A finding of this rule about `subject`; `path` leads to the place within the entry's document."""
        return Finding(self.id, self.severity, str(subject), message, fix, pointer(tuple(path)))


@dataclass(frozen=True)
class Mark:
    """A place in a file: `file` relative to the content folder's parent, `line` and `column` from 1."""

    file: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Stretch:
    """A piece of a text: its lines and columns, counted from 0; the end is the first character after it."""

    line: int
    column: int
    end_line: int
    end_column: int

    @staticmethod
    def of(text: str, start: int, end: int) -> Stretch:
        """The piece between two characters of a text."""
        return Stretch(*_line_and_column(text, start), *_line_and_column(text, end))

    def from_mark(self, mark: Mark) -> Mark:
        """The same piece in a file, where the text begins at `mark` and stands as it is."""
        column, end_column = self.column + 1, self.end_column + 1
        if self.line == 0:
            column += mark.column - 1
        if self.end_line == 0:
            end_column += mark.column - 1
        return Mark(mark.file, mark.line + self.line, column, mark.line + self.end_line, end_column)


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1


@dataclass(frozen=True)
class Finding:
    """What a check has to say: `subject` is a ref, `pointer` the JSON pointer (RFC 6901) within its document.

    `within` is the piece of the text at the pointer that it is about.
    """

    rule: str
    severity: Severity
    subject: str
    message: str
    fix: str | None = None
    pointer: str = ""
    mark: Mark | None = None
    within: Stretch | None = None

    def at(self, mark: Mark | None) -> Finding:
        """The same finding, located."""
        return replace(self, mark=mark)

    @property
    def fingerprint(self) -> str:
        """Identifies the finding whatever line it stands on."""
        text = "\x00".join([self.rule, self.subject, self.message])
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def as_json(self) -> dict[str, Any]:
        """The finding of interfaces.md, with `pointer` beside it."""
        mark = self.mark
        return {
            "rule": self.rule,
            "severity": str(self.severity),
            "subject": self.subject,
            "message": self.message,
            "fix": self.fix,
            "file": mark.file if mark else None,
            "line": mark.line if mark else None,
            "column": mark.column if mark else None,
            "end_line": mark.end_line if mark else None,
            "end_column": mark.end_column if mark else None,
            "fingerprint": self.fingerprint,
            "pointer": self.pointer,
        }


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Most severe first, then by file and line, then by subject: the same findings, always the same order."""
    return sorted(findings, key=_place)


def _place(finding: Finding) -> tuple[int, str, int, int, str, str, str]:
    mark = finding.mark
    where = (mark.file, mark.line, mark.column) if mark else ("", 0, 0)
    return (finding.severity.rank, *where, finding.subject, finding.rule, finding.message)
