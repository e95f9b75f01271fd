"""What only the kind status knows to be wrong, before it is published: rules of vocabularies, displays and mappings."""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds.status.graph import graph_of
from truth.kinds.status.rules import codes, moves, rows, translations, words
from truth.model.document import Document
from truth.model.finding import Finding, Rule
from truth.model.snapshot import Snapshot

RULES: tuple[Rule, ...] = (*moves.RULES, *codes.RULES, *words.RULES, *rows.RULES, *translations.RULES)


def check(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    """Findings on one entry of the kind, read beside the others of the Snapshot."""
    match document.body["type"]:
        case "vocabulary":
            yield from _vocabulary(document, snapshot)
        case "display":
            yield from _words(document, snapshot)
            yield from rows.check_display(document, snapshot)
        case "mapping":
            yield from translations.check_mapping(document, snapshot)


def _vocabulary(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    graph = graph_of(document)
    for look in (*moves.CHECKS, *codes.CHECKS):
        yield from look(document, graph)
    yield from codes.spelling_variants_elsewhere(document, snapshot)
    yield from _words(document, snapshot)


def _words(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    for look in words.CHECKS:
        yield from look(document)
    yield from words.label_collisions_elsewhere(document, snapshot)
