"""As it was published elsewhere: an entry read from imported history, which the registry never claims to have said.

What surrounds an imported text (locales, channels, time zone) is the company profile in force now: nobody imported that
of then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from truth.kinds.company.profile import PROFILE
from truth.model.canonical import Body, Json
from truth.model.document import Document
from truth.model.errors import BeforeFirstRelease, Invalid, NotFound
from truth.model.imported import Imported, Span
from truth.model.instant import format_instant
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot, Standing
from truth.registry.archive import History
from truth.registry.catalogue import Catalogue
from truth.registry.ports import Shapes
from truth.registry.registry import When
from truth.text.choice import fallbacks


@dataclass(frozen=True)
class Published:
    """One version that was published elsewhere, and what reads it; `catalogue` holds nothing else of the registry."""

    imported: Imported
    catalogue: Catalogue

    @property
    def locale(self) -> str:
        """The locale it is in, which may not be the one that was asked for."""
        return self.imported.found.locale


def refuse_two_moments(when: When) -> None:
    """Raise `Invalid` where a reader of imported history names a moment of the registry too."""
    if when != When():
        raise Invalid(
            "as_published= reads history imported from elsewhere, which at=, known_at= and release= know nothing of; "
            "ask for one of them"
        )


def read_published(
    history: History, profile: Document | None, ref: Ref, instant: datetime, locale: str | None
) -> Published:
    """The entry of a ref as it was published at an instant, in the best of its locales for a reader.

    `profile` is the company's, None before anything was released. Raises `NotFound` where nothing was imported,
    `BeforeFirstRelease` before its first version, `Invalid` for a locale nobody has.
    """
    spans = history.spans(ref.entry)
    if not spans:
        raise _nothing(ref.entry)
    for candidate in _locales(spans, profile, locale):
        found = history.at(ref.entry, candidate, instant)
        if found:
            return Published(found, Catalogue(snapshot_of_imported(found, profile)))
    raise _too_early(ref.entry, spans, instant)


def snapshot_of_imported(imported: Imported, profile: Document | None) -> Snapshot:
    """The version alone, with the profile: it belongs to no release, so no pointer says so."""
    found = imported.found
    standing = Standing(found.document, effective_at=found.published_at, recorded_at=found.published_at)
    return Snapshot({PROFILE: Standing(_around(found.locale, profile)), found.document.entry: standing})


def imported_json(imported: Imported, profile: Document | None = None) -> dict[str, Json]:
    """A version as it is told: what was found, where, and who imported it."""
    found = imported.found
    return {
        "ref": str(found.document.entry),
        "locale": found.locale,
        "published_at": format_instant(found.published_at),
        "author": found.author,
        "reason": found.reason,
        "source": found.source,
        "digest": found.document.digest,
        "imported_at": format_instant(imported.recorded_at),
        "imported_by": imported.authority.who,
    }


def misfits_of_imported(body: Body, locale: str, shapes: Shapes) -> list[tuple[str, str]]:
    """What in a document keeps it from being a policy's wording in one locale, as `(JSON pointer, message)`.

    It has a title, clauses and wording, of the shape a policy's have; nobody knows its owner, and it owns no values.
    """
    strange = sorted(set(body) - {"title", "clauses", "wording"})
    if strange or set(body.get("wording", ())) != {locale}:
        wanted = f"title, clauses and wording, in '{locale}' alone"
        return [("", f"it holds {wanted}{f', and not {strange[0][:64]}' if strange else ''}")]
    return list(shapes.problems("policy", {"owner": "owner", **body}))


def languages_of(history: History, entry: Ref, profile: Document | None, locale: str | None) -> list[str]:
    """The locales to list an entry's imported history in: the one a reader means, or all, the company's order first.

    Raises `NotFound` where nothing was imported, `Invalid` for a locale nobody has.
    """
    spans = history.spans(entry)
    if not spans:
        raise _nothing(entry)
    return _locales(spans, profile, locale)[: 1 if locale else None]


def _locales(spans: Mapping[str, Span], profile: Document | None, locale: str | None) -> list[str]:
    """The locales that may answer, best first."""
    known = tuple(profile.body["locales"]) if profile else ()
    own = [one for one in known if one in spans]
    ordered = tuple([*own, *sorted(set(spans) - set(own))])
    if locale is None:
        return list(ordered)
    return [one for one in fallbacks(locale, tuple(dict.fromkeys([*ordered, *known]))) if one in spans] or list(ordered)


def _around(locale: str, profile: Document | None) -> Document:
    """The profile, with the locale the version is in; what a reader needs of a company that has released nothing yet.

    An imported text binds nothing, so no more than that is ever looked at.
    """
    if profile is None:
        return Document(PROFILE, {"locales": [locale], "channels": {}, "time_zone": "UTC", "currency": "EUR"})
    known = profile.body["locales"]
    return profile if locale in known else Document(PROFILE, {**profile.body, "locales": [*known, locale]})


def _nothing(entry: Ref) -> NotFound:
    key = entry.key
    return NotFound(
        f"nothing of {entry} was imported from elsewhere; truth policy import --history … --key {key} does that"
    )


def _too_early(entry: Ref, spans: Mapping[str, Span], instant: datetime) -> BeforeFirstRelease:
    first = format_instant(min(span.first for span in spans.values()))
    return BeforeFirstRelease(
        f"nothing of {entry} that was imported had been published by {format_instant(instant)}; the first is of {first}"
    )
