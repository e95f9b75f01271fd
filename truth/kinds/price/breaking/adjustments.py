"""Adjustments: whom they no longer reach, and what they no longer combine with."""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds.price.breaking.conditions import conditions_shrunk
from truth.kinds.price.breaking.rules import COVERAGE_SHRUNK, STACKING_CHANGED
from truth.model.document import Document
from truth.model.finding import Finding


def adjustment_gone(old: Document, new: Document | None) -> Iterator[Finding]:
    """An offer without an end that is there no more; one with an end is `removed-before-its-end`."""
    if new is None and old.window.until is None and old.body["effect"]["type"] != "surcharge":
        fix = "give it an end first, and let it run to it"
        yield COVERAGE_SHRUNK.finding(old.entry, "the offer is gone", fix=fix)


def adjustment_changed(old: Document, new: Document | None) -> Iterator[Finding]:
    """What it combines with, its codes, and its conditions."""
    if new is None:
        return
    before, after = old.body.get("stacking"), new.body.get("stacking")
    if before != after:
        yield STACKING_CHANGED.finding(old.entry, "what it may be combined with has changed", path=("stacking",))
    gone = sorted(set(old.body.get("codes", ())) - set(new.body.get("codes", ())))
    if gone:
        yield COVERAGE_SHRUNK.finding(old.entry, f"codes no longer count: {', '.join(gone)}", path=("codes",))
    if new.body.get("codes") and not old.body.get("codes"):
        yield COVERAGE_SHRUNK.finding(old.entry, "it now needs a code", path=("codes",))
    yield from conditions_shrunk(old, new)
