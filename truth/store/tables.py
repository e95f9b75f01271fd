"""The tables as peewee models, bound to one database; made by `migrations/`, which a test holds against these.

All instants are integer microseconds since 1970-01-01T00:00:00Z (`truth.model.instant`). Ids are given by the store,
one after the other, under the lock that publishing holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import BigIntegerField, Check, CompositeKey, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField


@dataclass(frozen=True)
class Tables:
    """The models of one database."""

    peewee: Any
    entry: Any
    version: Any
    release: Any
    item: Any
    event: Any
    api_key: Any
    key_event: Any
    answer: Any
    imported: Any

    def fetch(self, query: Any) -> list[tuple[Any, ...]]:
        """The rows of a query that may have very many: as the driver gives them, which is half the time."""
        rows: list[tuple[Any, ...]] = self.peewee.execute(query).fetchall()
        return rows


def tables_for(peewee: Any) -> Tables:
    """The models bound to a peewee database."""

    class Row(Model):
        class Meta:
            database = peewee
            strict_tables = isinstance(peewee, SqliteDatabase)  # SQLite keeps to column types only when told

    entry = _entry(Row)
    version = _version(Row, entry)
    release = _release(Row)
    item, event = _item(Row, entry, version, release), _event(Row, release)
    api_key = _api_key(Row)
    answer, imported = _answer(Row, release), _imported(Row)
    return Tables(peewee, entry, version, release, item, event, api_key, _key_event(Row, api_key), answer, imported)


def _entry(row: Any) -> Any:
    class Entry(row):  # type: ignore[misc]
        """One named thing of a kind."""

        id = BigIntegerField(primary_key=True)
        kind = TextField()
        key = TextField()

        class Meta:
            table_name = "entry"
            indexes = ((("kind", "key"), True),)

    return Entry


def _version(row: Any, entry: Any) -> Any:
    class Version(row):  # type: ignore[misc]
        """An immutable document; `body` is its canonical JSON, `digest` the SHA-256 over that."""

        id = BigIntegerField(primary_key=True)
        entry_id = ForeignKeyField(entry, column_name="entry", object_id_name="entry", index=False)
        number = IntegerField()
        digest = TextField()
        body = TextField()
        recorded_at = BigIntegerField()

        class Meta:
            table_name = "version"
            # digest first: many documents are looked up by many digests in one query
            indexes = ((("entry_id", "number"), True), (("digest", "entry_id"), True))

    return Version


def _release(row: Any) -> Any:
    class Release(row):  # type: ignore[misc]
        """One publication of `items` items.

        `settled` is how many releases had taken effect by `recorded_at`, this one included: fixed for ever, because
        the past cannot be rewritten.
        """

        number = BigIntegerField(primary_key=True)
        recorded_at = BigIntegerField(unique=True)
        effective_at = BigIntegerField()
        settled = BigIntegerField()
        items = IntegerField(constraints=[Check("items > 0")])
        who = TextField()
        authority = TextField()
        origin = TextField(null=True)
        note = TextField(null=True)
        base_digest = TextField()

        class Meta:
            table_name = "release"
            constraints = (Check("effective_at >= recorded_at"),)
            indexes = ((("effective_at", "number"), False),)

    Release.add_index(
        Release.index(
            Release.effective_at,
            Release.number,
            Release.recorded_at,
            name="release_scheduled",
            where=Release.effective_at > Release.recorded_at,
        )
    )
    return Release


def _item(row: Any, entry: Any, version: Any, release: Any) -> Any:
    class Item(row):  # type: ignore[misc]
        """One entry's change within a release; `version` NULL retires it, `replaced_by` then names the successor.

        `place` counts from 1; the release is finished when its last place is filled. The release's instants are
        repeated here so that one index finds what stands.
        """

        release_id = ForeignKeyField(release, column_name="release", object_id_name="release", index=False)
        place = IntegerField(constraints=[Check("place > 0")])
        entry_id = ForeignKeyField(entry, column_name="entry", object_id_name="entry", index=False)
        version_id = ForeignKeyField(version, column_name="version", object_id_name="version", index=False, null=True)
        effective_at = BigIntegerField()
        recorded_at = BigIntegerField()
        replaced_by = TextField(null=True)

        class Meta:
            table_name = "release_item"
            primary_key = False
            indexes = (
                (("release_id", "place"), True),
                (("release_id", "entry_id"), True),
                (("entry_id", "effective_at", "release_id"), True),
            )

    return Item


def _event(row: Any, release: Any) -> Any:
    class Event(row):  # type: ignore[misc]
        """Something that happened to a release after it was recorded.

        `voids` is the release that will not take effect because of it, `by_release` the release that caused it.
        `voided` counts the releases voided so far, so that the latest event tells whether any was.
        """

        number = BigIntegerField(primary_key=True)
        type = TextField()
        voids_id = ForeignKeyField(release, column_name="voids", object_id_name="voids", null=True, unique=True)
        by_release_id = ForeignKeyField(
            release, column_name="by_release", object_id_name="by_release", null=True, index=False
        )
        voided = BigIntegerField()
        known_at = BigIntegerField()
        who = TextField()

        class Meta:
            table_name = "event"

    return Event


def _api_key(row: Any) -> Any:
    class ApiKey(row):  # type: ignore[misc]
        """A key that was given out; `digest` is the SHA-256 of its token, which is kept nowhere."""

        id = TextField(primary_key=True)
        digest = TextField(unique=True)
        name = TextField()
        scopes = TextField()
        created_at = BigIntegerField()
        created_by = TextField()
        expires_at = BigIntegerField()
        revoked_at = BigIntegerField(null=True)
        revoked_by = TextField(null=True)
        last_used_at = BigIntegerField(null=True)

        class Meta:
            table_name = "api_key"

    return ApiKey


def _key_event(row: Any, api_key: Any) -> Any:
    class KeyEvent(row):  # type: ignore[misc]
        """A key given out, or revoked: what it was for, by whom, under which authority, from where."""

        number = BigIntegerField(primary_key=True)
        type = TextField()
        api_key_id = ForeignKeyField(api_key, column_name="api_key", object_id_name="api_key", index=False)
        name = TextField()
        scopes = TextField()
        expires_at = BigIntegerField()
        at = BigIntegerField()
        who = TextField()
        authority = TextField()
        origin = TextField(null=True)

        class Meta:
            table_name = "key_event"
            indexes = ((("api_key_id", "type"), True),)

    return KeyEvent


def _answer(row: Any, release: Any) -> Any:
    class Answer(row):  # type: ignore[misc]
        """What was answered to a request that may be sent again: `key` is its Idempotency-Key, `request` its digest."""

        principal = TextField()
        key = TextField()
        request = TextField()
        release_id = ForeignKeyField(release, column_name="release", object_id_name="release", index=False, null=True)
        body = TextField()
        recorded_at = BigIntegerField(index=True)

        class Meta:
            table_name = "answer"
            primary_key = CompositeKey("principal", "key")

    return Answer


def _imported(row: Any) -> Any:
    class Imported(row):  # type: ignore[misc]
        """What an entry said elsewhere, in one locale, when it was published there; `body` and `digest` as a version's.

        It names its entry in words: it may never have been released here.
        """

        number = BigIntegerField(primary_key=True)
        kind = TextField()
        key = TextField()
        locale = TextField()
        published_at = BigIntegerField()
        digest = TextField()
        body = TextField()
        author = TextField(null=True)
        reason = TextField(null=True)
        source = TextField()
        recorded_at = BigIntegerField()
        who = TextField()
        authority = TextField()
        origin = TextField(null=True)

        class Meta:
            table_name = "imported"
            indexes = ((("kind", "key", "locale", "published_at", "digest"), True),)

    return Imported
