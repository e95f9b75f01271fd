"""Which two versions of a policy a person means to compare: by number, by moment, or as published elsewhere.

3                       the third version
2026-03-03              what was in force when that day ended; an instant with its offset does too
published:2020-04-01    what had been published elsewhere by then, from imported history
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from truth.kinds.company.profile import PROFILE
from truth.model.canonical import Json
from truth.model.day import instant_of, parse_moment
from truth.model.document import Document
from truth.model.errors import Invalid, NotFound
from truth.model.imported import Imported
from truth.model.instant import format_instant
from truth.model.ref import Ref
from truth.model.release import Release
from truth.model.snapshot import Snapshot, Standing, snapshot_of
from truth.registry.as_of import AsOf
from truth.registry.catalogue import Catalogue
from truth.registry.imported import imported_json, read_published, snapshot_of_imported
from truth.registry.policy_diff import LocaleDiff, diff_json, policy_diff
from truth.registry.policy_history import PUBLISHED, Turn, turns, version_of
from truth.registry.ports import Store
from truth.registry.redline import Named
from truth.text.choice import fallbacks

_NUMBER = re.compile(r"[0-9]{1,15}")
_LOOKED_THROUGH = 1_000  # turns looked through for the one that put a version in force


@dataclass(frozen=True)
class Side:
    """One version: what reads it, what a person calls it, and what is told of it; `imported` where it is."""

    catalogue: Catalogue
    name: str
    told: Mapping[str, Json]
    imported: Imported | None = None


@dataclass(frozen=True)
class Compared:
    """Two versions of a policy, and what differs; `before` None: there was none."""

    policy: Ref
    before: Side | None
    after: Side
    diffs: tuple[LocaleDiff, ...]

    @property
    def named(self) -> Named:
        """The same, for people."""
        return Named(str(self.policy), self.before.name if self.before else None, self.after.name)


@dataclass(frozen=True)
class Wanted:
    """What to compare, and how: the ends as written (None: the latest, and the one before it)."""

    policy: Ref
    start: str | None = None
    end: str | None = None
    locale: str | None = None
    clause: str | None = None
    channel: str | None = None


class Sides:
    """Reads versions of policies from a store; `around` is what is in force, None before anything was released."""

    def __init__(self, store: Store, around: Snapshot | None, then: AsOf, now: datetime) -> None:
        self._store, self._then, self._now = store, then, now
        self._around = around or snapshot_of([])
        self._profile: Document | None = self._around.documents.get(PROFILE)

    def compare(self, wanted: Wanted) -> Compared:
        """What differs between the two versions that are meant.

        Raises `NotFound` for a version, a clause or a policy that is not there, `Invalid` for an end that is none.
        """
        after = self._named(wanted, wanted.end) if wanted.end is not None else self._latest(wanted.policy)
        before = self._named(wanted, wanted.start) if wanted.start is not None else self._preceding(wanted, after)
        locales = self._locales(wanted, [one for one in (before, after) if one])
        old = before.catalogue if before else None
        diffs = policy_diff(wanted.policy, old, after.catalogue, locales, clause=wanted.clause, channel=wanted.channel)
        return Compared(wanted.policy, before, after, tuple(diffs))

    def published(self, imported: Imported) -> Side:
        """The side of an imported version."""
        at = format_instant(imported.found.published_at)
        catalogue = Catalogue(snapshot_of_imported(imported, self._profile))
        return Side(catalogue, f"{PUBLISHED}{at}", imported_json(imported), imported)

    def _named(self, wanted: Wanted, written: str) -> Side:
        if _NUMBER.fullmatch(written):
            return self._version(wanted.policy, int(written))
        if written.startswith(PUBLISHED):
            instant = self._instant(written.removeprefix(PUBLISHED), written)
            return self.published(
                read_published(self._store.imported, self._profile, wanted.policy, instant, wanted.locale).imported
            )
        return self._in_force(wanted.policy, self._instant(written, written))

    def _instant(self, text: str, written: str) -> datetime:
        try:
            return instant_of(parse_moment(text), self._time_zone, self._now)
        except Invalid as error:
            raise Invalid(
                f"'{written[:80]}' is no version: write a number, an instant or a day, or published:2020-04-01"
            ) from error

    def _time_zone(self) -> str:
        if self._profile is None:
            raise Invalid("nothing has been released yet, so there is no time zone for a day")
        return str(self._profile.body["time_zone"])

    def _in_force(self, policy: Ref, instant: datetime) -> Side:
        standing = Catalogue(self._store.at(instant))
        document = standing.document(policy)
        found = standing.snapshot.standings[document.entry]
        catalogue = Catalogue(Snapshot({**self._around.standings, policy: found}))
        release = self._store.release(found.release) if found.release else None
        return Side(catalogue, format_instant(instant), _told(policy, found, release))

    def _version(self, policy: Ref, number: int) -> Side:
        version = self._store.version(policy, number)
        if not self._then.knows(version.recorded_at):
            recorded = format_instant(version.recorded_at)
            raise NotFound(f"version {number} of {policy} was recorded later, at {recorded}")
        turn = self._turn(policy, number)
        if turn:
            return self._side(policy, turn)
        standing = Standing(version.document, number)
        return Side(version_of(self._around, version, policy), str(number), _told(policy, standing, None))

    def _turn(self, policy: Ref, number: int) -> Turn | None:
        """The release that put a version in force last, among the latest."""
        some = islice(turns(self._store, policy, self._then), _LOOKED_THROUGH)
        return next((one for one in some if one.version and one.version.number == number), None)

    def _side(self, policy: Ref, turn: Turn) -> Side:
        number = turn.version.number if turn.version else 0
        catalogue = version_of(self._around, turn, policy)
        return Side(catalogue, str(number), _told(policy, catalogue.snapshot.standings[policy], turn.release))

    def _latest(self, policy: Ref) -> Side:
        for turn in turns(self._store, policy, self._then):
            if turn.version and turn.state in ("in_effect", "scheduled"):
                return self._side(policy, turn)
        raise NotFound(f"{policy} had no version at that instant")

    def _preceding(self, wanted: Wanted, after: Side) -> Side | None:
        """The version before one: of imported history for an imported one, else of the registry."""
        if after.imported:
            found = after.imported.found
            mark = (found.published_at, after.imported.number)
            earlier = self._store.imported.listed(wanted.policy, found.locale, before=mark, limit=1)
            return self.published(earlier[0]) if earlier else None
        number = after.told["version"]
        return self._version(wanted.policy, number - 1) if isinstance(number, int) and number > 1 else None

    def _locales(self, wanted: Wanted, sides: Sequence[Side]) -> list[str]:
        """The locales to compare: the one that is meant; that of imported history, which has one; else all."""
        imported = {one.imported.found.locale for one in sides if one.imported}
        if imported:
            return sorted(imported)
        known = sides[0].catalogue.setting.locales
        return list(fallbacks(wanted.locale, known)[:1]) if wanted.locale else list(known)


def compared_json(compared: Compared) -> dict[str, Json]:
    """Two versions and what differs, as it is sent."""
    before = compared.before
    return {
        "ref": str(compared.policy),
        "before": dict(before.told) if before else None,
        "after": dict(compared.after.told),
        "locales": diff_json(compared.diffs),
    }


def for_published(wanted: Wanted, as_published: datetime) -> Wanted:
    """The same, ending at what had been published elsewhere by an instant; `Invalid` where another end is named."""
    if wanted.end is not None:
        raise Invalid("as_published= is the version to compare with; leave out to=, or write it as to=published:…")
    return replace(wanted, end=f"{PUBLISHED}{format_instant(as_published)}")


def _told(policy: Ref, standing: Standing, release: Release | None) -> dict[str, Json]:
    return {
        "ref": str(policy),
        "version": standing.version,
        "digest": standing.document.digest if standing.document else None,
        "release": standing.release,
        "effective_at": standing.effective_at and format_instant(standing.effective_at),
        "author": release.authority.who if release else None,
        "reason": release.authority.note if release else None,
    }
