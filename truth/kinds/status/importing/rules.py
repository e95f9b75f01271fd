"""What an import has to say about what it wrote; never a reason not to write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from truth.model.finding import Rule, Severity

_NO_EXAMPLE: Mapping[str, Any] = {}

MISSING = Rule(
    "import/missing",
    Severity.WARNING,
    "A vocabulary needs more than other tools say; a guess would be published as a fact.",
    _NO_EXAMPLE,
    _NO_EXAMPLE,
)
RENAMED = Rule(
    "import/renamed",
    Severity.INFO,
    "A code is small letters, digits and underscores; the source's own spelling needs a mapping.",
    _NO_EXAMPLE,
    _NO_EXAMPLE,
)
FLATTENED = Rule(
    "import/flattened",
    Severity.WARNING,
    "A history is in one status at a time; nested and parallel states are written out as single ones.",
    _NO_EXAMPLE,
    _NO_EXAMPLE,
)
LEFT_OUT = Rule(
    "import/left-out",
    Severity.WARNING,
    "Something of the source has no place in a vocabulary.",
    _NO_EXAMPLE,
    _NO_EXAMPLE,
)
WRITTEN_OUT = Rule(
    "import/written-out",
    Severity.INFO,
    "Shorthand of the source is written in full, so that a diff shows what a change of it does.",
    _NO_EXAMPLE,
    _NO_EXAMPLE,
)
CONDITION = Rule(
    "import/condition",
    Severity.INFO,
    "A vocabulary says which moves are possible, never when: conditions are kept as words, and nothing is evaluated.",
    _NO_EXAMPLE,
    _NO_EXAMPLE,
)
MISFIT = Rule(
    "import/misfit",
    Severity.WARNING,
    "What the source says is kept as it is, even where a vocabulary is written otherwise.",
    _NO_EXAMPLE,
    _NO_EXAMPLE,
)

_MOST_NAMED = 12


def amount(count: int, one: str, many: str) -> str:
    """`1 status`, `6 statuses`."""
    return f"{count:,} {one if count == 1 else many}"


def listed(names: Iterable[str]) -> str:
    """Names for a message: the first dozen, and how many more there are."""
    once = list(dict.fromkeys(names))
    shown = ", ".join(name[:80] for name in once[:_MOST_NAMED])
    return f"{shown} and {len(once) - _MOST_NAMED} more" if len(once) > _MOST_NAMED else shown
