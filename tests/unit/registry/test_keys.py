"""Keys: who holds one, for how long that is believed, and what it allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.model.errors import Invalid, Unavailable
from truth.model.release import Authority
from truth.registry.keys import FRESH_FOR, Key, KeyRing, Principal, Scope, after, digest_of_token

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA = Authority("Ada")


@dataclass
class Kept:
    """Keys in memory, with every look at them counted."""

    by_digest: dict[str, Key] = field(default_factory=dict)
    looks: int = 0
    uses: list[datetime] = field(default_factory=list)
    away: bool = False

    def add(self, key: Key, digest: str, authority: Authority) -> None:
        self.by_digest[digest] = key

    def find(self, digest: str) -> Key | None:
        self.looks += 1
        return self.by_digest.get(digest)

    def revoke(self, id: str, authority: Authority) -> Key:
        (digest,) = [digest for digest, key in self.by_digest.items() if key.id == id]
        self.by_digest[digest] = replace(self.by_digest[digest], revoked_at=NOW, revoked_by=authority.who)
        return self.by_digest[digest]

    def used(self, id: str, at: datetime, not_since: datetime) -> None:
        if self.away:
            raise Unavailable("the database is away")
        self.uses.append(at)


@dataclass
class Desk:
    """A ring with clocks the test sets."""

    kept: Kept = field(default_factory=Kept)
    now: datetime = NOW
    seconds: float = 0.0

    def ring(self, beside: Callable[[Any], None] = lambda task: task()) -> KeyRing:
        return KeyRing(self.kept, lambda: self.now, lambda: self.seconds, beside)  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_token_is_recognised_by_its_prefix_and_has_256_random_bits(desk: Desk) -> None:
    tokens = {desk.ring().create("ci", ["read"], None, ADA)[1] for _ in range(50)}
    assert len(tokens) == 50
    assert all(token.startswith("truth_") and len(token) == 6 + 43 for token in tokens)


def test_what_is_known_of_a_key_is_believed_for_a_moment_only(desk: Desk) -> None:
    ring = desk.ring()
    key, token = ring.create("ci", ["read"], None, ADA)
    assert ring.verify(token)
    desk.ring().revoke(key.id, ADA)  # by another worker
    desk.seconds += FRESH_FOR - 0.01
    assert ring.verify(token)
    assert desk.kept.looks == 1
    desk.seconds += 0.01
    assert ring.verify(token) is None
    assert FRESH_FOR < 5


def test_an_expiry_is_felt_at_once(desk: Desk) -> None:
    ring = desk.ring()
    _, token = ring.create("ci", ["read"], NOW + timedelta(seconds=1), ADA)
    assert ring.verify(token)
    desk.now += timedelta(seconds=1)
    assert ring.verify(token) is None


@pytest.mark.parametrize("token", ["", "x", "truth_", "truth_" + "x" * 42, "truth_" + "é" * 43, "truth_" + "x" * 10**6])
def test_what_cannot_be_a_token_is_not_looked_up(desk: Desk, token: str) -> None:
    assert desk.ring().verify(token) is None
    assert desk.kept.looks == 0


def test_an_unknown_token_costs_one_look(desk: Desk) -> None:
    ring = desk.ring()
    assert [ring.verify("truth_" + "x" * 43) for _ in range(3)] == [None] * 3
    assert desk.kept.looks == 1


def test_what_is_remembered_of_tokens_is_bounded(desk: Desk) -> None:
    ring = desk.ring()
    for number in range(3000):
        ring.verify(f"truth_{number:043}")
    assert len(ring._known) <= 1024


def test_a_use_is_noted_once_a_minute(desk: Desk) -> None:
    ring = desk.ring()
    _, token = ring.create("ci", ["read"], None, ADA)
    for _ in range(100):
        ring.verify(token)
        desk.now += timedelta(seconds=1)
    assert desk.kept.uses == [NOW, NOW + timedelta(seconds=60)]


def test_a_use_is_noted_beside_the_request_and_its_failure_is_nobodys_concern(desk: Desk) -> None:
    desk.kept.away = True
    started: list[Any] = []
    ring = KeyRing(desk.kept, lambda: desk.now, lambda: desk.seconds)  # type: ignore[arg-type]
    _, token = ring.create("ci", ["read"], None, ADA)
    assert ring.verify(token)
    desk.ring(started.append).verify(token)
    assert len(started) == 1


@pytest.mark.parametrize(
    ("held", "may"),
    [("read", {"read"}), ("apply", {"read", "apply"}), ("admin", {"read", "apply", "admin"})],
)
def test_scopes_include_what_is_documented_and_no_more(held: str, may: set[str]) -> None:
    principal = Principal("key_1", "ci", frozenset({Scope(held)}))
    assert {scope for scope in Scope if principal.may(scope)} == may


def test_neither_a_key_nor_a_principal_shows_a_token(desk: Desk) -> None:
    key, token = desk.ring().create("ci", ["read"], None, ADA)
    shown = repr([key, desk.ring(), desk.ring().verify(token), digest_of_token(token)])
    assert token not in shown
    assert token.removeprefix("truth_") not in shown


@pytest.mark.parametrize("name", ["", " ci", "ci ", "x" * 65, "a\nb", "a\x00", "a\u2028b", "\ud800"])
def test_a_name_stands_on_one_line(desk: Desk, name: str) -> None:
    with pytest.raises(Invalid, match="a key's name is"):
        desk.ring().create(name, ["read"], None, ADA)


def test_a_key_must_do_something(desk: Desk) -> None:
    with pytest.raises(Invalid, match="read, apply, admin"):
        desk.ring().create("ci", [], None, ADA)


@pytest.mark.parametrize(
    ("duration", "instant"),
    [
        ("P90D", NOW + timedelta(days=90)),
        ("P1Y", datetime(2027, 3, 2, 9, 0, tzinfo=UTC)),
        ("PT36H", NOW + timedelta(hours=36)),
        ("P1DT90M", NOW + timedelta(days=1, minutes=90)),
    ],
)
def test_an_expiry_may_be_a_duration_from_now(duration: str, instant: datetime) -> None:
    assert after(NOW, duration) == instant


@pytest.mark.parametrize("duration", ["P99999Y", "P90", "P"])
def test_a_duration_that_leads_nowhere_is_refused(duration: str) -> None:
    with pytest.raises(Invalid):
        after(NOW, duration)


@given(st.text())
def test_no_text_breaks_verification(text: str) -> None:
    assert Desk().ring().verify(text) is None
