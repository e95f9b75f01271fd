"""Compare: what differs between two Snapshots, document by document and in what people read. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from truth.kinds import kind_of
from truth.kinds.company.profile import PROFILE
from truth.kinds.kind import TextAt
from truth.model.canonical import Json, pointer
from truth.model.document import Document
from truth.model.errors import Refused
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot, Standing
from truth.registry.binding import declared
from truth.registry.catalogue import Catalogue, index_of
from truth.registry.collecting import without_collecting
from truth.registry.resolve import Question, resolve_text
from truth.text.setting import Format

_ABSENT = object()


class Change(StrEnum):
    """What happens to an entry."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"


@dataclass(frozen=True)
class NodeChange:
    """One place in a document: what it was and what it is; None where there was, or is, nothing."""

    pointer: str
    before: Json
    after: Json


@dataclass(frozen=True)
class EntryChange:
    """One entry that differs."""

    entry: Ref
    change: Change
    before: Standing | None
    after: Standing | None
    nodes: tuple[NodeChange, ...]


@dataclass(frozen=True)
class TextChange:
    """A text that reads differently; `channel` is set where only that channel's own words do.

    `before` or `after` is None where the text is new, or gone. Arguments the channel supplies show their examples.
    """

    ref: Ref
    locale: str
    channel: str | None
    before: str | None
    after: str | None


@without_collecting()
def compare_documents(before: Snapshot | None, after: Snapshot) -> list[EntryChange]:
    """The entries whose documents differ, in order of their refs."""
    old = _standing(before) if before else {}
    new = _standing(after)
    changes = (_entry_change(entry, old.get(entry), new.get(entry)) for entry in sorted({*old, *new}))
    return [change for change in changes if change]


def compare_texts(before: Snapshot | None, after: Snapshot, entries: Collection[Ref]) -> list[TextChange]:
    """Every text of these entries that reads differently, in any locale; entries that are new or gone are left out."""
    if before is None or not entries or not (PROFILE in before.documents and PROFILE in after.documents):
        return []
    old, new = Catalogue(before), Catalogue(after)
    kept = [entry for entry in sorted(entries) if entry in before.documents and entry in after.documents]
    return [change for entry in kept for change in _text_changes(entry, old, new)]


@without_collecting()
def affected(before: Snapshot | None, after: Snapshot, changes: Collection[EntryChange]) -> frozenset[Ref]:
    """The entries whose texts or correctness the changes can touch: themselves, and all that point at them.

    The company profile touches everything, and so does what its shared arguments are bound to.
    """
    changed = {change.entry for change in changes}
    if not changed:
        return frozenset()
    if before is None or PROFILE in changed:
        return frozenset(after.documents) | changed
    pointing = {entry for entry, document in after.documents.items() if _targets(document) & changed}
    if PROFILE in pointing:  # what the company shares, any text may show
        return frozenset(after.documents) | changed
    return frozenset(changed | pointing)


def _standing(snapshot: Snapshot) -> Mapping[Ref, Standing]:
    return {entry: standing for entry, standing in snapshot.standings.items() if standing.document}


def _entry_change(entry: Ref, before: Standing | None, after: Standing | None) -> EntryChange | None:
    old, new = before and before.document, after and after.document
    if old and new:
        if old.digest == new.digest:
            return None
        return EntryChange(entry, Change.CHANGED, before, after, tuple(_nodes(old.body, new.body, ())))
    return EntryChange(entry, Change.ADDED if new else Change.RETIRED, before, after, ())


def _nodes(old: Json, new: Json, path: tuple[str | int, ...]) -> Iterator[NodeChange]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _nodes(old.get(key, _ABSENT), new.get(key, _ABSENT), (*path, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _nodes(one, other, (*path, place))
    elif old is _ABSENT or new is _ABSENT or type(old) is not type(new) or old != new:
        yield NodeChange(pointer(path), _present(old), _present(new))


def _present(node: Json) -> Json:
    return None if node is _ABSENT else node


def _targets(document: Document) -> set[Ref]:
    return {Ref.parse(link.ref).entry for link in kind_of(document.entry.kind).links(document)}


def _text_changes(entry: Ref, old: Catalogue, new: Catalogue) -> Iterator[TextChange]:
    before, after = index_of(old.document(entry)).texts, index_of(new.document(entry)).texts
    for path in [*before, *(path for path in after if path not in before)]:
        ref = entry.join(path)
        for locale in dict.fromkeys([*old.setting.locales, *new.setting.locales]):
            yield from _readings(ref, locale, before.get(path), after.get(path), old, new)


def _readings(
    ref: Ref, locale: str, before: TextAt | None, after: TextAt | None, old: Catalogue, new: Catalogue
) -> Iterator[TextChange]:
    seen = set()
    for channel in (None, *sorted(_varied(before, locale) | _varied(after, locale))):
        was = _reading(ref, locale, channel, before, old)
        now = _reading(ref, locale, channel, after, new)
        if was != now and (was, now) not in seen:
            seen.add((was, now))
            yield TextChange(ref, locale, channel, was, now)


def _varied(text: TextAt | None, locale: str) -> set[str]:
    words = text.text.get(locale) if text else None
    return set(words) - {"default"} if isinstance(words, Mapping) else set()


def _reading(ref: Ref, locale: str, channel: str | None, text: TextAt | None, catalogue: Catalogue) -> str | None:
    """How a text reads with its examples; None where it cannot be read, which validation has its own words for."""
    if text is None or locale not in text.text:
        return None
    known = channel if channel in catalogue.setting.channels else None
    try:
        supplied = _examples(catalogue, ref)
        return resolve_text(catalogue, Question(ref, locale, known, Format.TEXT, supplied=supplied)).text
    except Refused:
        return None


def _examples(catalogue: Catalogue, ref: Ref) -> Mapping[str, Json]:
    scope = declared(catalogue, catalogue.document(ref))
    return {name: one.example for name, one in scope.items() if one.bound is None and one.example is not None}
