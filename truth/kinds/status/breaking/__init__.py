"""What a change to a status entry breaks, and for whom: the old document, the new one, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds.status.breaking import codes, moves, rows, told, translations
from truth.model.document import Document
from truth.model.finding import Finding, Rule

RULES: tuple[Rule, ...] = (*codes.RULES, *moves.RULES, *told.RULES, *rows.RULES, *translations.RULES)


def breaking(old: Document, new: Document | None) -> Iterator[Finding]:
    """What the change takes from those who rely on the old document; an entry of another type is another entry."""
    if new is None or new.body["type"] != old.body["type"]:
        yield translations.gone(old) if old.body["type"] == "mapping" else codes.gone(old)
        return
    match old.body["type"]:
        case "vocabulary":
            yield from codes.breaks(old, new)
            yield from moves.breaks(old, new)
            yield from told.breaks(old, new)
        case "display":
            yield from codes.breaks(old, new)
            yield from told.breaks(old, new)
            yield from rows.breaks(old, new)
        case "mapping":
            yield from translations.breaks(old, new)
