"""What `truth doctor` looks at in the database; nothing is changed there, and no database is made."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from truth.cli.diagnosis import Check, State
from truth.model.instant import format_instant, from_microseconds
from truth.settings import Settings

if TYPE_CHECKING:
    from truth.model.release import Release
    from truth.registry.keys import Key
    from truth.store.database import Database

_SQLITE = "sqlite:///"
_SOON = timedelta(days=30)
_DRIFT = timedelta(seconds=2)
_LITTLE = 1024**3  # bytes; under that, a disk is as good as full


def is_missing(chosen: Settings) -> bool:
    """Whether the database is a file that nobody has made yet."""
    return chosen.database.startswith(_SQLITE) and not _file(chosen).exists()


def engine(chosen: Settings) -> Check:
    """Which engine it is, and whether it is new enough."""
    with _opened(chosen) as database, database.connected():
        name, version, fits = database.engine()
    if not fits:
        return Check("engine", State.FAIL, f"{name} {version} is too old", f"use a newer {name}")
    return Check("engine", State.OK, f"{name} {version}")


def head(chosen: Settings) -> Check:
    """Whether it answers, and what was released last."""
    if is_missing(chosen):
        return Check(
            "database", State.WARN, f"{chosen.database} is not there yet", "truth serve or truth apply makes it"
        )
    last = _store(chosen, lambda store: store.head()[0])
    said = f"the last release is {last}" if last else "nothing has been released yet"
    return Check("database", State.OK, f"it answers; {said}")


def tables(chosen: Settings) -> Check:
    """Whether its tables are those of this version."""
    from truth import resources
    from truth.store.migrate import waiting

    with _opened(chosen) as database:
        names = waiting(database, resources.folder("migrations"))
    if names:
        fix = "start truth serve, which brings them up to date; take a backup first"
        return Check("tables", State.WARN, f"they are older than this version: {', '.join(names)}", fix)
    return Check("tables", State.OK, "they are up to date")


def guards(chosen: Settings) -> Check:
    """Whether history cannot be rewritten."""
    from truth.store.guards import in_place

    with _opened(chosen) as database, database.connected():
        found = in_place(database)
    if not found:
        fix = "start truth serve, which puts them back; then ask who took them away"
        return Check("guards", State.FAIL, "the triggers that keep releases append-only are not all there", fix)
    return Check("guards", State.OK, "releases are append-only")


def last_recorded(chosen: Settings) -> datetime | None:
    """When something was released last."""
    if is_missing(chosen):
        return None
    found: Sequence[Release] = _store(chosen, lambda store: store.releases(limit=1))
    return found[0].recorded_at if found else None


def clocks(chosen: Settings, now: datetime) -> Check:
    """Whether the clock of the database's server, where it has one, is this machine's."""
    with _opened(chosen) as database, database.connected():
        count = database.clock()
    if count is None:
        return Check("clocks", State.OK, "the database uses this machine's clock")
    apart = abs(from_microseconds(count) - now)
    if apart > _DRIFT:
        message = f"the database's clock is {apart.total_seconds():.0f} seconds away from this machine's"
        return Check("clocks", State.WARN, message, "set both by the same time server")
    return Check("clocks", State.OK, "the database's clock agrees with this machine's")


def disk(chosen: Settings) -> Check:
    """Whether there is room to write."""
    folder = _file(chosen).absolute().parent if chosen.database.startswith(_SQLITE) else Path.cwd()
    free = shutil.disk_usage(folder).free
    if free < _LITTLE:
        return Check("disk", State.WARN, f"only {free / 1024**2:,.0f} MB are free", "make room before it is full")
    return Check("disk", State.OK, f"{free / 1024**3:,.0f} GB are free")


def keys(chosen: Settings, now: datetime) -> Check:
    """Whether any key is about to expire."""
    given_out: Sequence[Key] = _store(chosen, lambda store: store.keys.given_out())
    found = [key for key in given_out if key.state(now) == "works"]
    ending = [key for key in found if key.expires_at - now < _SOON]
    if ending:
        first = min(ending, key=lambda key: key.expires_at)
        message = (
            f"{_counted(len(ending))} about to expire, the first '{first.name}' at {format_instant(first.expires_at)}"
        )
        return Check("keys", State.WARN, message, "make a new one with truth key create, and put it in its place")
    return Check("keys", State.OK, f"{_counted(len(found))} in use" if found else "none are in use")


def _counted(count: int) -> str:
    return "1 key is" if count == 1 else f"{count} keys are"


@contextmanager
def _opened(chosen: Settings) -> Iterator[Database]:
    from truth.store.open import open_database

    database = open_database(chosen.database)
    try:
        yield database
    finally:
        database.close()


def _store(chosen: Settings, ask: Callable[[Any], Any]) -> Any:
    """An answer of the database as it is; nothing is migrated."""
    from truth.factory import clock
    from truth.store.store import DatabaseStore

    store = DatabaseStore(chosen.database, clock)
    try:
        return ask(store)
    finally:
        store.close()


def _file(chosen: Settings) -> Path:
    return Path(unquote(chosen.database.removeprefix(_SQLITE)))
