"""Are the codes good for ever: unmistakable, never used twice, and each with a status customers see?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from truth.kinds.status.block import for_customers
from truth.kinds.status.graph import Graph
from truth.kinds.status.rules.examples import move, order, with_picking
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Category, Finding, Rule, Severity
from truth.model.snapshot import Snapshot

SPELLING_VARIANT = Rule(
    "status/spelling-variant",
    Severity.ERROR,
    "Of canceled and cancelled every program knows one, and drops orders with the other.",
    passes=order(move("ask_to_cancel", "placed", "cancelled")),
    fails=order(move("handover", "placed", "shipped")),
)
STAFF_WITHOUT_SHOWN_AS = Rule(
    "status/staff-without-shown-as",
    Severity.ERROR,
    "Customers never see a status for colleagues; without another in its place they see nothing.",
    passes=with_picking(move("pick", "placed", "picking"), move("pack", "picking", "shipped")),
    fails=with_picking(move("pick", "placed", "picking"), move("pack", "picking", "shipped"), shown_as=None),
)
RETIRED_WITHOUT_REPLACEMENT = Rule(
    "status/retired-without-replacement",
    Severity.ERROR,
    "Old orders still have the retired code; its replacement says what to show for them.",
    passes=order(retired={"enroute": {"replaced_by": "shipped", "since": "2026-01-01"}}),
    fails=order(retired={"enroute": {"since": "2026-01-01"}}),
)
RETIRED_CODE_REUSED = Rule(
    "status/retired-code-reused",
    Severity.ERROR,
    "A retired code stays retired: in old orders it would mean something new.",
    passes=order(retired={"enroute": {"replaced_by": "shipped", "since": "2026-01-01"}}),
    fails=order(retired={"delivered": {"replaced_by": "shipped", "since": "2026-01-01"}}),
    category=Category.WIRE,
)
RULES = (SPELLING_VARIANT, STAFF_WITHOUT_SHOWN_AS, RETIRED_WITHOUT_REPLACEMENT, RETIRED_CODE_REUSED)

_SPELLINGS = (
    (re.compile(r"(?<=[a-z])_(?=[a-z])"), ""),
    (re.compile(r"is(?=e|ing|ation)"), "iz"),
    (re.compile("our"), "or"),
    (re.compile(r"([a-z])\1"), r"\1"),
)
"""Underscores between words, British and American English, doubled letters: what spellings of one word differ in."""


def spelling_variants(document: Document, graph: Graph) -> Iterator[Finding]:
    """Two codes, or two events, of one vocabulary that are one word in two spellings."""
    for code, other in _doubles(document.body["statuses"]):
        message = f"'{code}' and '{other}' are one word in two spellings"
        fix = "keep one as the status, and retire the other in its favour"
        yield SPELLING_VARIANT.finding(document.entry / code, message, path=("statuses", code), fix=fix)
    first = {one.event: one.place for one in reversed(graph.transitions)}
    for event, other in _doubles(dict.fromkeys(one.event for one in graph.transitions)):
        message = f"the events '{event}' and '{other}' are one word in two spellings"
        path = ("transitions", first[event], "event")
        yield SPELLING_VARIANT.finding(document.entry, message, path=path, fix=f"write '{other}' in both places")


def spelling_variants_elsewhere(document: Document, snapshot: Snapshot) -> Iterator[Finding]:
    """Codes another vocabulary spells otherwise; a warning, for each may have to follow a system of its own."""
    own = spellings_of(document)
    for other in snapshot.of_kind("status"):
        if other.body["type"] == "vocabulary" and other.entry != document.entry:
            for spelling, code in spellings_of(other).items():
                if own.get(spelling, code) != code:
                    message = f"{other.entry} spells '{own[spelling]}' as '{code}'"
                    path = ("statuses", own[spelling])
                    found = SPELLING_VARIANT.finding(
                        document.entry / own[spelling], message, path=path, fix="spell it the same in both"
                    )
                    yield replace(found, severity=Severity.WARNING)


def staff_without_shown_as(document: Document, graph: Graph) -> Iterator[Finding]:
    """Statuses for colleagues that never lead to one customers see."""
    statuses = document.body["statuses"]
    for code, status in statuses.items():
        if for_customers(status):
            continue
        path: tuple[str, ...] = ("statuses", code)
        if "shown_as" not in status:
            message = f"'{code}' is for staff and does not say what customers see"
        elif _never_shown(statuses, code):
            message, path = f"'{code}' is shown as statuses for staff only", (*path, "shown_as")
        else:
            continue
        fix = "add shown_as with a status customers see"
        yield STAFF_WITHOUT_SHOWN_AS.finding(document.entry / code, message, path=path, fix=fix)


def retired_without_replacement(document: Document, graph: Graph) -> Iterator[Finding]:
    """Retired codes that lead to no status in force."""
    for code in graph.retired:
        if code in graph.statuses or graph.successor(code):
            continue
        if _ends_in_nothing_known(graph, code):
            continue
        message = f"nothing takes the place of '{code}', which old orders still have"
        fix = "add replaced_by with the status to show instead"
        yield RETIRED_WITHOUT_REPLACEMENT.finding(document.entry / code, message, path=("retired", code), fix=fix)


def retired_codes_reused(document: Document, graph: Graph) -> Iterator[Finding]:
    """Codes that are retired and a status at once."""
    for code in graph.retired:
        if code in graph.statuses:
            message = f"'{code}' is retired and cannot be a status again"
            fix = "give the status another code"
            yield RETIRED_CODE_REUSED.finding(document.entry / code, message, path=("retired", code), fix=fix)


CHECKS = (spelling_variants, staff_without_shown_as, retired_without_replacement, retired_codes_reused)


@lru_cache(maxsize=1024)
def spellings_of(document: Document) -> Mapping[str, str]:
    """A vocabulary's codes by what all spellings of each have in common."""
    return {spelling(code): code for code in document.body["statuses"]}


def spelling(code: str) -> str:
    """What all spellings of a code have in common: `canceled` and `cancelled`, `authorised` and `authorized`."""
    for pattern, replacement in _SPELLINGS:
        code = pattern.sub(replacement, code)
    return code


def _doubles(codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    first: dict[str, str] = {}
    for code in codes:
        other = first.setdefault(spelling(code), code)
        if other != code:
            yield code, other


def _never_shown(statuses: Mapping[str, Mapping[str, Json]], code: str) -> bool:
    """Whether the chain of `shown_as` leads back into itself; where it breaks, another rule speaks."""
    seen: set[str] = set()
    while code in statuses and not for_customers(statuses[code]):
        if code in seen:
            return True
        seen.add(code)
        code = statuses[code].get("shown_as", "")
    return False


def _ends_in_nothing_known(graph: Graph, code: str) -> bool:
    """Whether its replacement is no code at all: `status/undefined-target` says so where that is written."""
    seen: set[str] = set()
    current: str | None = code
    while current is not None and current in graph.retired and current not in seen:
        seen.add(current)
        current = graph.retired[current]
    return current is not None and current not in seen
