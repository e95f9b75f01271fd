"""Connection: one registry's URL, and the key to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3

from truth import __version__
from truth.model.errors import Unavailable, UsageError
from truth.registry.snapshot_file import LARGEST_SNAPSHOT
from truth.remote.problems import problem_of

_CONNECTS = 5.0  # seconds until the other side takes up
_ANSWERS = 60.0  # seconds until it says something, or says more
_WHOLE = 300.0  # seconds for all of an answer
_PIECE = 256 * 1024


@dataclass(frozen=True)
class Answer:
    """A status that is not an error, headers and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connection:
    """Asks one registry over HTTP.

    Redirects are not followed: a key goes to the address it was meant for, and nowhere else. Raises `Unavailable`
    where the registry cannot be reached, does not answer, or answers with a failure of its own; what it refuses is
    raised as the error it is here.
    """

    def __init__(
        self,
        url: str,
        key: str | None = None,
        answers: float = _ANSWERS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Raises `UsageError` for an address that is none, or that a key is part of. `answers` is in seconds."""
        self.url = _address(url)
        self._headers = {"Accept": "application/json", "User-Agent": f"truth/{__version__}"}
        if key is not None:
            self._headers["Authorization"] = f"Bearer {_sendable(key)}"
        self._keyed, self._monotonic = key is not None, monotonic
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=_CONNECTS, read=answers))

    def __repr__(self) -> str:
        return f"Connection({self.url!r})"

    def get(self, path: str, query: Mapping[str, str] = {}, headers: Mapping[str, str] = {}) -> Answer:
        """The answer to a GET."""
        asked = f"{path}?{urlencode(query)}" if query else path
        return self._ask("GET", asked, None, {"Accept-Encoding": "gzip", **headers})

    def post(self, path: str, body: bytes, headers: Mapping[str, str] = {}) -> Answer:
        """The answer to a POST of JSON."""
        return self._ask("POST", path, body, {"Content-Type": "application/json", **headers})

    def close(self) -> None:
        """Close what is open."""
        self._pool.clear()

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        told = {**self._headers, **headers}
        try:
            answer = self._pool.request(
                method, self.url + path, body=body, headers=told, preload_content=False, redirect=False, retries=False
            )
            try:
                read = Answer(answer.status, answer.headers, self._read(answer))
            finally:
                answer.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable(f"{self.url} does not answer: {_plain(error)}") from error
        if read.status >= 300 and read.status != 304:
            raise problem_of(self.url, read.status, read.headers, read.body, keyed=self._keyed)
        return read

    def _read(self, answer: Any) -> bytes:
        """All of the body, as long as it comes in time and is no larger than anything a registry says."""
        deadline, body = self._monotonic() + _WHOLE, bytearray()
        for piece in answer.stream(_PIECE, decode_content=True):
            body += piece
            if len(body) > LARGEST_SNAPSHOT:
                raise Unavailable(f"{self.url} sent more than {LARGEST_SNAPSHOT:,} bytes; no registry does")
            if self._monotonic() > deadline:
                raise Unavailable(f"{self.url} did not finish its answer in {_WHOLE:g} seconds")
        return bytes(body)


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        raise UsageError(f"'{url[:120]}' is not a registry's URL; write it like https://truth.example.com")
    if "@" in parts.netloc:
        raise UsageError("a registry's URL holds no user or password; give the key as TRUTH_KEY in the environment")
    return url.rstrip("/")


def _sendable(key: str) -> str:
    """What can stand in a header; the key itself is never part of a message."""
    if not (key.isascii() and key.isprintable() and key == key.strip() and key):
        raise UsageError("the key is not one: it has spaces around it, or characters no key has; copy it again")
    return key


def _plain(error: Exception) -> str:
    """What went wrong, in a few words."""
    return next((words for kind, words in _WORDS.items() if isinstance(error, kind)), "the connection broke off")


_WORDS: Mapping[type[Exception], str] = {
    urllib3.exceptions.NameResolutionError: "there is no machine of that name",
    urllib3.exceptions.NewConnectionError: "nothing listens there; check the address, and that it runs",
    urllib3.exceptions.TimeoutError: "it takes too long",
    urllib3.exceptions.SSLError: "its certificate is not to be trusted",
}
"""The first that fits: some of these are kinds of others."""
