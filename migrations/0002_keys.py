"""API keys with what happened to them, and the answers kept for requests that may be sent again.

A frozen copy of the tables as they were then, independent of the code on purpose.
"""

from peewee import BigIntegerField, CompositeKey, ForeignKeyField, Model, SqliteDatabase, TextField


def up(migrator, db):
    strict = isinstance(db, SqliteDatabase)

    class Release(Model):
        number = BigIntegerField(primary_key=True)

        class Meta:
            database = db
            table_name = "release"

    class ApiKey(Model):
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
            database = db
            table_name = "api_key"
            strict_tables = strict

    class KeyEvent(Model):
        number = BigIntegerField(primary_key=True)
        type = TextField()
        api_key_id = ForeignKeyField(ApiKey, column_name="api_key", object_id_name="api_key", index=False)
        name = TextField()
        scopes = TextField()
        expires_at = BigIntegerField()
        at = BigIntegerField()
        who = TextField()
        authority = TextField()
        origin = TextField(null=True)

        class Meta:
            database = db
            table_name = "key_event"
            strict_tables = strict
            indexes = ((("api_key_id", "type"), True),)

    class Answer(Model):
        principal = TextField()
        key = TextField()
        request = TextField()
        release_id = ForeignKeyField(
            Release, column_name="release", object_id_name="release", index=False, null=True
        )
        body = TextField()
        recorded_at = BigIntegerField(index=True)

        class Meta:
            database = db
            table_name = "answer"
            strict_tables = strict
            primary_key = CompositeKey("principal", "key")

    db.create_tables([ApiKey, KeyEvent, Answer])
