"""Ignores: `truth:ignore drift/rule -- reason` in a comment lets a finding on its line, or on the next line, be.

Any comment syntax will do; the reason is required, and one that lets nothing be is reported, so that none outlives
what it was written for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from truth.drift.found import Found
from truth.drift.piece import Piece, Role
from truth.drift.source_file import SourceFile
from truth.model.finding import Finding, Rule, Severity
from truth.model.nearest import did_you_mean

UNUSED_IGNORE = Rule(
    "check/unused-ignore",
    Severity.WARNING,
    "A comment that lets nothing be hides the next drift on its line.",
    passes={
        "files": {
            "mail.html": "<!-- truth:ignore drift/promise-contradicts -- the old policy, quoted -->\n"
            "<p>You could return it within 14 days.</p>\n"
        }
    },
    fails={"files": {"mail.html": "<!-- truth:ignore drift/promise-contradicts -- the old one -->\n<p>Hello.</p>\n"}},
)

MARKER = b"truth:ignore"
_IGNORE = re.compile(r"truth:ignore\b[ \t]*(?P<rules>[^\n]*?)[ \t]*(?:--[ \t]*(?P<reason>[^\n]*))?(?=\n|$)")
_CATALOGUES = (".po", ".pot")
_SPLIT = re.compile(r"[,\s]+")


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that lets findings of `rules` be, on the lines `first` to `last`; `problem` where it cannot count."""

    rules: tuple[str, ...]
    lines: range
    start: int
    end: int
    said: str
    problem: str | None = None


def ignores_in(file: SourceFile, pieces: Iterable[Piece], known: Sequence[str]) -> Iterator[Ignore]:
    """What a file's comments let be; `known` are the rule ids there are."""
    for piece in pieces:
        if piece.role is not Role.COMMENT or "truth:ignore" not in piece.text:
            continue
        last = file.line(max(piece.start, piece.end - 1))
        for match in _IGNORE.finditer(piece.text):
            start, end = piece.span(*match.span())
            rules = tuple(rule for rule in _SPLIT.split(match["rules"].strip()) if rule)
            lines = range(file.line(start), _reach(file, last) + 1)
            yield Ignore(rules, lines, start, end, match.group(), _problem(rules, match["reason"], known))


def _reach(file: SourceFile, line: int) -> int:
    """The last line a comment speaks for: the next one; in a PO catalogue, where it stands above, the whole entry."""
    if not file.path.endswith(_CATALOGUES):
        return line + 1
    while line < file.lines and file.line_text(line + 1).strip():
        line += 1
    return line


def without_ignored(
    file: SourceFile, found: Sequence[Found], ignores: Iterable[Ignore], skipped: frozenset[str] = frozenset()
) -> tuple[list[Found], int]:
    """What is left, with a finding for each ignore that does nothing, and how many were let be.

    `skipped` rules do not judge this file, so an ignore of one of them is not accused of doing nothing.
    """
    standing = list(ignores)
    used: set[tuple[int, str]] = set()
    left = []
    for one in found:
        meant = next((place for place, ignore in enumerate(standing) if _means(ignore, one)), None)
        if meant is None:
            left.append(one)
        else:
            used.add((meant, one.finding.rule))
    idle = [
        _unused(file, ignore, rule)
        for place, ignore in enumerate(standing)
        for rule in (ignore.rules or ("",))
        if ignore.problem or ((place, rule) not in used and rule not in skipped)
    ]
    return [*left, *idle], len(found) - len(left)


def _means(ignore: Ignore, one: Found) -> bool:
    mark = one.finding.mark
    return not ignore.problem and one.finding.rule in ignore.rules and mark is not None and mark.line in ignore.lines


def _problem(rules: Sequence[str], reason: str | None, known: Sequence[str]) -> str | None:
    if not rules:
        return "it names no rule; write truth:ignore drift/… -- why"
    for rule in rules:
        if rule not in known:
            return f"there is no rule '{rule[:80]}'{did_you_mean(rule, known)}"
    return None if _said(reason) else "it gives no reason; write one after --"


def _said(reason: str | None) -> str:
    """The reason, without what closes the comment it stands in."""
    return re.sub(r"[-*/#%}>\s]+$", "", reason or "")


def _unused(file: SourceFile, ignore: Ignore, rule: str) -> Found:
    message = f"this ignore does not count: {ignore.problem}" if ignore.problem else f"nothing here breaks {rule}"
    fix = None if ignore.problem else "take the comment out"
    finding = Finding(UNUSED_IGNORE.id, UNUSED_IGNORE.severity, rule or file.path, message, fix)
    return Found(finding.at(file.mark(ignore.start, ignore.end)), file.path, ignore.start, ignore.end, ignore.said)
