"""Simulate: the same basket at another moment, by another source, with documents laid over, or with an adjustment off.
Pure but for the schemas, which come through a port."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Severity
from truth.model.ref import Ref
from truth.registry.catalogue import Catalogue
from truth.registry.ports import Shapes
from truth.registry.validate import Scope, validate

MOST_DOCUMENTS = 20
"""How many documents can be laid over for one simulation."""


def laid_over(catalogue: Catalogue, changes: Mapping[Ref, Document | None], shapes: Shapes, now: datetime) -> Catalogue:
    """What a source would say with these documents in place (None: gone).

    `Invalid`, with the findings, where they could not be published as they stand: what cannot be published cannot be
    priced by either. Only the documents laid over are judged.
    """
    laid = catalogue.snapshot.laid_over(changes)
    found = validate(laid, shapes, now, Scope([entry for entry, document in changes.items() if document]))
    wrong = [finding for finding in found if finding.severity is Severity.ERROR and not _is_expectation(finding.rule)]
    if wrong:
        more = f"; and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise Invalid(f"the documents laid over are not right: {wrong[0].subject}: {wrong[0].message}{more}", wrong)
    return Catalogue(laid)


def _is_expectation(rule: str) -> bool:
    """What an example basket comes to is the very question."""
    return rule == "price/result-changed"
