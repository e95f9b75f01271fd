"""A policy's history for people: every version with who made it, when, why, and what of it changed.

In the order in which versions take effect, the latest first: that is the order in which customers read them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Protocol

from truth.model.canonical import Body, Json
from truth.model.document import Document
from truth.model.errors import NotFound
from truth.model.imported import Imported, Span
from truth.model.instant import format_instant
from truth.model.ref import Ref
from truth.model.release import Release, Version, Voided
from truth.model.snapshot import Snapshot, Standing
from truth.registry.as_of import AsOf
from truth.registry.catalogue import Catalogue
from truth.registry.imported import imported_json
from truth.text.reading import guess_names
from truth.text.sequences import longest_rising

PUBLISHED = "published:"
"""Begins the name of a version that was published elsewhere."""

_AT_ONCE = 50


class Releases(Protocol):
    """What the history of an entry is read from: a part of `Store`."""

    def releases_of(self, entry: Ref, before: tuple[datetime, int] | None = None, limit: int = 50) -> Sequence[Release]:
        """The releases that change an entry, each with that one item, the latest effect first."""

    def voided(self, numbers: Sequence[int]) -> Mapping[int, Voided]:
        """Which of these releases were voided, and why."""

    def version(self, entry: Ref, number: int) -> Version:
        """One version of an entry."""


@dataclass(frozen=True)
class Turn:
    """One release's change of an entry.

    `version` is what it gets (None: retired), `before` what it had (None: nothing). `state` is `in_effect`,
    `scheduled`, `withdrawn` or `stale`.
    """

    entry: Ref
    release: Release
    state: str
    version: Version | None
    before: Version | None

    @property
    def mark(self) -> tuple[datetime, int]:
        """Where a list that goes on after it starts."""
        return self.release.effective_at, self.release.number


def turns(store: Releases, entry: Ref, then: AsOf, after: tuple[datetime, int] | None = None) -> Iterator[Turn]:
    """An entry's turns, read from the store as far as they are asked for; those that follow `after`.

    Raises `NotFound` for an entry that never was.
    """
    held: list[tuple[Release, str]] = []
    for release, state in _states(store, entry, then, after):
        held.append((release, state))
        if state in ("in_effect", "scheduled"):
            yield from (_turn(store, entry, one, release) for one in held[:-1])
            held = held[-1:]
    yield from (_turn(store, entry, one, None) for one in held)


def turns_if_any(
    store: Releases, entry: Ref, then: AsOf, elsewhere: bool, after: tuple[datetime, int] | None = None
) -> Iterator[Turn]:
    """The same; an entry that never was has none, where something of it was published `elsewhere`."""
    try:
        yield from turns(store, entry, then, after)
    except NotFound:
        if not elsewhere:
            raise


def version_of(around: Snapshot, turn_or_version: Turn | Version, entry: Ref) -> Catalogue:
    """What reads a version within the documents around it, so that only the entry's own changes show.

    A turn knows when its version took effect, so its texts say so; a version alone is a draft.
    """
    if isinstance(turn_or_version, Version):
        return _reader(around, entry, Standing(turn_or_version.document, turn_or_version.number))
    release, version = turn_or_version.release, turn_or_version.version
    document = version.document if version else None
    number = version.number if version else None
    return _reader(around, entry, Standing(document, number, release.number, release.effective_at, release.recorded_at))


def turn_json(turn: Turn, locales: Sequence[str], clause: str | None = None) -> dict[str, Json]:
    """A turn as it is told."""
    release, authority = turn.release, turn.release.authority
    return {
        "version": turn.version.number if turn.version else None,
        "digest": turn.version.document.digest if turn.version else None,
        "release": release.number,
        "state": turn.state,
        "effective_at": format_instant(release.effective_at),
        "recorded_at": format_instant(release.recorded_at),
        "author": authority.who,
        "by": authority.by,
        "reason": authority.note,
        **changes_json(_body(turn.before), _body(turn.version), locales, clause),
    }


def published_json(one: Imported, before: Imported | None, clause: str | None = None) -> dict[str, Json]:
    """A version that was published elsewhere, as it is told; `before` is the one before it."""
    found, old = one.found, before.found.document.body if before else None
    facts = {"version": None, "compare": f"{PUBLISHED}{format_instant(found.published_at)}"}
    return {**facts, **imported_json(one), **changes_json(old, found.document.body, [found.locale], clause)}


def spans_json(spans: Mapping[str, Span]) -> list[Json]:
    """What was published elsewhere, by locale."""
    return [
        {
            "locale": locale,
            "versions": span.count,
            "first": format_instant(span.first),
            "last": format_instant(span.last),
        }
        for locale, span in sorted(spans.items())
    ]


def changes_json(
    before: Body | None, after: Body | None, locales: Sequence[str], clause: str | None = None
) -> dict[str, Json]:
    """Which values and clauses differ between two bodies; `changed` by locale, and only where something does."""
    old, new = before or {}, after or {}
    values = _differing(old.get("values", {}), new.get("values", {}))
    touched = {*values, *_differing(old.get("arguments", {}), new.get("arguments", {}))}
    found = {locale: _clauses_changed(old, new, locale, touched) for locale in locales}
    kept = {locale: {what: _kept(ids, clause) for what, ids in by.items()} for locale, by in found.items()}
    return {
        "values": [
            {"id": id, "before": _value(old, id), "after": _value(new, id)} for id in sorted(values) if not clause
        ],
        "changed": [{"locale": locale, **by} for locale, by in kept.items() if any(by.values())],
    }


def touches(changes: Mapping[str, Json]) -> bool:
    """Whether a turn's changes say anything."""
    return bool(changes["values"] or changes["changed"])


def _states(
    store: Releases, entry: Ref, then: AsOf, after: tuple[datetime, int] | None
) -> Iterator[tuple[Release, str]]:
    while found := store.releases_of(entry, after, _AT_ONCE):
        voided = store.voided([one.number for one in found])
        for one in found:
            if then.knows(one.recorded_at):
                yield one, then.state(one, voided.get(one.number))
        after = (found[-1].effective_at, found[-1].number)


def _turn(store: Releases, entry: Ref, held: tuple[Release, str], before: Release | None) -> Turn:
    release, state = held
    return Turn(entry, release, state, _version(store, entry, release), _version(store, entry, before))


def _version(store: Releases, entry: Ref, release: Release | None) -> Version | None:
    number = release.items[0].version if release else None
    return store.version(entry, number) if number else None


def _reader(around: Snapshot, entry: Ref, standing: Standing) -> Catalogue:
    return Catalogue(Snapshot({**around.standings, entry: standing}))


def _body(version: Version | None) -> Body | None:
    document: Document | None = version.document if version else None
    return document.body if document else None


def _clauses_changed(old: Body, new: Body, locale: str, touched: set[str]) -> dict[str, list[str]]:
    before, after = _wording(old, locale), _wording(new, locale)
    stayed = [id for id in after if id in before]
    place = {id: number for number, id in enumerate(before)}
    kept = {stayed[number] for number in longest_rising([place[id] for id in stayed])}
    return {
        "added": [id for id in after if id not in before],
        "removed": [id for id in before if id not in after],
        "changed": [id for id in stayed if before[id] != after[id] or _names(after[id]) & touched],
        "moved": [id for id in stayed if id not in kept],
    }


def _wording(body: Body, locale: str) -> Mapping[str, Json]:
    """The clauses that have words in a locale, in the policy's order."""
    written = body.get("wording", {}).get(locale, {}).get("clauses", {})
    return {id: written[id] for id in body.get("clauses", ()) if id in written}


def _names(clause: Mapping[str, Json]) -> set[str]:
    text = clause["text"]
    texts = [text] if isinstance(text, str) else list(text.values())
    return set(chain.from_iterable(guess_names(one) for one in (clause["heading"], *texts)))


def _differing(old: Mapping[str, Json], new: Mapping[str, Json]) -> set[str]:
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


def _value(body: Body, id: str) -> Json:
    return body.get("values", {}).get(id, {}).get("value")


def _kept(ids: list[str], clause: str | None) -> list[str]:
    return ids if clause is None else [id for id in ids if id == clause]
