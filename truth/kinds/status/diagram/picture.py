"""Picture: what every notation draws, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from truth.kinds.status.code.facts import Facts, facts_of
from truth.kinds.status.code.given import Header, source_line
from truth.kinds.status.code.labels import constant, label_shown, pattern_in
from truth.model.document import Document

COLOURS: Mapping[str | None, tuple[str, str]] = {
    "open": ("#eef3f8", "#5b7a99"),
    "success": ("#e9f5ec", "#4d8a5f"),
    "failure": ("#f1efed", "#85786c"),
    "exception": ("#fdf3e3", "#b07d2b"),
}
"""Fill and line per phase; readable in print and for colour-blind readers, who have the line style and shape too."""

UNKNOWN = ("#ffffff", "#999999")
"""Fill and line where an unfinished vocabulary has no phase."""


@dataclass(frozen=True)
class Arrow:
    """A line from one status to another, with every event that leads along it."""

    source: str
    target: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A vocabulary as a graph with words."""

    facts: Facts
    title: str
    words: Mapping[str, str]
    arrows: tuple[Arrow, ...]
    source: str


def picture(document: Document, header: Header, locale: str | None) -> Picture:
    """The picture of a vocabulary, finished or not; what has no words in the locale is called by its code."""
    facts = facts_of(document)
    found: dict[tuple[str, str], list[str]] = {}
    for one in facts.transitions:
        for source in one.sources:
            found.setdefault((source, one.target), []).append(one.event or "")
    return Picture(
        facts=facts,
        title=_title(facts, locale),
        words={status.code: label_shown(status, locale) for status in facts.statuses},
        arrows=tuple(Arrow(*ends, tuple(filter(None, dict.fromkeys(events)))) for ends, events in found.items()),
        source=source_line(facts, header, document.digest),
    )


def _title(facts: Facts, locale: str | None) -> str:
    for candidate in (locale, *sorted(facts.title)):
        pattern = pattern_in(facts.title, candidate, None) if candidate else None
        if pattern:
            return constant(pattern) or pattern
    return str(facts.entry)
