"""The history: entries and their versions, releases and what they change, and what happened to releases afterwards.

A frozen copy of the tables as they were then, independent of the code on purpose.
"""

from peewee import BigIntegerField, Check, ForeignKeyField, IntegerField, Model, SqliteDatabase, TextField


def up(migrator, db):
    strict = isinstance(db, SqliteDatabase)

    class Entry(Model):
        id = BigIntegerField(primary_key=True)
        kind = TextField()
        key = TextField()

        class Meta:
            database = db
            table_name = "entry"
            strict_tables = strict
            indexes = ((("kind", "key"), True),)

    class Version(Model):
        id = BigIntegerField(primary_key=True)
        entry_id = ForeignKeyField(Entry, column_name="entry", object_id_name="entry", index=False)
        number = IntegerField()
        digest = TextField()
        body = TextField()
        recorded_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "version"
            strict_tables = strict
            indexes = ((("entry_id", "number"), True), (("digest", "entry_id"), True))

    class Release(Model):
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
            database = db
            table_name = "release"
            strict_tables = strict
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

    class Item(Model):
        release_id = ForeignKeyField(Release, column_name="release", object_id_name="release", index=False)
        place = IntegerField(constraints=[Check("place > 0")])
        entry_id = ForeignKeyField(Entry, column_name="entry", object_id_name="entry", index=False)
        version_id = ForeignKeyField(Version, column_name="version", object_id_name="version", index=False, null=True)
        effective_at = BigIntegerField()
        recorded_at = BigIntegerField()
        replaced_by = TextField(null=True)

        class Meta:
            database = db
            table_name = "release_item"
            strict_tables = strict
            primary_key = False
            indexes = (
                (("release_id", "place"), True),
                (("release_id", "entry_id"), True),
                (("entry_id", "effective_at", "release_id"), True),
            )

    class Event(Model):
        number = BigIntegerField(primary_key=True)
        type = TextField()
        voids_id = ForeignKeyField(Release, column_name="voids", object_id_name="voids", null=True, unique=True)
        by_release_id = ForeignKeyField(
            Release, column_name="by_release", object_id_name="by_release", null=True, index=False
        )
        voided = BigIntegerField()
        known_at = BigIntegerField()
        who = TextField()

        class Meta:
            database = db
            table_name = "event"
            strict_tables = strict

    db.create_tables([Entry, Version, Release, Item, Event])
