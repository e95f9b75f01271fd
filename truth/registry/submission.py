"""Submission: a whole folder, or a plan, handed in from elsewhere to be judged and published.

Judging is a pure step that may take long, so it happens wherever there is room for it, and its outcome travels: bytes
that are sent as they are, and the documents to publish in canonical form.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Finding, Severity, in_order
from truth.model.ref import Ref
from truth.model.release import Authority, Base, Draft
from truth.registry.change_json import entries_json, plan_head, texts_json
from truth.registry.overtaking import overtaken_json
from truth.registry.plan import Plan, obstacles, plan, plan_again
from truth.registry.plan_file import PlanFile
from truth.registry.ports import Shapes, Store
from truth.registry.validate import has_errors

MOST_DOCUMENTS = 20_000
"""Documents handed in at once; as many as a content folder may have files."""

MOST_FINDINGS = 1_000
"""Findings told at once, the most severe first; nobody reads more, and the count says how many there are."""


@dataclass(frozen=True)
class Submission:
    """What was handed in: all documents of a folder by entry, or a plan.

    Entries that are there but could not be read (`unread`) are left as they stand. `retire` confirms that what is
    missing is retired. `effective_at` None means: when it is published.
    """

    documents: Mapping[Ref, Document] | None = None
    plan: PlanFile | None = None
    effective_at: datetime | None = None
    note: str | None = None
    retire: bool = False
    unread: Collection[Ref] = ()


@dataclass(frozen=True)
class Change:
    """A document to publish, in canonical form with its digest; None retires the entry."""

    entry: Ref
    canonical: bytes | None = None
    digest: str | None = None

    def document(self) -> Document | None:
        """The document, which need not be written out again to be kept."""
        if self.canonical is None:
            return None
        document = Document(self.entry, orjson.loads(self.canonical))
        vars(document).update(canonical=self.canonical, digest=self.digest)
        return document


@dataclass(frozen=True)
class Judged:
    """The outcome: `plan` is the plan as it is sent; the rest is there where it may be published.

    `told` is what is sent about it once it is published.
    """

    plan: bytes
    base: Base
    effective_at: datetime | None
    note: str | None
    told: Mapping[str, Any]
    changes: Sequence[Change]

    def draft(self, authority: Authority) -> Draft | None:
        """What is to be published; None where nothing changes."""
        if not self.changes:
            return None
        documents = {change.entry: change.document() for change in self.changes}
        return Draft(documents, self.base, authority, self.effective_at)


Judge = Callable[[bytes, bool], Judged]
"""Judges a request body, wherever that is done; with True, only what can be published has an outcome.

Raises `Invalid` and `TooLarge` for a body that cannot be read, or published; `Conflict` for a stale plan.
"""


def judge(store: Store, shapes: Shapes, submission: Submission, *, publish: bool) -> Judged:
    """What publishing a submission would do; with `publish`, `Invalid` says what keeps it from being published."""
    made = _plan(store, shapes, submission)
    in_the_way = obstacles(made, retire=submission.retire) if publish else []
    if in_the_way:
        raise Invalid(_count(in_the_way), _told(in_the_way))
    return Judged(
        plan=orjson.dumps(_plan_json(made), option=orjson.OPT_APPEND_NEWLINE),
        base=made.base,
        effective_at=made.effective_at,
        note=submission.note,
        told=_published_json(made),
        changes=[_change(entry, document) for entry, document in made.documents.items()] if publish else [],
    )


def _plan(store: Store, shapes: Shapes, submission: Submission) -> Plan:
    written = submission.plan
    if written:
        return plan_again(store, shapes, written.base, written.changes, written.effective_at)
    documents = (submission.documents or {}).values()
    return plan(store, shapes, documents, effective_at=submission.effective_at, unread=submission.unread)


def _plan_json(made: Plan) -> dict[str, Any]:
    return {
        **plan_head(made),
        "changes": entries_json(made.changes),
        "retirements": [str(entry) for entry in made.retirements],
        "texts": texts_json(made.texts),
        "stale": overtaken_json(made.stale),
        "findings": [finding.as_json() for finding in _told(made.findings)],
        "errors": sum(finding.severity is Severity.ERROR for finding in made.findings),
    }


def _published_json(made: Plan) -> dict[str, Any]:
    return {
        "changes": entries_json(made.changes, places=False),
        "texts": len(made.texts),
        "stale": overtaken_json(made.stale),
        "findings": [finding.as_json() for finding in _told(made.findings)],
    }


def _told(findings: Iterable[Finding]) -> list[Finding]:
    return in_order(findings)[:MOST_FINDINGS]


def _count(in_the_way: Sequence[Finding]) -> str:
    count = sum(has_errors([finding]) for finding in in_the_way)
    return f"nothing was applied: there {'is 1 error' if count == 1 else f'are {count} errors'} to fix first"


def _change(entry: Ref, document: Document | None) -> Change:
    return Change(entry, document.canonical, document.digest) if document else Change(entry)
