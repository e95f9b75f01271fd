"""From a database URL to the engine that serves it."""

from __future__ import annotations

from truth.model.errors import UsageError
from truth.model.nearest import did_you_mean
from truth.store.database import Database
from truth.store.postgres import open_postgres
from truth.store.sqlite import open_sqlite

_ENGINES = {"sqlite": open_sqlite, "postgresql": open_postgres, "postgres": open_postgres}


def open_database(url: str) -> Database:
    """The database a URL names: `sqlite:///truth.db`, `sqlite:////srv/truth.db` or `postgresql://…`.

    Nothing is connected yet. `UsageError` for a URL that is none of these.
    """
    scheme, separator, _ = url.partition("://")
    if not separator or scheme not in _ENGINES:
        shown = scheme if separator else "what was given"
        raise UsageError(
            f"a database URL starts with sqlite:/// or postgresql://, and '{shown[:40]}' is neither"
            f"{did_you_mean(scheme, ('sqlite', 'postgresql')) if separator else ''}"
        )
    return _ENGINES[scheme](url)
