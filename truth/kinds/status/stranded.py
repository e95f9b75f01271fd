"""Would a change to a vocabulary strand an order that is under way?"""

from __future__ import annotations

from truth.kinds.status.graph import Graph, graph_of
from truth.model.document import Document
from truth.model.nearest import did_you_mean

_NAMED = 5  # statuses named in one sentence


def why_stranded(old: Document, new: Document | None, status: str) -> str | None:
    """Why an order in a status could not go on as before; None: it can.

    An order is stranded where its status is gone without a replacement, where it is an end now, where it can no longer
    get to an end, or where it can no longer become what it could become before. A status neither document knows
    strands it too: nobody can say what becomes of that order. None as the new document: the vocabulary is gone.
    """
    was = graph_of(old)
    before = was.successor(status)
    if new is None:
        return f"{old.entry} is gone"
    now = graph_of(new)
    here = now.successor(status) or (before and now.successor(before))
    if here is None:
        if before is None and status not in was.retired:
            return f"no such status, before or after{did_you_mean(status, now.statuses)}"
        return f"'{status}' is gone without a replacement"
    return None if before is None else _held_up(was, now, before, here)


def _held_up(was: Graph, now: Graph, before: str, here: str) -> str | None:
    if here in now.terminal:
        return None if before in was.terminal else f"'{here}' is an end now"
    if now.strict and here not in now.ending and before in was.ending:
        return f"from '{here}' no end can be reached any more"
    lost = _lost(was, now, before, here)
    return f"it can no longer become {_named(lost)}" if lost else None


def _lost(was: Graph, now: Graph, before: str, here: str) -> list[str]:
    """The statuses that could follow, are still there, and may not follow any more."""
    could = {now.successor(target) for target in was.allowed[before]} - {None, here}
    return sorted(str(target) for target in could - now.allowed[here])


def _named(codes: list[str]) -> str:
    rest = f" and {len(codes) - _NAMED} others" if len(codes) > _NAMED else ""
    return ", ".join(f"'{code}'" for code in codes[:_NAMED]) + rest
