"""Which codes that are stored in orders, or arrive in events, does a change take away?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from truth.kinds.status.rules.codes import RETIRED_CODE_REUSED
from truth.kinds.status.rules.examples import MOVES, PICKING, move, order
from truth.kinds.status.tombstone import in_force
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Category, Finding, Rule, Severity
from truth.model.nearest import nearest

ENROUTE = {"replaced_by": "shipped", "since": "2026-01-01"}
_WITHOUT_SHIPPED = [move("bring", "placed", "delivered"), MOVES[-1]]
_PICK = (move("pick", "placed", "picking"), move("pack", "picking", "shipped"))

REMOVED = Rule(
    "status/removed",
    Severity.ERROR,
    "Orders are stored with the code; without a replacement nobody can read them any more. A rename is one too.",
    passes={
        "after": order(
            transitions=_WITHOUT_SHIPPED,
            statuses={"shipped": None},
            retired={"shipped": {"replaced_by": "placed", "since": "2026-01-01"}},
        )
    },
    fails={"after": order(transitions=_WITHOUT_SHIPPED, statuses={"shipped": None})},
    category=Category.WIRE,
)
TOMBSTONE_REMOVED = Rule(
    "status/tombstone-removed",
    Severity.ERROR,
    "Old orders still have the retired code; its tombstone is all that explains it.",
    passes={"before": order(retired={"enroute": ENROUTE}), "after": {}},
    fails={"before": order(retired={"enroute": ENROUTE}), "after": order(retired=None)},
    category=Category.WIRE,
)
ADDED_WITHOUT_FALLBACK = Rule(
    "status/added-without-fallback",
    Severity.ERROR,
    "Who reads with last week's list meets a code it does not know; a fallback names one it does.",
    passes={"after": order(*_PICK, statuses={"picking": {**PICKING, "fallback": "placed"}})},
    fails={"after": order(*_PICK, statuses={"picking": PICKING})},
    category=Category.WIRE,
)
FALLBACK_DIFFERS_IN_PHASE = Rule(
    "status/fallback-differs-in-phase",
    Severity.ERROR,
    "A page that uses the fallback shows an order as ended that goes on, or the other way round.",
    passes={"after": order(*_PICK, statuses={"picking": {**PICKING, "fallback": "placed"}})},
    fails={"after": order(*_PICK, statuses={"picking": {**PICKING, "fallback": "delivered"}})},
    category=Category.RENDER,
)
RULES = (REMOVED, TOMBSTONE_REMOVED, ADDED_WITHOUT_FALLBACK, FALLBACK_DIFFERS_IN_PHASE)


@dataclass(frozen=True)
class Codes:
    """The codes of one document: its statuses, and the retired ones with their successors."""

    statuses: Mapping[str, Mapping[str, Json]]
    retired: Mapping[str, str | None]

    @staticmethod
    def of(document: Document) -> Codes:
        """The codes of a vocabulary, or a display's own."""
        retired = {code: stone.get("replaced_by") for code, stone in document.body.get("retired", {}).items()}
        return Codes(document.body.get("statuses", {}), retired)


def breaks(old: Document, new: Document) -> Iterator[Finding]:
    """Codes taken away, used again, or new to those who read them."""
    was, now = Codes.of(old), Codes.of(new)
    yield from _removed(new, was, now)
    yield from _tombstones_removed(new, was, now)
    yield from _reused(new, was, now)
    yield from _added(new, was, now)


def gone(old: Document) -> Finding:
    """The finding on an entry that is no longer there."""
    message = f"{old.entry} is gone, with {len(old.body.get('statuses', {}))} codes"
    return REMOVED.finding(old.entry, message, fix="keep it, and retire its codes one by one")


def _removed(new: Document, was: Codes, now: Codes) -> Iterator[Finding]:
    for code in was.statuses:
        if code not in now.statuses and in_force(code, now.statuses, now.retired) is None:
            close = nearest(code, (one for one in now.statuses if one not in was.statuses))
            renamed = f"; was it renamed to '{close[0]}'?" if close else ""
            fix = f"add retired: {{{code}: {{replaced_by: …, since: …}}}}"
            yield REMOVED.finding(new.entry / code, f"'{code}' is gone without a replacement{renamed}", fix=fix)


def _tombstones_removed(new: Document, was: Codes, now: Codes) -> Iterator[Finding]:
    for code in was.retired:
        if code not in now.retired and code not in now.statuses:
            message = f"'{code}' was retired, and nothing says so any more"
            yield TOMBSTONE_REMOVED.finding(
                new.entry / code, message, path=("retired",), fix="bring its tombstone back"
            )


def _reused(new: Document, was: Codes, now: Codes) -> Iterator[Finding]:
    for code in was.retired:
        if code in now.statuses and code not in was.statuses:
            message = f"'{code}' was retired and is a status again"
            path = ("statuses", code)
            yield RETIRED_CODE_REUSED.finding(new.entry / code, message, path=path, fix="give the status another code")


def _added(new: Document, was: Codes, now: Codes) -> Iterator[Finding]:
    for code, status in now.statuses.items():
        if code in was.statuses or code in was.retired:
            continue
        known = _known_fallback(code, was, now)
        if known is None:
            message = f"'{code}' is new, and has no fallback to a status that was there before"
            fix = "add fallback with the status older readers use in its place"
            yield ADDED_WITHOUT_FALLBACK.finding(new.entry / code, message, path=("statuses", code), fix=fix)
        elif _differ(status.get("phase"), now.statuses.get(known, was.statuses[known]).get("phase")):
            message = f"'{code}' is {status['phase']}, and its fallback '{known}' is not"
            path = ("statuses", code, "fallback")
            fix = "choose a fallback in the same phase"
            yield FALLBACK_DIFFERS_IN_PHASE.finding(new.entry / code, message, path=path, fix=fix)


def _known_fallback(code: str, was: Codes, now: Codes) -> str | None:
    """The first status older readers know, along the chain of fallbacks."""
    seen: set[str] = set()
    current: str | None = code
    while current is not None and current not in was.statuses and current not in seen:
        seen.add(current)
        current = now.statuses.get(current, {}).get("fallback")
    return current if current in was.statuses else None


def _differ(phase: str | None, other: str | None) -> bool:
    return phase is not None and other is not None and phase != other
