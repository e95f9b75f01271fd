"""Keys as they are kept: what is known of each under the digest of its token, and what happened to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from truth.model.errors import NotFound
from truth.model.instant import from_microseconds, to_microseconds
from truth.model.nearest import did_you_mean
from truth.model.release import Authority
from truth.registry.keys import Key, Scope
from truth.store.database import Database
from truth.store.publish import check_text
from truth.store.recording import next_number
from truth.store.tables import Tables


class Happened(StrEnum):
    """What happens to a key, each once."""

    CREATED = "created"
    REVOKED = "revoked"


class KeyTable:
    """The keys of one database. `now` gives the present in microseconds, within a connection."""

    def __init__(self, database: Database, tables: Tables, now: Callable[[], int]) -> None:
        self._database, self._tables, self._now = database, tables, now

    def add(self, key: Key, digest: str, authority: Authority) -> None:
        """Keep a new key, with the event that it was given out."""
        check_text(key.name, authority.who, authority.by, authority.origin)
        table = self._tables.api_key
        row = (
            key.id,
            digest,
            key.name,
            _written(key.scopes),
            to_microseconds(key.created_at),
            key.created_by,
            to_microseconds(key.expires_at),
            *(None, None, None),
        )
        with self._database.writing():
            table.insert_many([row], fields=table._meta.sorted_fields).execute()
            self._add_event(Happened.CREATED, key, authority, to_microseconds(key.created_at))

    def find(self, digest: str) -> Key | None:
        """The key whose token has this digest: one index seek."""
        with self._database.connected():
            return self._one(self._tables.api_key.digest == digest)

    def key(self, id: str) -> Key:
        """One key; `NotFound` names the nearest."""
        with self._database.connected():
            return self._known(id)

    def given_out(self) -> Sequence[Key]:
        """Every key, the latest first."""
        table = self._tables.api_key
        with self._database.connected():
            rows = table.select().order_by(table.created_at.desc(), table.id).tuples()
            return [_key(row) for row in rows]

    def revoke(self, id: str, authority: Authority) -> Key:
        """Revoke a key, with the event that says so; one that is revoked already stays as it is."""
        check_text(authority.who, authority.by, authority.origin)
        table = self._tables.api_key
        with self._database.writing():
            key = self._known(id)
            if key.revoked_at is None:
                now = self._now()
                changed = {table.revoked_at: now, table.revoked_by: authority.who}
                table.update(changed).where(table.id == key.id).execute()
                self._add_event(Happened.REVOKED, key, authority, now)
            return self._known(id)

    def used(self, id: str, at: datetime, not_since: datetime) -> None:
        """Note a use, unless one is noted that is later than `not_since`."""
        table = self._tables.api_key
        due = table.last_used_at.is_null() | (table.last_used_at <= to_microseconds(not_since))
        with self._database.writing():
            table.update({table.last_used_at: to_microseconds(at)}).where((table.id == id) & due).execute()

    def _one(self, condition: Any) -> Key | None:
        row = self._tables.api_key.select().where(condition).tuples().first()
        return _key(row) if row else None

    def _known(self, id: str) -> Key:
        key = self._one(self._tables.api_key.id == id)
        if key is None:
            known = (row[0] for row in self._tables.api_key.select(self._tables.api_key.id).tuples())
            raise NotFound(f"there is no key '{id[:64]}'{did_you_mean(id[:64], known)}")
        return key

    def _add_event(self, happened: Happened, key: Key, authority: Authority, at: int) -> None:
        table = self._tables.key_event
        what = (key.id, key.name, _written(key.scopes), to_microseconds(key.expires_at))
        row = (next_number(table.number), str(happened), *what, at, authority.who, authority.by, authority.origin)
        table.insert_many([row], fields=table._meta.sorted_fields).execute()


def _written(scopes: frozenset[Scope]) -> str:
    return " ".join(scope for scope in Scope if scope in scopes)


def _key(row: Sequence[Any]) -> Key:
    id, _digest, name, scopes, created_at, created_by, expires_at, revoked_at, revoked_by, last_used_at = row
    return Key(
        id,
        name,
        frozenset(Scope(scope) for scope in scopes.split()),
        from_microseconds(created_at),
        created_by,
        from_microseconds(expires_at),
        _instant(revoked_at),
        revoked_by,
        _instant(last_used_at),
    )


def _instant(count: int | None) -> datetime | None:
    return None if count is None else from_microseconds(count)
