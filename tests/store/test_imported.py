"""Versions published elsewhere: recorded once, read by the instant they were published, on either engine."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest

from truth.model.document import Document
from truth.model.errors import Invalid, NotFound
from truth.model.imported import Found
from truth.model.ref import Ref
from truth.model.release import Authority
from truth.store import backup

RETURNS = Ref.parse("policy:returns")
ADA = Authority("Ada", origin="desk")
DAY = datetime(2020, 3, 1, tzinfo=UTC)


def version(days: int, day: int, locale: str = "en", entry: Ref = RETURNS, source: str = "a.md@1") -> Found:
    """A version published `day` days after DAY."""
    return Found(Document(entry, {"days": days}), locale, DAY + timedelta(days=day), source, "Bo", "why")


def days(store, at: datetime, locale: str = "en") -> int | None:
    found = store.imported.at(RETURNS, locale, at)
    return found.found.document.body["days"] if found else None


@pytest.fixture
def imported(store):
    """A store with three English versions and a German one."""
    store.imported.add([version(30, 0), version(14, 10), version(30, 20), version(60, 15, "de")], ADA)
    return store


def test_a_version_is_read_from_its_instant_until_the_next(imported):
    assert days(imported, DAY - timedelta(microseconds=1)) is None
    assert [days(imported, DAY + timedelta(days=one)) for one in (0, 9, 10, 19, 20, 999)] == [30, 30, 14, 14, 30, 30]


def test_each_locale_has_a_history_of_its_own(imported):
    assert days(imported, DAY + timedelta(days=14), "de") is None
    assert days(imported, DAY + timedelta(days=16), "de") == 60
    spans = imported.imported.spans(RETURNS)
    assert {locale: (span.count, span.first, span.last) for locale, span in spans.items()} == {
        "en": (3, DAY, DAY + timedelta(days=20)),
        "de": (1, DAY + timedelta(days=15), DAY + timedelta(days=15)),
    }
    assert imported.imported.spans(Ref.parse("policy:other")) == {}


def test_what_is_known_already_is_not_recorded_again(imported):
    again = imported.imported.add([version(30, 0), version(45, 5), version(45, 5)], ADA)
    assert [(one.number, one.found.document.body["days"]) for one in again] == [(5, 45)]
    assert not imported.imported.add([version(45, 5)], Authority("Somebody else"))
    assert len(imported.imported.listed(RETURNS, "en")) == 4


def test_of_two_at_one_instant_the_one_recorded_last_is_read(imported):
    imported.imported.add([version(7, 10, source="b.md@2")], ADA)
    assert days(imported, DAY + timedelta(days=10)) == 7
    assert [one.found.document.body["days"] for one in imported.imported.listed(RETURNS, "en")] == [30, 7, 14, 30]


def test_the_list_goes_on_where_a_page_ended(imported):
    first, second = imported.imported.listed(RETURNS, "en", limit=2)
    (rest,) = imported.imported.listed(RETURNS, "en", before=(second.found.published_at, second.number))
    assert [one.found.published_at for one in (first, second, rest)] == [DAY + timedelta(days=at) for at in (20, 10, 0)]
    assert imported.imported.listed(RETURNS, "en", until=DAY + timedelta(days=12), limit=1) == [second]


def test_it_says_where_it_was_found_and_who_imported_it_when(imported, clock):
    found = imported.imported.at(RETURNS, "en", DAY)
    assert (found.found.source, found.found.author, found.found.reason) == ("a.md@1", "Bo", "why")
    assert (found.authority.who, found.authority.by, found.authority.origin) == ("Ada", "local", "desk")
    assert found.recorded_at == clock()


def test_an_entry_that_was_imported_is_not_one_that_was_released(imported):
    with pytest.raises(NotFound):
        imported.versions(RETURNS)
    assert imported.head() == (0, 0)


def test_a_version_of_the_future_is_refused_and_nothing_is_kept(imported, clock):
    later = version(1, (clock() - DAY).days + 1)
    with pytest.raises(Invalid, match="has not come yet"):
        imported.imported.add([version(2, 2), later], ADA)
    assert len(imported.imported.listed(RETURNS, "en")) == 3


def test_a_text_no_engine_keeps_is_refused(store):
    with pytest.raises(Invalid, match="cannot be kept"):
        store.imported.add([Found(Document(RETURNS, {}), "en", DAY, "a\0b")], ADA)


def test_a_backup_holds_it(imported, url, databases, open_store, migrations):
    file, other = io.BytesIO(), open_store(databases.empty())
    backup.back_up(imported._database, migrations, file, ("2026-03-01T09:00:00Z", "test"), lambda count: None)
    file.seek(0)
    counts = backup.restore(other._database, migrations, file, lambda count: None)
    assert counts["imported"] == 4
    assert other.imported.listed(RETURNS, "en") == imported.imported.listed(RETURNS, "en")


def test_the_releases_that_change_an_entry_come_with_that_one_change(store, publish):
    publish({"policy:returns": {"days": 30}, "policy:shipping": {"days": 2}})
    publish({"policy:shipping": {"days": 3}})
    publish({"policy:returns": None})
    found = store.releases_of(RETURNS)
    assert [(one.number, [(str(item.entry), item.version) for item in one.items]) for one in found] == [
        (3, [("policy:returns", None)]),
        (1, [("policy:returns", 1)]),
    ]
    assert [one.number for one in store.releases_of(RETURNS, before=(found[0].effective_at, 3))] == [1]
    assert [one.number for one in store.releases_of(RETURNS, limit=1)] == [3]
    with pytest.raises(NotFound, match="never was"):
        store.releases_of(Ref.parse("policy:nothing"))


def test_the_releases_of_an_entry_come_in_the_order_of_their_effect(store, draft, publish, clock):
    publish({"policy:returns": {"days": 30}})
    store.publish(draft({"policy:returns": {"days": 60}}, minutes=60))
    clock.advance(1)
    publish({"policy:returns": {"days": 45}})
    assert [one.number for one in store.releases_of(RETURNS)] == [2, 3, 1]
