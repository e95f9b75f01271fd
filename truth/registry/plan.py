"""Plan and apply: a whole set of documents becomes one release, or nothing.

A plan pins the state it was made from. It is refused, with what changed, once that is no longer the state underneath.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Finding, in_order
from truth.model.ref import Ref
from truth.model.release import Authority, Base, Draft, Overtaken, Release
from truth.model.snapshot import Snapshot, snapshot_of
from truth.registry.collecting import without_collecting
from truth.registry.compare import Change, EntryChange, TextChange, affected, compare_documents, compare_texts
from truth.registry.notice import notice_too_short
from truth.registry.overtaking import makes_stale
from truth.registry.ports import Shapes, Store
from truth.registry.release_rules import UNCONFIRMED_RETIREMENT
from truth.registry.validate import Scope, has_errors, misshapen, validate


@dataclass(frozen=True)
class Plan:
    """What applying would do: which documents change, which texts then read differently, what is wrong with it, and
    which scheduled releases become `stale` with it, in order of effect.

    `effective_at` None means: when it is applied.
    """

    base: Base
    effective_at: datetime | None
    changes: tuple[EntryChange, ...]
    texts: tuple[TextChange, ...]
    findings: tuple[Finding, ...]
    stale: tuple[Overtaken, ...] = ()

    @property
    def documents(self) -> Mapping[Ref, Document | None]:
        """The documents to publish; None retires the entry."""
        return {change.entry: change.after.document if change.after else None for change in self.changes}

    @property
    def retirements(self) -> tuple[Ref, ...]:
        """The entries that would be retired."""
        return tuple(change.entry for change in self.changes if change.change is Change.RETIRED)


def plan(
    store: Store,
    shapes: Shapes,
    documents: Iterable[Document],
    *,
    effective_at: datetime | None = None,
    findings: Iterable[Finding] = (),
    unread: Collection[Ref] = (),
) -> Plan:
    """The plan that makes exactly these documents the ones in force from `effective_at` on (None: from now on).

    `findings` are those met while reading the documents; the plan carries them and its own. Entries that are there but
    could not be read (`unread`) are left as they stand, not taken for retired. Raises `Invalid` when `effective_at`
    has passed.
    """
    base, before = store.base(effective_at)
    instant = effective_at or store.now()
    wanted = {document.entry: document for document in documents}
    proposed = _proposed(before, wanted, unread, instant, store.now())
    step = _Step(before, proposed, effective_at, store.now())
    return _overtaking(store, _judged(shapes, base, step, findings=findings, unread=unread), before)


def plan_again(
    store: Store, shapes: Shapes, base: Base, changes: Mapping[Ref, Document | None], effective_at: datetime | None
) -> Plan:
    """A plan read back from a file: its own base, and its changes judged as they were when it was made.

    Raises `Conflict`, with what changed, where its base is no longer the state underneath.
    """
    store.require(base, effective_at)
    _, before = store.base(effective_at)
    instant = effective_at or store.now()
    proposed = before.laid_over(changes, instant, store.now()) if before else snapshot_of(_present(changes), instant)
    return _overtaking(store, _judged(shapes, base, _Step(before, proposed, effective_at, store.now())), before)


@dataclass(frozen=True)
class _Step:
    """From one Snapshot (None: nothing yet) to the next, judged `now`; `effective_at` None means at once."""

    before: Snapshot | None
    proposed: Snapshot
    effective_at: datetime | None
    now: datetime

    @property
    def instant(self) -> datetime:
        """When it would count."""
        return self.effective_at or self.now


def _judged(
    shapes: Shapes, base: Base, step: _Step, *, findings: Iterable[Finding] = (), unread: Collection[Ref] = ()
) -> Plan:
    """What a step changes; of a misshapen document, only what is wrong with it."""
    before, proposed, instant = step.before, step.proposed, step.instant
    changes = compare_documents(before, proposed)
    changed = {change.entry for change in changes}
    if misshapen(proposed, shapes, changed):
        checked, texts = validate(proposed, shapes, instant, Scope(changed), unread), []
    else:
        touched = affected(before, proposed, changes)
        checked = validate(proposed, shapes, instant, Scope(touched), unread)
        texts = [] if has_errors(checked) else compare_texts(before, proposed, touched)
        if before:
            checked += notice_too_short(before, proposed, changed, step.now, instant)
    return Plan(base, step.effective_at, tuple(changes), tuple(texts), tuple(in_order([*findings, *checked])))


def _overtaking(store: Store, made: Plan, before: Snapshot | None) -> Plan:
    """The plan, with the scheduled releases it would make stale."""
    stale = store.overtaken(made.documents, made.effective_at) if made.changes else ()
    return replace(made, stale=tuple(stale), findings=tuple(in_order([*made.findings, *makes_stale(stale, before)])))


def apply(store: Store, plan: Plan, authority: Authority, *, retire: bool = False) -> Release | None:
    """Publish a plan in one transaction; None when there is nothing to change.

    Raises `Invalid` with the findings when the plan has errors or retires entries without `retire`, and `Conflict`
    when its base is no longer the state underneath. Either way nothing has changed.
    """
    in_the_way = obstacles(plan, retire=retire)
    if in_the_way:
        raise Invalid("nothing was applied: there are errors to fix first", in_the_way)
    if not plan.changes:
        return None
    return store.publish(Draft(plan.documents, plan.base, authority, plan.effective_at))


def obstacles(plan: Plan, *, retire: bool = False) -> list[Finding]:
    """Every finding, where one keeps the plan from being applied: an error, or a retirement nobody confirmed."""
    findings = [*plan.findings, *([] if retire else _unconfirmed(plan))]
    return in_order(findings) if has_errors(findings) else []


@without_collecting()
def _proposed(
    before: Snapshot | None, wanted: Mapping[Ref, Document], unread: Collection[Ref], instant: datetime, now: datetime
) -> Snapshot:
    if before is None:
        return snapshot_of(wanted.values(), instant)
    standing = {entry for entry, one in before.standings.items() if one.document}
    missing = dict.fromkeys(standing.difference(wanted, unread))
    return Snapshot(before.laid_over({**wanted, **missing}, instant, now).standings, instant)


def _present(changes: Mapping[Ref, Document | None]) -> list[Document]:
    return [document for document in changes.values() if document]


def _unconfirmed(plan: Plan) -> list[Finding]:
    return [
        UNCONFIRMED_RETIREMENT.finding(
            entry,
            f"{entry} is in force and would be retired: the content given does not have it",
            fix="bring its file back, or confirm with --retire",
        )
        for entry in plan.retirements
    ]
