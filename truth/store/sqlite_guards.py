"""The guards as SQLite writes them.

`INSERT OR REPLACE` deletes the row it replaces without firing a DELETE trigger (unless `recursive_triggers` is on), so
the INSERT trigger is what refuses it. https://sqlite.org/lang_conflict.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from truth.store.append_only import MESSAGE, PREFIX, REFUSED, refused

_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"


class SqliteGuards:
    """A trigger's signature is the statement that made it."""

    def expected(self) -> Mapping[str, object]:
        """The signature of every guard there must be, by name."""
        return _statements()

    def found(self, peewee: Any) -> Mapping[str, object]:
        """The signature of every guard the database has, by name."""
        return dict(
            peewee.execute_sql(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, ?) = ?",
                (len(PREFIX), PREFIX),
            ).fetchall()
        )

    def create(self) -> Sequence[str]:
        """The statements that make all guards."""
        return list(_statements().values())

    def drop(self, name: str) -> str:
        """The statement that drops one guard."""
        return f'DROP TRIGGER "{name}"'


def _statements() -> dict[str, str]:
    return {name: statement for table in REFUSED for name, statement in _guards_of(table)}


def _guards_of(table: str) -> list[tuple[str, str]]:
    return [
        _trigger(table, "update", ""),
        _trigger(table, "delete", ""),
        _trigger(table, "insert", f"WHEN {refused(table)} "),
    ]


def _trigger(table: str, action: str, when: str) -> tuple[str, str]:
    name = f"{PREFIX}{table}_{action}"
    return name, f'CREATE TRIGGER "{name}" BEFORE {action.upper()} ON "{table}" {when}{_REFUSE}'
