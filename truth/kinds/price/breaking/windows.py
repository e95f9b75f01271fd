"""When something counts: ended before its time, or begun later than it was to."""

from __future__ import annotations

from collections.abc import Iterator

from truth.kinds.price.breaking.rules import COVERAGE_SHRUNK, REMOVED_BEFORE_ITS_END
from truth.model.document import Document
from truth.model.finding import Finding
from truth.model.instant import format_instant


def ended_early(old: Document, new: Document | None) -> Iterator[Finding]:
    """Something with an end that is gone before it."""
    until = old.window.until
    if until is None:
        return
    if new is None or (new.window.until is not None and new.window.until < until):
        message = f"it was to count until {format_instant(until)}"
        fix = "let it run to its end, or tell those who were promised it"
        yield REMOVED_BEFORE_ITS_END.finding(old.entry, message, path=("window",), fix=fix)


def begun_later(old: Document, new: Document | None) -> Iterator[Finding]:
    """Something that was to count by now, or from a day on, and begins after it."""
    since = new.window.since if new else None
    if since is not None and (old.window.since is None or old.window.since < since):
        was = f"from {format_instant(old.window.since)} on" if old.window.since else "without a beginning"
        message = f"it counted {was}, and now begins at {format_instant(since)}"
        yield COVERAGE_SHRUNK.finding(old.entry, message, path=("window",))
