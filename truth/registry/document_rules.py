"""The `document/` rules: what every entry of every kind must get right. Each is one small pure function."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from truth.kinds import kind_of
from truth.kinds.company.profile import PROFILE, teams
from truth.kinds.kind import Link
from truth.model.document import Document
from truth.model.errors import Gone, Refused
from truth.model.finding import Finding, Rule, Severity
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref
from truth.registry.catalogue import Catalogue
from truth.registry.ports import Shapes

SCHEMA = Rule(
    "document/schema",
    Severity.ERROR,
    "A document's shape is fixed in schemas/; what does not fit cannot be published.",
    passes={"policy:returns": {"review_by": "2030-01-01"}},
    fails={"policy:returns": {"values": {"window": {"value": "P30"}}}},
)
MISSING_PROFILE = Rule(
    "document/missing-profile",
    Severity.ERROR,
    "company:profile names the locales, channels and teams that everything else uses.",
    passes={},
    fails={"company:profile": None},
)
UNKNOWN_OWNER = Rule(
    "document/unknown-owner",
    Severity.ERROR,
    "Every entry is owned by a team of the company profile, so that someone can decide.",
    passes={"policy:returns": {"owner": "care"}},
    fails={"policy:returns": {"owner": "carre"}},
)
UNKNOWN_REF = Rule(
    "document/unknown-ref",
    Severity.ERROR,
    "A ref that leads nowhere would leave a hole in a text.",
    passes={"status:order": {"arguments": {"days": {"ref": "policy:returns/values/window"}}}},
    fails={"status:order": {"arguments": {"days": {"ref": "policy:returns/values/widow"}}}},
)
REF_TO_RETIRED = Rule(
    "document/ref-to-retired",
    Severity.ERROR,
    "What is retired, or about to be replaced, must not be built on.",
    passes={"status:order": {"arguments": {"days": {"ref": "policy:returns/values/window"}}}},
    fails={
        "policy:returns": {"replaced_by": "status:order"},
        "status:order": {"arguments": {"days": {"ref": "policy:returns/values/window"}}},
    },
)
REF_CYCLE = Rule(
    "document/ref-cycle",
    Severity.ERROR,
    "Successors that lead back to where they began help nobody.",
    passes={"policy:returns": {"replaced_by": "status:order"}},
    fails={"policy:returns": {"replaced_by": "status:order"}, "status:order": {"replaced_by": "policy:returns"}},
)
REVIEW_OVERDUE = Rule(
    "document/review-overdue",
    Severity.WARNING,
    "The owner promised to look at this again by a date that has passed.",
    passes={"policy:returns": {"review_by": "9999-12-31"}},
    fails={"policy:returns": {"review_by": "2001-01-01"}},
)
RULES = (SCHEMA, MISSING_PROFILE, UNKNOWN_OWNER, UNKNOWN_REF, REF_TO_RETIRED, REF_CYCLE, REVIEW_OVERDUE)


def check_shape(document: Document, shapes: Shapes) -> Iterator[Finding]:
    """Every violation of the kind's schema, as a sentence about the place it is in."""
    for place, message in shapes.problems(document.entry.kind, document.body):
        path = _segments(place)
        yield SCHEMA.finding(document.entry, f"{_address(document.entry, path)} {message}", path=path)


def check_profile(profile: Document | None) -> Iterator[Finding]:
    """Whether there is a company profile at all."""
    if profile is None:
        yield MISSING_PROFILE.finding(
            PROFILE,
            "there is no company profile",
            fix="write content/company/profile.yaml; truth init shows a small one",
        )


def check_document(document: Document, catalogue: Catalogue, today: date, broken: frozenset[Ref]) -> Iterator[Finding]:
    """Owner, refs, successors and review date of one document.

    `broken` are entries that are there but cannot be read; what points at them is not judged.
    """
    yield from chain(
        _owner(document, catalogue),
        chain.from_iterable(
            _link(document, link, catalogue, broken) for link in kind_of(document.entry.kind).links(document)
        ),
        _cycle(document, catalogue),
        _review(document, today),
    )


def _owner(document: Document, catalogue: Catalogue) -> Iterator[Finding]:
    known = teams(catalogue.profile)
    owner = document.body["owner"]
    if owner not in known:
        message = f"'{owner}' is not a team of the company profile{did_you_mean(owner, known)}"
        fix = f"name one of: {', '.join(sorted(known))}"
        yield UNKNOWN_OWNER.finding(document.entry, message, path=("owner",), fix=fix)


def _link(document: Document, link: Link, catalogue: Catalogue, broken: frozenset[Ref]) -> Iterator[Finding]:
    ref = Ref.parse(link.ref)
    if ref.entry in broken:
        return
    try:
        target = catalogue.document(ref)
        if link.wants == "value":
            catalogue.value(ref)
        elif link.wants == "node":
            catalogue.find(ref)
    except Gone as gone:
        fix = f"use {gone.replaced_by}" if gone.replaced_by else "bind something else"
        yield REF_TO_RETIRED.finding(document.entry, gone.message, path=link.path, fix=fix)
    except Refused as error:
        yield UNKNOWN_REF.finding(document.entry, error.message, path=link.path)
    else:
        if link.wants == "value" and target.entry != document.entry and target.body.get("replaced_by"):
            successor = target.body["replaced_by"]
            message = f"{link.ref} belongs to {target.entry}, which {successor} replaces"
            yield REF_TO_RETIRED.finding(document.entry, message, path=link.path, fix=f"bind a value of {successor}")


def _cycle(document: Document, catalogue: Catalogue) -> Iterator[Finding]:
    seen = [str(document.entry)]
    while successor := _successor(seen[-1], catalogue):
        seen.append(successor)
        if successor == seen[0]:
            message = f"the successors lead back here: {' → '.join(seen)}"
            yield REF_CYCLE.finding(
                document.entry, message, path=("replaced_by",), fix="end the chain at what is in force"
            )
            return
        if successor in seen[:-1]:
            return


def _successor(entry: str, catalogue: Catalogue) -> str | None:
    document = catalogue.snapshot.documents.get(Ref.parse(entry))
    return document.body.get("replaced_by") if document else None


def _review(document: Document, today: date) -> Iterator[Finding]:
    due = document.body.get("review_by")
    if due and date.fromisoformat(due) < today:
        message = f"was to be reviewed by {due}"
        fix = "read it again, then set the next review_by"
        yield REVIEW_OVERDUE.finding(document.entry, message, path=("review_by",), fix=fix)


def _address(entry: Ref, path: list[str]) -> Ref:
    """How a ref would say it: a value is its name, a status its code."""
    if len(path) == 3 and path[0] == "values" and path[2] == "value":
        path = path[:2]
    return entry.join(tuple(path[1:] if entry.kind == "status" and path[:1] == ["statuses"] and path[1:] else path))


def _segments(place: str) -> list[str]:
    return [segment.replace("~1", "/").replace("~0", "~") for segment in place.split("/")[1:]]
