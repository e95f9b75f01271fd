"""A reader's key goes on working while the database is away, if it worked before; an unknown one never does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from truth.model.errors import Unavailable
from truth.model.release import Authority
from truth.registry.keys import FRESH_FOR, Key, KeyRing

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Kept:
    """Keys in memory, which can go away."""

    def __init__(self) -> None:
        self.by_digest: dict[str, Key] = {}
        self.away = False

    def add(self, key: Key, digest: str, authority: Authority) -> None:
        """Keep one."""
        self.by_digest[digest] = key

    def find(self, digest: str) -> Key | None:
        """The one of that digest."""
        if self.away:
            raise Unavailable("the database cannot be reached")
        return self.by_digest.get(digest)

    def used(self, id: str, at: datetime, not_since: datetime) -> None:
        """Nothing of it is kept here."""


@pytest.fixture
def kept() -> Kept:
    """Where keys are kept."""
    return Kept()


def ring(kept: Any, seconds: list[float]) -> KeyRing:
    """A ring whose seconds the test counts, and which notes no use."""
    return KeyRing(kept, lambda: NOW, lambda: seconds[0], lambda task: None)


def test_a_key_that_worked_goes_on_working(kept: Kept) -> None:
    seconds = [0.0]
    keys = ring(kept, seconds)
    _, token = keys.create("shop", ["read"], None, Authority("ada"))
    assert keys.verify(token)
    kept.away = True
    seconds[0] += 100 * FRESH_FOR
    assert keys.verify(token)


def test_a_key_that_was_taken_back_does_not_work_once_the_database_is_there_again(kept: Kept) -> None:
    seconds = [0.0]
    keys = ring(kept, seconds)
    _, token = keys.create("shop", ["read"], None, Authority("ada"))
    assert keys.verify(token)
    kept.away = True
    seconds[0] += 2 * FRESH_FOR
    assert keys.verify(token)
    kept.away = False
    kept.by_digest.clear()
    seconds[0] += 2 * FRESH_FOR
    assert keys.verify(token) is None


def test_a_key_nobody_has_seen_is_not_taken_on_trust(kept: Kept) -> None:
    keys = ring(kept, [0.0])
    _, token = keys.create("shop", ["read"], None, Authority("ada"))
    kept.away = True
    with pytest.raises(Unavailable):
        keys.verify(token)
