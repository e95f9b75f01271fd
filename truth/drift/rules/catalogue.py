"""Every rule of `truth check` that judges files, and those that judge the check itself."""

from __future__ import annotations

from truth.drift import ignores
from truth.drift.rules import arguments, codes, files, labels, locks, numbers, refs, shown, texts
from truth.kinds.status.history import rules as events
from truth.model.finding import Rule

OWN: tuple[Rule, ...] = (
    *refs.RULES,
    *arguments.RULES,
    *texts.RULES,
    *codes.RULES,
    *labels.RULES,
    *numbers.RULES,
    *shown.RULES,
    *locks.RULES,
    *files.RULES,
    ignores.UNUSED_IGNORE,
)
"""The rules that only `truth check` knows."""

RULES: tuple[Rule, ...] = (*OWN, *events.RULES)
"""All of them: events are judged by the rules of `truth status validate`."""
