"""Validate: schemas, then what only meaning can tell. Pure but for the schemas, which come through a port."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from zoneinfo import ZoneInfo

from truth.kinds import kind_of
from truth.kinds.company.profile import PROFILE
from truth.kinds.kind import TextAt
from truth.model.canonical import pointer
from truth.model.document import Document
from truth.model.finding import Finding, Severity, in_order
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot, Standing
from truth.registry.binding import bound, declared
from truth.registry.catalogue import Catalogue, index_of
from truth.registry.document_rules import check_document, check_profile, check_shape
from truth.registry.ports import Origins, Shapes
from truth.text.argument import UNDECIDED, Argument
from truth.text.check import (
    OwnedValue,
    Surroundings,
    TextNode,
    check_arguments,
    check_declaration,
    check_text,
    check_translation,
    used_names,
)
from truth.text.setting import Setting


@dataclass(frozen=True)
class Scope:
    """Which documents of a Snapshot to check: None checks all of them."""

    entries: Collection[Ref] | None = None

    def __contains__(self, entry: Ref) -> bool:
        return self.entries is None or entry in self.entries

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to check."""
        return self.entries is not None and not self.entries


EVERYTHING = Scope()


def validate(
    snapshot: Snapshot, shapes: Shapes, now: datetime, scope: Scope = EVERYTHING, unread: Collection[Ref] = ()
) -> list[Finding]:
    """Every finding on the documents in scope, each read within the whole Snapshot; most severe first.

    A document outside its own window is checked like any other: its time will come, or may be asked for. What points at
    an entry that does not fit its schema, or whose files could not be read (`unread`), is not judged for that.
    """
    if scope.is_empty and _has_profile(snapshot):
        return []
    snapshot = Snapshot(snapshot.standings, None, snapshot.pointer)
    misfits = misshapen(snapshot, shapes, snapshot.documents if scope.entries is None else scope.entries)
    findings = list(chain.from_iterable(misfits.values()))
    profile = snapshot.documents.get(PROFILE)
    if profile is None or PROFILE in misfits:
        return in_order([*findings, *([] if PROFILE in unread else check_profile(profile))])
    sound = Catalogue(_without(snapshot, misfits))
    today = now.astimezone(ZoneInfo(sound.setting.time_zone)).date()
    broken = frozenset([*misfits, *unread])
    for document in sound.snapshot.documents.values():
        if document.entry in scope:
            findings += _meaning(document, sound, today, broken)
    return in_order(findings)


def misshapen(snapshot: Snapshot, shapes: Shapes, entries: Iterable[Ref]) -> Mapping[Ref, list[Finding]]:
    """Which of these entries do not fit their schemas, and where."""
    documents = (snapshot.documents[entry] for entry in entries if entry in snapshot.documents)
    return {document.entry: found for document in documents if (found := list(check_shape(document, shapes)))}


def located(findings: Iterable[Finding], origins: Origins) -> list[Finding]:
    """The findings with the file and line their pointers were written at."""
    return in_order(
        finding if finding.mark else finding.at(origins.mark(_entry(finding), finding.pointer, finding.within))
        for finding in findings
    )


def has_errors(findings: Iterable[Finding], threshold: Severity = Severity.ERROR) -> bool:
    """Whether any finding is at least as severe as the threshold."""
    return any(finding.severity.rank <= threshold.rank for finding in findings)


def _meaning(document: Document, catalogue: Catalogue, today: date, broken: frozenset[Ref]) -> Iterator[Finding]:
    kind = kind_of(document.entry.kind)
    yield from check_document(document, catalogue, today, broken)
    yield from kind.check(document, catalogue.snapshot)
    yield from _texts(document, catalogue, broken)


def _texts(document: Document, catalogue: Catalogue, broken: frozenset[Ref]) -> Iterator[Finding]:
    kind, index = kind_of(document.entry.kind), index_of(document)
    scope, owned = declared(catalogue, document), _owned(document, catalogue.setting)
    if broken:
        scope |= _undecided(document, scope)
    for text in index.texts.values():
        node = TextNode(document.entry.join(text.path), text.path, text.text, text.role, text.markdown)
        around = Surroundings(catalogue.setting, {**scope, **_extra(text)}, owned)
        for finding in check_text(node, around):
            if not text.inherited or finding.rule == "text/unknown-argument":
                yield _in_body(finding, kind.body_path(document, _path(finding.pointer)))
    yield from _declarations(document, scope)
    yield from check_arguments(document.entry, _own(document), _used(document))
    yield from check_translation(document.entry, document.body.get("wording", {}), catalogue.setting)


def _undecided(document: Document, scope: Mapping[str, Argument]) -> Mapping[str, Argument]:
    """Arguments whose target could not be read: named, so that one broken entry does not accuse all others."""
    missing = set(document.body.get("arguments", {})) - set(scope)
    return {name: Argument(name, UNDECIDED) for name in missing}


def _extra(text: TextAt) -> Mapping[str, Argument]:
    return {name: bound(name, value, None) for name, value in text.extra.items()}


def _owned(document: Document, setting: Setting) -> Mapping[str, OwnedValue]:
    return {
        path[1]: OwnedValue(at.value, at.anchors, at.not_near)
        for path, at in index_of(document).values.items()
        if path[0] == "values"
    }


def _own(document: Document) -> Mapping[str, tuple[str | int, ...]]:
    """The arguments that must be used by a text of their own entry; the company's are shared with all."""
    if document.entry == PROFILE:
        return {}
    return {name: ("arguments", name) for name in document.body.get("arguments", {})}


def _used(document: Document) -> frozenset[str]:
    texts = index_of(document).texts.values()
    return frozenset[str]().union(*(used_names(text.text, text.markdown) for text in texts))


def _declarations(document: Document, scope: Mapping[str, Argument]) -> Iterator[Finding]:
    for name in document.body.get("arguments", {}):
        if name in scope and scope[name].bound is None:
            yield from check_declaration(document.entry, scope[name], ("arguments", name))


def _in_body(finding: Finding, path: Iterable[str | int]) -> Finding:
    return replace(finding, pointer=pointer(tuple(path)))


def _path(place: str) -> tuple[str, ...]:
    return tuple(segment.replace("~1", "/").replace("~0", "~") for segment in place.split("/")[1:])


def _entry(finding: Finding) -> Ref:
    return Ref.parse(finding.subject).entry


def _has_profile(snapshot: Snapshot) -> bool:
    standing = snapshot.standings.get(PROFILE)
    return standing is not None and standing.document is not None


def _without(snapshot: Snapshot, entries: Collection[Ref]) -> Snapshot:
    standings: dict[Ref, Standing] = {
        entry: standing for entry, standing in snapshot.standings.items() if entry not in entries
    }
    return Snapshot(standings, snapshot.at, snapshot.pointer)
