"""Keys are kept under their digest alone, and what happened to them is written down for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from truth.model.errors import NotFound
from truth.model.release import Authority
from truth.registry.keys import KeyRing, Scope, State

ADA, GRACE = Authority("Ada", "key_1", "192.0.2.7"), Authority("Grace")


@pytest.fixture
def ring(store: Any, clock: Any) -> KeyRing:
    """The keys of the store; nothing known of them is kept, and their use is noted at once."""
    return KeyRing(store.keys, clock, iter(range(0, 10**6, 60)).__next__, lambda task: task())


def rows(store: Any, table: str) -> list[tuple[Any, ...]]:
    with store._database.connected():
        return list(store._database.peewee.execute_sql(f'SELECT * FROM "{table}"').fetchall())  # noqa: S608


def test_a_key_is_found_by_its_token_and_by_its_id(store, ring, clock):
    key, token = ring.create("ci", ["apply", "read"], None, ADA)
    assert ring.verify(token).id == key.id
    assert store.keys.key(key.id).scopes == {Scope.APPLY, Scope.READ}
    assert (key.created_by, key.expires_at) == ("Ada", clock() + timedelta(days=365))


def test_the_token_is_kept_nowhere(store, ring):
    _, token = ring.create("ci", ["apply"], None, ADA)
    ring.verify(token)
    everything = repr([rows(store, table) for table in ("api_key", "key_event")])
    assert token.removeprefix("truth_") not in everything


def test_a_revoked_key_stops_working_and_stays_known(store, ring, clock):
    key, token = ring.create("ci", ["apply"], None, ADA)
    clock.advance(5)
    revoked = ring.revoke(key.id, GRACE)
    assert (revoked.revoked_by, revoked.revoked_at, revoked.state(clock())) == ("Grace", clock(), State.REVOKED)
    assert ring.verify(token) is None
    assert [one.id for one in store.keys.given_out()] == [key.id]


def test_revoking_twice_changes_nothing(store, ring, clock):
    key, _ = ring.create("ci", ["apply"], None, ADA)
    first = ring.revoke(key.id, GRACE)
    clock.advance(5)
    assert ring.revoke(key.id, ADA) == first
    assert len(rows(store, "key_event")) == 2


def test_what_happened_to_a_key_says_who_when_and_from_where(store, ring):
    key, _ = ring.create("ci", ["apply"], None, ADA)
    ring.revoke(key.id, GRACE)
    created, revoked = rows(store, "key_event")
    assert created[:5] == (1, "created", key.id, "ci", "apply")
    assert created[-3:] == ("Ada", "key_1", "192.0.2.7")
    assert (revoked[1], revoked[-3:]) == ("revoked", ("Grace", "local", None))


def test_the_last_use_is_noted_at_most_once_a_minute(store, ring, clock):
    key, token = ring.create("ci", ["read"], None, ADA)
    ring.verify(token)
    first = store.keys.key(key.id).last_used_at
    clock.advance(0.9)
    store.keys.used(key.id, clock(), clock() - timedelta(minutes=1))  # another worker's opinion
    assert store.keys.key(key.id).last_used_at == first
    clock.advance(0.2)
    ring.verify(token)
    assert store.keys.key(key.id).last_used_at == clock()


def test_keys_are_listed_the_latest_first(store, ring, clock):
    for name in ("one", "two", "three"):
        ring.create(name, ["read"], None, ADA)
        clock.advance(1)
    assert [key.name for key in store.keys.given_out()] == ["three", "two", "one"]


def test_an_unknown_id_names_the_nearest(store, ring):
    key, _ = ring.create("ci", ["read"], None, ADA)
    with pytest.raises(NotFound, match=f"there is no key '{key.id[:-1]}x'.*{key.id}"):
        ring.revoke(key.id[:-1] + "x", ADA)


def test_a_key_changes_nothing_about_releases(store, ring, publish):
    publish({"policy:returns": {"days": 30}})
    before = store.head(), store.at()
    key, _ = ring.create("ci", ["read"], None, ADA)
    ring.revoke(key.id, ADA)
    assert store.head() == before[0]
    assert store.at() is before[1]
