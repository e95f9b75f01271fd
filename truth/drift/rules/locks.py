"""Is the lock behind what is in force?"""

from __future__ import annotations

from datetime import datetime, timedelta

from truth.drift.lock import Lock, lock_of
from truth.model.finding import Finding, Rule, Severity
from truth.registry.catalogue import Catalogue

STALE_LOCK = Rule(
    "drift/stale-lock",
    Severity.WARNING,
    "What a lock holds is what was said when it was written; a check against it knows nothing newer.",
    passes={"files": {"mail.html.j2": '<p>{{ truth.text("policy:returns/clauses/window") }}</p>\n'}, "locked": {}},
    fails={
        "files": {"mail.html.j2": '<p>{{ truth.text("policy:returns/clauses/window") }}</p>\n'},
        "locked": {"policy:returns": {"values": {"window": {"value": "P14D"}}}},
    },
)
RULES = (STALE_LOCK,)
_NAMED = 5


def stale(
    lock: Lock, catalogue: Catalogue, name: str, now: datetime | None = None, stale_after: int | None = None
) -> Finding | None:
    """The finding on a lock (called `name`) that is behind what is in force; None: it is not.

    An error once what is in force has been so for more than `stale_after` days.
    """
    pointer = catalogue.snapshot.pointer
    changed = _changed(lock, catalogue)
    behind = bool(lock.position and pointer.position and lock.position < pointer.position)
    if not changed and not behind:
        return None
    listed = ", ".join(changed[:_NAMED]) + (f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else "")
    said = f"; other words or values at {listed}" if changed else "; nothing that is used here has changed"
    at = (
        f" is at position {lock.position}, and {pointer.position} is in force"
        if behind
        else " is behind what is in force"
    )
    finding = STALE_LOCK.finding(name, f"the lock{at}{said}", fix="truth lock --update")
    age = now - pointer.effective_at if now and pointer.effective_at else None
    if stale_after is not None and age is not None and age > timedelta(days=stale_after):
        return Finding(finding.rule, Severity.ERROR, finding.subject, finding.message, finding.fix)
    return finding


def _changed(lock: Lock, catalogue: Catalogue) -> list[str]:
    """The locked refs that say something else now, or nothing any more."""
    if lock.snapshot == catalogue.snapshot.digest:
        return []
    now = lock_of(catalogue, lock.refs, lock.file).refs
    return sorted(ref for ref, digest in lock.refs.items() if now.get(ref) != digest)
