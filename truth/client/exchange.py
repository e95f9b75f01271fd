"""Exchange: one HTTP GET on a connection of its own, within a time and a size.

The time is for all of it, from connecting to the last byte, so that an answer that trickles in ends as well.
"""

from __future__ import annotations

import io
import socket
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import BinaryIO, cast
from urllib.parse import SplitResult

from truth.model.errors import Unavailable

_PIECE = 1 << 18  # bytes read at a time
_GZIP = 31  # zlib: a gzip header, and the largest window


@dataclass(frozen=True)
class Reply:
    """What was answered; `body` is read only of a 200."""

    status: int
    etag: str | None
    body: bytes


def get(place: SplitResult, path: str, headers: Mapping[str, str], *, timeout: float, largest: int) -> Reply:
    """The answer of the server at `place`; `timeout` in seconds, `largest` in bytes.

    Raises `Unavailable`, saying why, when there is none, or not all of it.
    """
    secure = place.scheme == "https"
    ends = time.monotonic() + timeout
    connection = (HTTPSConnection if secure else HTTPConnection)(place.hostname or "", place.port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip", **headers})
        answer = HTTPResponse(cast(socket.socket, _Hurried(connection.sock, ends)), method="GET")
        answer.begin()
        body = b"".join(_pieces(answer, largest)) if answer.status == 200 else b""
        return Reply(answer.status, answer.getheader("ETag"), body)
    except TimeoutError as error:
        raise Unavailable(f"it has not answered in full within {timeout:g} s") from error
    except OSError as error:
        raise Unavailable(f"it does not answer: {error.strerror or type(error).__name__}") from error
    except (HTTPException, ValueError, zlib.error) as error:  # what was sent is not repeated: it may echo the key
        raise Unavailable(f"what answers there does not speak HTTP as it should ({type(error).__name__})") from error
    finally:
        connection.close()


def _pieces(answer: HTTPResponse, largest: int) -> Iterator[bytes]:
    size = 0
    for piece in _unpacked(answer, largest + 1):
        size += len(piece)
        if size > largest:
            raise Unavailable(f"it sent more than {largest:,} bytes; no snapshot is that large")
        yield piece


def _unpacked(answer: HTTPResponse, most: int) -> Iterator[bytes]:
    """The body, decompressed; no piece is larger than `most` bytes."""
    encoding = answer.getheader("Content-Encoding", "identity").lower()
    if encoding == "identity":
        yield from _sent(answer)
        return
    if encoding != "gzip":
        raise Unavailable(f"it answers in the encoding '{encoding[:32]}', which was not asked for")
    unpack = zlib.decompressobj(_GZIP)
    for piece in _sent(answer):
        yield unpack.decompress(piece, most)
    if not unpack.eof:
        raise Unavailable("its answer ended early")


def _sent(answer: HTTPResponse) -> Iterator[bytes]:
    while piece := answer.read(_PIECE):
        yield piece
    if answer.length:
        raise Unavailable("its answer ended early")


class _Hurried:
    """A socket whose answer is read against the clock."""

    def __init__(self, sock: socket.socket, ends: float) -> None:
        self._sock, self._ends = sock, ends

    def makefile(self, mode: str) -> BinaryIO:
        """What `HTTPResponse` reads from."""
        return cast(BinaryIO, io.BufferedReader(_Waiting(self._sock, self._ends)))


class _Waiting(io.RawIOBase):
    """Reads a socket; each wait is as long as there is time left."""

    def __init__(self, sock: socket.socket, ends: float) -> None:
        self._sock, self._ends = sock, ends

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv_into(buffer)
