"""Was there anything to check, and could it be read?"""

from __future__ import annotations

from collections.abc import Iterator

from truth.drift.piece import Role
from truth.drift.rules.reading import Hit, Reading
from truth.model.finding import Finding, Rule, Severity

UNREADABLE_FILE = Rule(
    "check/unreadable-file",
    Severity.WARNING,
    "What cannot be read cannot be checked; what could be read of it, was.",
    passes={"files": {"locales/en.json": '{"hello": "Hello"}\n'}},
    fails={"files": {"locales/en.json": '{"hello": "Hello",,}\n'}},
)
NOTHING_CHECKED = Rule(
    "check/nothing-checked",
    Severity.ERROR,
    "A check of no files is green, and means nothing.",
    passes={"files": {"page.html": "<p>Hello</p>\n"}},
    fails={"check": {"include": ["templates/**"]}, "files": {"page.html": "<p>Hello</p>\n"}},
)
RULES = (UNREADABLE_FILE, NOTHING_CHECKED)


def check(reading: Reading) -> Iterator[Hit]:
    """What could not be read."""
    for piece in reading.of_role(Role.BROKEN):
        yield Hit(UNREADABLE_FILE, piece.start, piece.end, reading.path, piece.text, "mend the file, or exclude it")


def nothing_checked(where: str) -> Finding:
    """No file matched; `where` says what was looked at."""
    fix = "name files, or change include and exclude in truth.toml"
    return NOTHING_CHECKED.finding(where, "no file here is of a kind that can be checked", fix=fix)
