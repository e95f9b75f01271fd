"""Versions that were published elsewhere, before this registry: each with where it was found and who imported it.

A frozen copy of the table as it was then, independent of the code on purpose.
"""

from peewee import BigIntegerField, Model, SqliteDatabase, TextField


def up(migrator, db):
    class Imported(Model):
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
            database = db
            table_name = "imported"
            strict_tables = isinstance(db, SqliteDatabase)
            indexes = ((("kind", "key", "locale", "published_at", "digest"), True),)

    db.create_tables([Imported])
