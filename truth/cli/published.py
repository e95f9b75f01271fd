"""`--as-published`: reading history that was imported from elsewhere, which no moment of the registry knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from truth.cli.options import MOMENT, Reading, instant_for, settings
from truth.cli.sources import kept_open
from truth.model.day import Day
from truth.model.errors import BeforeFirstRelease, UsageError
from truth.settings import is_url

if TYPE_CHECKING:
    from truth.model.document import Document
    from truth.model.ref import Ref
    from truth.registry.as_of import AsOf
    from truth.registry.imported import Published
    from truth.store.store import DatabaseStore


def reads_published(verb: Callable[..., int]) -> Callable[..., int]:
    """`--as-published`, as `as_published`; goes below `@reads`, whose moments it excludes."""

    @click.option("--as-published", type=MOMENT, help="What had been published elsewhere by then, as it was imported.")
    @wraps(verb)
    def reading_verb(*args: Any, reading: Reading, as_published: datetime | Day | None, **rest: Any) -> int:
        if as_published is None:
            return verb(*args, reading=reading, as_published=None, **rest)
        if reading.at or reading.known_at or reading.release:
            raise UsageError(
                "--as-published reads history imported from elsewhere, which --at, --known-at and --release know "
                "nothing of; leave those out"
            )
        instant = instant_for(reading.source, as_published)
        return verb(*args, reading=reading, as_published=instant, **rest)

    return reading_verb


def store_of(reading: Reading) -> DatabaseStore:
    """The database a verb reads history from; `UsageError` for a source that has none."""
    from truth.store.store import DatabaseStore

    source = kept_open(reading.open_history(settings()))
    if not isinstance(source, DatabaseStore):
        raise UsageError(f"{source.name} keeps no history; name a database or a registry's URL with --source")
    return source


def is_elsewhere(reading: Reading) -> str | None:
    """The URL of the registry a verb reads from; None where it is no URL."""
    name = reading.source or settings().source
    return name if name and is_url(name) else None


def profile_of(store: DatabaseStore) -> Document | None:
    """The company's profile as it is in force; None before anything was released."""
    from truth.kinds.company.profile import PROFILE

    try:
        return store.at().documents.get(PROFILE)
    except BeforeFirstRelease:
        return None


def as_of(store: DatabaseStore, reading: Reading) -> AsOf:
    """History as it stood at the moment a verb means; without one: all there is, judged now."""
    from truth.registry.as_of import AsOf

    named = store.release(reading.release).effective_at if reading.release else reading.at
    return AsOf(named or reading.known_at or store.now(), reading.known_at or named)


def published_at(reading: Reading, ref: Ref, instant: datetime, locale: str | None) -> Published:
    """An entry as it was published elsewhere; `UsageError` for a source without imported history."""
    from truth.registry.imported import Published, read_published, snapshot_of_imported

    url = is_elsewhere(reading)
    if url:
        from truth.cli.policy_elsewhere import open_policies
        from truth.registry.catalogue import Catalogue

        profile = reading.catalogue(settings()).profile
        found = open_policies(url).published(ref, instant, locale)
        return Published(found, Catalogue(snapshot_of_imported(found, profile)))
    store = store_of(reading)
    return read_published(store.imported, profile_of(store), ref, instant, locale)
