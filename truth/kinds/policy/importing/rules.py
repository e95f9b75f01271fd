"""What an import has to say about what it read; never a reason not to write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from truth.model.finding import Rule, Severity

_NO_EXAMPLE: Mapping[str, Any] = {}


def _rule(id: str, severity: Severity, why: str) -> Rule:
    return Rule(f"import/{id}", severity, why, _NO_EXAMPLE, _NO_EXAMPLE)


MISSING = _rule("missing", Severity.WARNING, "A policy needs more than a page says; a guess would be published.")
HTML = _rule("html", Severity.WARNING, "Raw HTML shows on one channel at most; the words in it are kept.")
IMAGE = _rule("image", Severity.WARNING, "An image cannot be shown in every channel; its description is kept as words.")
LINK = _rule("link", Severity.WARNING, "A link must lead somewhere from every channel; its words are kept.")
RELATIVE_LINK = _rule(
    "relative-link", Severity.WARNING, "A link that starts from where the file lay leads nowhere from a text message."
)
TEMPLATE_CODE = _rule(
    "template-code", Severity.WARNING, "Only the site the file was written for knew what its template code stands for."
)
HEADING = _rule("heading", Severity.INFO, "A heading names a clause, on one line and without markup.")
EMPTY_CLAUSE = _rule("empty-clause", Severity.WARNING, "A clause says something; a heading alone does not.")
FRONT_MATTER = _rule("front-matter", Severity.INFO, "What a site generator reads has no place in a policy.")
TYPED_DATE = _rule(
    "typed-date",
    Severity.WARNING,
    "When wording takes effect is known from its release; a date in it grows stale.",
)
OTHER_WORDS = _rule(
    "other-words", Severity.WARNING, "A number is bound only where it then reads as it did; the rest is for a person."
)
UNREADABLE = _rule("unreadable", Severity.WARNING, "A version nobody can read is left out of the history, and said so.")
MISFIT = _rule("misfit", Severity.WARNING, "What the file says is kept, even where a policy is written otherwise.")


@dataclass(frozen=True)
class Note:
    """Something to say about a line of the file, counted from 1."""

    rule: Rule
    line: int
    message: str
    fix: str | None = None


def excerpt(text: str, longest: int = 60) -> str:
    """A piece of a file for a message, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"
