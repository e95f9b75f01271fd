"""The rules of prices, at publishing: each decided on the structure of documents and conditions."""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds.price.rules import (
    amounts,
    articles,
    clashes,
    expectations,
    inputs,
    nought,
    reach,
    reasoning,
    tiers,
    windows,
)
from truth.kinds.price.rules.around import around
from truth.model.document import Document
from truth.model.finding import Finding, Rule
from truth.model.snapshot import Snapshot

RULES: tuple[Rule, ...] = (
    *tiers.RULES,
    *articles.RULES,
    *amounts.RULES,
    *inputs.RULES,
    *clashes.RULES,
    *windows.RULES,
    *reach.RULES,
    *nought.RULES,
    *reasoning.RULES,
    *expectations.RULES,
)

_BY_TYPE = {
    "list": (*tiers.CHECKS, *articles.CHECKS, *amounts.OF_A_LIST, *windows.CHECKS),
    "adjustment": (*amounts.OF_AN_ADJUSTMENT, *inputs.OF_AN_ADJUSTMENT, *clashes.CHECKS, *reach.CHECKS, *nought.CHECKS),
    "totals": (*amounts.OF_TOTALS, *inputs.OF_TOTALS, *windows.OF_TOTALS, *reasoning.CHECKS),
    "example": expectations.CHECKS,
}


def check(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    """Findings on one document within what stands around it."""
    surroundings = around(snapshot)
    for one in _BY_TYPE[document.body["type"]]:
        yield from one(document, surroundings)
