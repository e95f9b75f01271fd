"""The guards as PostgreSQL writes them: a statement trigger against every change, a row trigger on every insert.

They are enabled ALWAYS, so that `session_replication_role` does not turn them off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from truth.store.append_only import MESSAGE, PREFIX, REFUSED, refused

_BEFORE_EACH_ROW_INSERT = 1 + 2 + 4
_BEFORE_DELETE_UPDATE_TRUNCATE = 2 + 8 + 16 + 32
_ALWAYS = "A"
_RAISE = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
_FOUND = """
    SELECT t.tgname, c.relname, t.tgtype, t.tgenabled, t.tgqual IS NULL, p.prosrc
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE c.relnamespace = current_schema()::regnamespace AND starts_with(t.tgname, %s)
"""


class PostgresGuards:
    """A trigger's signature is its table, type (pg_trigger.tgtype), state, lack of a condition, and code."""

    def expected(self) -> Mapping[str, object]:
        """The signature of every guard there must be, by name."""
        return {_name(table, action): _signature(table, action) for table in REFUSED for action in ("change", "insert")}

    def found(self, peewee: Any) -> Mapping[str, object]:
        """The signature of every guard the database has, by name."""
        return {name: tuple(rest) for name, *rest in peewee.execute_sql(_FOUND, (PREFIX,)).fetchall()}

    def create(self) -> Sequence[str]:
        """The statements that make all guards."""
        return [statement for table in REFUSED for statement in (*_guard_changes(table), *_guard_inserts(table))]

    def drop(self, name: str) -> str:
        """The statement that drops one guard; its function goes with it."""
        return f'DROP FUNCTION "{name}" CASCADE'


def _name(table: str, action: str) -> str:
    return f"{PREFIX}{table}_{action}"


def _signature(table: str, action: str) -> tuple[object, ...]:
    kind = _BEFORE_EACH_ROW_INSERT if action == "insert" else _BEFORE_DELETE_UPDATE_TRUNCATE
    return (table, kind, _ALWAYS, True, _code(table, action))


def _code(table: str, action: str) -> str:
    body = f"IF {refused(table)} THEN {_RAISE} END IF; RETURN NEW;" if action == "insert" else _RAISE
    return f"BEGIN {body} END"


def _guard_changes(table: str) -> list[str]:
    return _guard(table, "change", "UPDATE OR DELETE OR TRUNCATE", "STATEMENT")


def _guard_inserts(table: str) -> list[str]:
    return _guard(table, "insert", "INSERT", "ROW")


def _guard(table: str, action: str, events: str, each: str) -> list[str]:
    name = _name(table, action)
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT'
        f" AS $guard${_code(table, action)}$guard$",
        f'CREATE TRIGGER "{name}" BEFORE {events} ON "{table}" FOR EACH {each} EXECUTE FUNCTION "{name}"()',
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"',
    ]
