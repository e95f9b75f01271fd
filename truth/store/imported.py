"""Versions that were published elsewhere, as they are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from peewee import fn

from truth.model.errors import Invalid
from truth.model.imported import Found, Imported, Span
from truth.model.instant import format_instant, from_microseconds, to_microseconds
from truth.model.ref import Ref
from truth.model.release import Authority
from truth.registry.archive import Mark
from truth.store.batches import batches
from truth.store.database import Database
from truth.store.documents import read_document
from truth.store.publish import check_text
from truth.store.recording import next_number
from truth.store.tables import Tables

_AT_ONCE = 200  # rows in one statement; each holds a whole document


class ImportedTable:
    """The imported versions of one database. `now` gives the present in microseconds, within a connection."""

    def __init__(self, database: Database, tables: Tables, now: Callable[[], int]) -> None:
        self._database, self._table, self._now = database, tables.imported, now

    def add(self, versions: Sequence[Found], authority: Authority) -> Sequence[Imported]:
        """Record versions, all or none, and give those that were not known yet; see the port."""
        check_text(authority.who, authority.by, authority.origin)
        for one in versions:
            check_text(one.author, one.reason, one.source)
        with self._database.writing():
            now = self._now()
            lacking = self._lacking(versions)
            _refuse_future(lacking, now)
            first = next_number(self._table.number)
            recorded = [
                Imported(number, found, from_microseconds(now), authority)
                for number, found in enumerate(lacking, first)
            ]
            for some in batches([_row(one) for one in recorded], _AT_ONCE):
                self._table.insert_many(some, fields=self._table._meta.sorted_fields).execute()
        return recorded

    def at(self, entry: Ref, locale: str, instant: datetime) -> Imported | None:
        """The version published last by an instant: one index seek."""
        found = self.listed(entry, locale, instant, limit=1)
        return found[0] if found else None

    def spans(self, entry: Ref) -> Mapping[str, Span]:
        """What there is of an entry, by locale."""
        table = self._table
        columns = (table.locale, fn.COUNT(table.number), fn.MIN(table.published_at), fn.MAX(table.published_at))
        query = table.select(*columns).where(_of(table, entry)).group_by(table.locale)
        with self._database.connected():
            return {
                locale: Span(count, from_microseconds(first), from_microseconds(last))
                for locale, count, first, last in query.tuples()
            }

    def listed(
        self, entry: Ref, locale: str, until: datetime | None = None, before: Mark | None = None, limit: int = 50
    ) -> Sequence[Imported]:
        """The versions in a locale, the latest first; see the port."""
        table = self._table
        query = table.select().where(_of(table, entry) & (table.locale == locale))
        if until is not None:
            query = query.where(table.published_at <= to_microseconds(until))
        if before is not None:
            at, number = to_microseconds(before[0]), before[1]
            query = query.where((table.published_at < at) | ((table.published_at == at) & (table.number < number)))
        query = query.order_by(table.published_at.desc(), table.number.desc()).limit(limit)
        with self._database.connected():
            return [_imported(row) for row in query.tuples()]

    def _lacking(self, versions: Sequence[Found]) -> list[Found]:
        """The versions that are not known yet, each once, in the order in which they were published."""
        known = {place for pair in {_pair(one) for one in versions} for place in self._known(*pair)}
        lacking: dict[tuple[Any, ...], Found] = {}
        for one in sorted(versions, key=lambda one: one.published_at):
            place = _place(one)
            if place not in known:
                lacking.setdefault(place, one)
        return list(lacking.values())

    def _known(self, entry: Ref, locale: str) -> Sequence[tuple[Any, ...]]:
        table = self._table
        query = table.select(table.published_at, table.digest).where(_of(table, entry) & (table.locale == locale))
        return [(entry, locale, *row) for row in query.tuples()]


def _of(table: Any, entry: Ref) -> Any:
    return (table.kind == entry.kind) & (table.key == entry.key)


def _pair(found: Found) -> tuple[Ref, str]:
    return found.document.entry, found.locale


def _place(found: Found) -> tuple[Any, ...]:
    """What tells imported versions apart: what was said, in which locale, and when."""
    return (*_pair(found), to_microseconds(found.published_at), found.document.digest)


def _refuse_future(versions: Sequence[Found], now: int) -> None:
    for one in versions:
        if to_microseconds(one.published_at) > now:
            at = format_instant(one.published_at)
            raise Invalid(f"{one.source} was published at {at}, which has not come yet; nothing was imported")


def _row(one: Imported) -> tuple[Any, ...]:
    found, document = one.found, one.found.document
    return (
        one.number,
        document.entry.kind,
        document.entry.key,
        found.locale,
        to_microseconds(found.published_at),
        document.digest,
        document.canonical.decode(),
        found.author,
        found.reason,
        found.source,
        to_microseconds(one.recorded_at),
        one.authority.who,
        one.authority.by,
        one.authority.origin,
    )


def _imported(row: Sequence[Any]) -> Imported:
    number, kind, key, locale, published_at, digest, body, author, reason, source, recorded_at, *authority = row
    document = read_document(Ref(kind, key), digest, body)
    found = Found(document, locale, from_microseconds(published_at), source, author, reason)
    return Imported(number, found, from_microseconds(recorded_at), Authority(*authority))
