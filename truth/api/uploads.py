"""Uploads: a request's body is taken in full before a thread is given to the request, so that slow senders cost none.

What is small is taken from anyone. What is large is taken only from who may publish, and only a few at once. A body
that does not arrive as it should is marked, and the application answers for it like for everything else.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import RequestTimeout, TooManyRequests

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Permits = Callable[[str], Awaitable[bool]]
"""Whether an `Authorization` header allows to publish."""

FAULT = "truth.upload"
"""The WSGI environment's key for what is wrong with the body."""

SMALL = 1024 * 1024
"""Bytes of a body that anyone may send."""

_FEW, _MANY = 4, 256  # large bodies, and small ones, that are taken at once
_HEAD_START = 10.0  # seconds any body may take
_SLOWEST = 256 * 1024  # bytes a second beyond that
_GOES_BY = 3.0  # seconds that the rest of a body that is refused may take


class Fault(StrEnum):
    """What is wrong with a body."""

    SLOW = "slow"
    CROWDED = "crowded"


@dataclass(frozen=True)
class Upload:
    """A body as far as it was taken, and how long it says it is, or is: more than was taken where it is refused."""

    body: bytes
    length: int
    fault: Fault | None = None


class Uploads:
    """Takes bodies of at most `largest` bytes; of longer ones, enough to know that they are longer."""

    def __init__(self, largest: int, permits: Permits, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._largest, self._permits, self._monotonic = largest, permits, monotonic
        self._small = self._large = 0

    @asynccontextmanager
    async def taken(self, headers: Mapping[str, str], receive: Receive) -> AsyncIterator[Upload]:
        """The body of a request; its place is free again once the request is answered."""
        sender, announced = _Sender(receive, self._monotonic), _announced(headers)
        key = headers.get("authorization", "")
        if announced is not None and announced > SMALL:
            taking = self._large_taken(sender, announced, key)
        else:
            taking = self._small_taken(sender, announced, key)
        async with taking as upload:
            yield upload

    @asynccontextmanager
    async def _small_taken(self, sender: _Sender, announced: int | None, key: str) -> AsyncIterator[Upload]:
        if self._small >= _MANY:
            yield _refused(Fault.CROWDED)
            return
        self._small += 1
        try:
            await sender.take(SMALL)
            if sender.done or sender.fault:
                yield sender.upload(announced)
                return
        finally:
            self._small -= 1
        async with self._large_taken(sender, announced, key) as upload:
            yield upload

    @asynccontextmanager
    async def _large_taken(self, sender: _Sender, announced: int | None, key: str) -> AsyncIterator[Upload]:
        if self._large >= _FEW:
            await sender.skip()
            yield _refused(Fault.CROWDED)
        elif not await self._permits(key):
            yield Upload(b"", announced or len(sender.body))  # answered for without a look at the body
        else:
            self._large += 1
            try:
                await sender.take(self._largest)
                await sender.skip()
                yield sender.upload(announced)
            finally:
                self._large -= 1


class _Sender:
    """Receives one body, piece by piece, while it comes fast enough."""

    def __init__(self, receive: Receive, monotonic: Callable[[], float]) -> None:
        self._receive, self._monotonic, self._started = receive, monotonic, monotonic()
        self.body = bytearray()
        self.done = False
        self.fault: Fault | None = None

    async def take(self, enough: int) -> None:
        """Receive until the body ends or is longer than `enough`, or until it comes too slowly."""
        while not (self.done or self.fault) and len(self.body) <= enough:
            try:
                message = await asyncio.wait_for(self._receive(), self._left())
            except TimeoutError:
                self.fault = Fault.SLOW
                return
            self.body += message.get("body", b"")
            self.done = not message.get("more_body", False)

    async def skip(self) -> None:
        """Let the rest go by for a moment: most only listen to an answer once they have sent everything."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_GOES_BY):
                while not (self.done or self.fault):
                    self.done = not (await self._receive()).get("more_body", False)

    def upload(self, announced: int | None) -> Upload:
        """What was taken."""
        if self.fault:
            return _refused(self.fault)
        return Upload(bytes(self.body), max(announced or 0, len(self.body)))

    def _left(self) -> float:
        return self._started + _HEAD_START + len(self.body) / _SLOWEST - self._monotonic()


def refuse_faulty(app: Flask) -> None:
    """Answer for bodies that did not arrive as they should."""
    app.before_request(_refuse)


def _refuse() -> None:
    fault = request.environ.get(FAULT)
    if fault == Fault.SLOW:
        raise RequestTimeout("the body came too slowly; send it again over a faster line")
    if fault == Fault.CROWDED:
        raise TooManyRequests("too many bodies are being sent at once; try again in a moment", retry_after=1)


def _refused(fault: Fault) -> Upload:
    return Upload(b"", 0, fault)


def _announced(headers: Mapping[str, str]) -> int | None:
    """The Content-Length; None where there is none. One that is no number is the application's to refuse."""
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
