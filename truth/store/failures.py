"""What a database's own errors mean to the person in front of them: every one becomes `Unavailable`, with advice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from peewee import DataError, IntegrityError, PeeweeException
from playhouse.pool import MaxConnectionsExceeded

from truth.model.errors import Unavailable

_FULL = "the disk is full, and nothing was written; free some space and try again"
_READ_ONLY = "it is read-only, and nothing was written; check its permissions, or write to the primary server"
_BUSY = "it is busy with other writes, and nothing was written; try again in a moment"
_EMPTY = "it holds no registry yet; `truth serve` or `truth apply` sets one up"
_LOGIN = "it refuses the login; check the user and the password in the database setting"
_AWAY = "it cannot be reached; check that it runs and that the address is right"

_SQLITE: Mapping[str, str] = {
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_CANTOPEN": "it cannot be opened; check that the file exists and may be read. "
    "`truth serve` or `truth apply` makes a new one",
    "SQLITE_CORRUPT": "the file is damaged; restore a backup",
    "SQLITE_NOTADB": "the file is not a database; check the database setting",
    "SQLITE_IOERR": "the disk answers with an error, and nothing was written; check the disk",
}
"""By the start of SQLite's result code name (https://sqlite.org/rescode.html)."""

_POSTGRES: Mapping[str, str] = {
    "53100": _FULL,
    "53300": "it has no connections left; try again in a moment, or allow more",
    "53": "it is short of resources, and nothing was written; try again in a moment",
    "25006": _READ_ONLY,
    "55P03": _BUSY,
    "40": _BUSY,
    "28": _LOGIN,
    "3D000": "there is no database of that name; create it first",
    "42P01": _EMPTY,
    "42501": "the user lacks a right there; grant it, or use another user",
    "08": _AWAY,
    "57P": _AWAY,
    "55000": _AWAY,
}
"""By the start of the SQLSTATE (PostgreSQL documentation, appendix A)."""


@contextmanager
def answered_for(name: str, secret: str | None = None) -> Iterator[None]:
    """Turn the database's errors inside the block into `Unavailable`, naming the database and never its password.

    What the store itself did wrong (a broken constraint, a value of the wrong type) passes as it is: that is a defect.
    """
    try:
        yield
    except (IntegrityError, DataError):
        raise
    except MaxConnectionsExceeded as error:
        raise Unavailable(f"{name}: every connection is in use; try again in a moment") from error
    except (PeeweeException, sqlite3.Error) as error:
        raise Unavailable(_without(secret, f"{name}: {_advice(error)}")) from error


def _advice(error: BaseException) -> str:
    for cause in _causes(error):
        known = _known(cause)
        if known:
            return known
    return f"it answered with an error: {_first_line(error)}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The driver's errors, the original first: a failed rollback hides what made it necessary."""
    chain = []
    while error is not None:
        chain += [error, *(inner for inner in error.args if isinstance(inner, BaseException))]
        error = error.__cause__ or error.__context__
    return reversed(chain)


def _known(cause: BaseException) -> str | None:
    if isinstance(cause, sqlite3.Error):
        return _EMPTY if "no such table" in str(cause) else _longest(_SQLITE, getattr(cause, "sqlite_errorname", ""))
    if isinstance(cause, PeeweeException) or not hasattr(cause, "sqlstate"):
        return None
    if cause.sqlstate:
        return _longest(_POSTGRES, cause.sqlstate)
    lost = any(base.__name__ == "OperationalError" for base in type(cause).__mro__)
    return f"{_AWAY} ({_first_line(cause)})" if lost else None


def _longest(advice: Mapping[str, str], code: str) -> str | None:
    matching = [start for start in advice if code.startswith(start)]
    return advice[max(matching, key=len)] if matching else None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _without(secret: str | None, message: str) -> str:
    return message.replace(secret, "…") if secret else message
