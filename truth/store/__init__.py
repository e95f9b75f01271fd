"""The database behind the `Store` port: peewee on SQLite and PostgreSQL. Nothing else imports peewee."""
