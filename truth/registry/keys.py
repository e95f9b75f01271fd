"""Keys: who may do what. A key is a random token that is shown once; only its SHA-256 is kept.

A token is 256 random bits, so nothing slower than SHA-256 is needed to keep it: there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Protocol

from truth.conditions.calendar import days_later
from truth.model.errors import Invalid, TruthError, Unavailable
from truth.model.instant import format_instant
from truth.model.nearest import did_you_mean
from truth.model.release import Authority
from truth.text.duration import read_duration

PREFIX = "truth_"
"""How every token begins, so that scanners of code and logs recognise one."""

USUAL_LIFE = timedelta(days=365)
"""How long a key works where nobody says otherwise."""

LONGEST_NAME = 64
FRESH_FOR = 2.0
"""Seconds for which what is known of a key is not looked up again: a revocation is felt everywhere by then."""

_USE_NOTED = timedelta(minutes=1)
_REMEMBERED = 1024  # keys; beyond them, all are looked up again
_TOKEN = re.compile(re.escape(PREFIX) + r"[A-Za-z0-9_-]{43}", re.ASCII)
_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class Scope(StrEnum):
    """What a key allows."""

    READ = "read"
    """Everything that only reads."""
    APPLY = "apply"
    """Planning and publishing, and reading."""
    ADMIN = "admin"
    """Giving out and revoking keys, and everything else."""


_ALLOWS = {
    Scope.READ: frozenset({Scope.READ}),
    Scope.APPLY: frozenset({Scope.APPLY, Scope.READ}),
    Scope.ADMIN: frozenset(Scope),
}


class State(StrEnum):
    """How a key stands."""

    WORKS = "works"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Key:
    """A key that was given out: everything about it but its token, which nobody keeps."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    last_used_at: datetime | None = None

    def state(self, now: datetime) -> State:
        """How it stands at an instant."""
        if self.revoked_at is not None:
            return State.REVOKED
        return State.WORKS if now < self.expires_at else State.EXPIRED


@dataclass(frozen=True)
class Principal:
    """Who is asking: the key's id and name, and what it allows."""

    id: str
    name: str
    scopes: frozenset[Scope]

    def may(self, scope: Scope) -> bool:
        """Whether any scope of the key includes this one."""
        return any(scope in _ALLOWS[held] for held in self.scopes)


class KeyStore(Protocol):
    """Where keys are kept, each under the digest of its token; what happened to them is written down and stays."""

    def add(self, key: Key, digest: str, authority: Authority) -> None:
        """Keep a new key."""

    def find(self, digest: str) -> Key | None:
        """The key whose token has this digest."""

    def key(self, id: str) -> Key:
        """One key; `NotFound` names the nearest."""

    def given_out(self) -> Sequence[Key]:
        """Every key, the latest first."""

    def revoke(self, id: str, authority: Authority) -> Key:
        """Revoke a key, once: the key as it then is. `NotFound` for one that never was."""

    def used(self, id: str, at: datetime, not_since: datetime) -> None:
        """Note that a key was used, unless its last use is noted as later than `not_since`."""


def _beside(task: Callable[[], None]) -> None:
    """Run something while the request goes on; whether it succeeds changes no answer."""

    def quietly() -> None:
        with suppress(TruthError):
            task()

    threading.Thread(target=quietly, name="truth-key-use", daemon=True).start()


class KeyRing:
    """Gives keys out, takes them back, and tells who holds one."""

    def __init__(
        self,
        store: KeyStore,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        beside: Callable[[Callable[[], None]], None] = _beside,
    ) -> None:
        self.store = store
        self.now = clock
        self._monotonic, self._beside = monotonic, beside
        self._known: dict[str, tuple[float, Key | None]] = {}
        self._used: dict[str, datetime] = {}

    def create(
        self, name: str, scopes: Collection[str], expires_at: datetime | None, authority: Authority
    ) -> tuple[Key, str]:
        """Give out a key: what is known of it, and its token, which is shown this once.

        `Invalid` for a name, a scope or an expiry that cannot be; an expiry of None is a year from now.
        """
        now = self.now()
        ends = expires_at or now + USUAL_LIFE
        if ends <= now:
            raise Invalid(f"a key that expires at {format_instant(ends)} would not work; it is {format_instant(now)}")
        key = Key(f"key_{secrets.token_hex(8)}", _name(name), _scopes(scopes), now, authority.who, ends)
        token = PREFIX + secrets.token_urlsafe(32)
        self.store.add(key, digest_of_token(token), authority)
        return key, token

    def revoke(self, id: str, authority: Authority) -> Key:
        """Take a key back; revoking it again changes nothing."""
        self._known.clear()
        return self.store.revoke(id, authority)

    def verify(self, token: str) -> Principal | None:
        """Who holds a key; None for one that is unknown, expired or revoked."""
        if not _TOKEN.fullmatch(token):
            return None
        key, now = self._find(digest_of_token(token)), self.now()
        if key is None or key.state(now) is not State.WORKS:
            return None
        self._note_use(key, now)
        return Principal(key.id, key.name, key.scopes)

    def _find(self, digest: str) -> Key | None:
        moment = self._monotonic()
        known = self._known.get(digest)
        if known and moment - known[0] < FRESH_FOR:
            return known[1]
        try:
            found = self.store.find(digest)
        except Unavailable:
            if known is None:
                raise
            found = known[1]  # readers go on while the database is away; it cannot be told of a revocation either
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[digest] = (moment, found)
        return found

    def _note_use(self, key: Key, now: datetime) -> None:
        """At most once a minute, and beside the request: no reader waits for a write."""
        last = self._used.get(key.id) or key.last_used_at
        if last is None or now - last >= _USE_NOTED:
            self._used[key.id] = now
            self._beside(partial(self.store.used, key.id, now, now - _USE_NOTED))


def after(now: datetime, duration: str) -> datetime:
    """The instant an ISO 8601 duration from now; a month has the days its calendar gives it."""
    hours = {"hour": 3600, "minute": 60, "second": 1}
    seconds = sum(count * hours.get(unit, 0) for count, unit in read_duration(duration))
    try:
        return datetime.combine(days_later(now.date(), duration), now.timetz()) + timedelta(seconds=seconds)
    except OverflowError as error:
        raise Invalid(f"{duration} from now is beyond the calendar") from error


def digest_of_token(token: str) -> str:
    """What is kept of a token: its SHA-256, `sha256:…`."""
    return f"sha256:{hashlib.sha256(token.encode()).hexdigest()}"


def _name(name: str) -> str:
    if not (_NAME.fullmatch(name) and name.strip() == name and len(name) <= LONGEST_NAME):
        raise Invalid(f"a key's name is 1 to {LONGEST_NAME} characters on one line, such as 'ci' or 'shop web'")
    return name


def _scopes(scopes: Collection[str]) -> frozenset[Scope]:
    unknown = [scope for scope in scopes if scope not in list(Scope)]
    if unknown:
        raise Invalid(f"there is no scope '{unknown[0][:64]}'{did_you_mean(unknown[0], Scope)}")
    if not scopes:
        raise Invalid(f"say what the key may do: one or more of {', '.join(Scope)}")
    return frozenset(Scope(scope) for scope in scopes)
