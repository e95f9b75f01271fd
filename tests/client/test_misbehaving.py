"""Registries that answer badly, slowly or not at all: the last words stay, and the state says why."""

from __future__ import annotations

import gzip
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from truth.client import Truth

LABEL = "status:fulfilment/shipped/label"
KEY = "truth_abcdefghijklmnopqrstuvwxyz"


@dataclass
class Server:
    """Answers every connection as the test says; `requests` is what came in."""

    url: str
    answer: Callable[[socket.socket], None] = lambda connection: None
    requests: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def says(self, status: str, body: bytes = b"", **headers: str) -> None:
        """A whole answer."""
        headers = {"Content_Length": str(len(body)), **headers}
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        self.sends(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body)

    def sends(self, data: bytes) -> None:
        """These bytes, and then the end."""
        self.answer = lambda connection: connection.sendall(data)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that has been told nothing yet."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        found = Server(f"http://127.0.0.1:{listening.getsockname()[1]}")
        thread = threading.Thread(target=serve, args=(listening, found))
        thread.start()
        yield found
        found.over.set()
        with suppress(OSError):
            socket.create_connection(listening.getsockname()).close()
        thread.join(10)


def serve(listening: socket.socket, server: Server) -> None:
    """Answer one connection after the other until it is over."""
    while not server.over.is_set():
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            if not server.over.is_set():
                server.requests.append(connection.recv(65_536))
                server.answer(connection)


@pytest.fixture
def truth(server: Server, origin: Any, cache: Path) -> Truth:
    """A client that has been answered well once."""
    server.says("200 OK", origin.data, ETag='"1"')
    found = Truth(server.url, locale="en", cache=cache, key=KEY, poll=3600)
    assert found.text(LABEL) == "Shipped"
    return found


def stale(truth: Truth) -> str:
    """The problem, after asking once more; the last words are still there."""
    state = truth.refresh()
    assert (state.health, state.source, state.position) == ("STALE", "registry", "1.0")
    assert truth.text(LABEL) == "Shipped"
    assert KEY not in f"{state!r} {truth!r}"
    return str(state.problem)


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        ("500 Internal Server Error", "answered 500: it cannot answer now"),
        ("503 Service Unavailable", "answered 503"),
        ("401 Unauthorized", "answered 401: it wants a key that works, with the scope 'read'"),
        ("403 Forbidden", "answered 403: the key lacks the scope 'read'"),
        ("404 Not Found", "answered 404: no registry is there"),
        ("204 No Content", "answered 204"),
        ("429 Too Many Requests", "answered 429"),
        ("999 What", "answered 999"),
    ],
)
def test_an_answer_that_is_none_is_told(server: Server, truth: Truth, status: str, problem: str) -> None:
    server.says(status, b"{}")
    assert f"{server.url} {problem}" in stale(truth)


def test_a_redirect_is_not_followed_and_the_key_goes_nowhere_else(server: Server, truth: Truth) -> None:
    server.says("302 Found", Location=f"{server.url}/elsewhere")
    assert "answered 302: it points elsewhere; name the URL it points to" in stale(truth)
    assert len(server.requests) == 2


NOT_HTTP = "does not speak HTTP as it should"
NO_SNAPSHOT = "is not a snapshot to rely on"
EARLY = "its answer ended early"
OK = b"HTTP/1.1 200 OK\r\n"
GARBAGE = {
    "nothing": (b"", "it does not answer: RemoteDisconnected"),
    "noise": (b"\x00\x01\x02 garbage \xff\r\n\r\n", NOT_HTTP),
    "another protocol": (b"SSH-2.0-OpenSSH_9.2\r\n", NOT_HTTP),
    "half a head": (OK, NO_SNAPSHOT),
    "a huge header": (OK + b"X: " + b"x" * 100_000, NOT_HTTP),
    "a thousand headers": (OK + b"X: y\r\n" * 1_000, NOT_HTTP),
    "half a body": (OK + b"Content-Length: 9999\r\n\r\n{}", EARLY),
    "a chunk without size": (OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", NOT_HTTP),
    "half a chunk": (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}", NOT_HTTP),
    "an encoding not asked for": (OK + b"Content-Encoding: br\r\n\r\n{}", "in the encoding 'br'"),
    "no gzip": (OK + b"Content-Encoding: gzip\r\n\r\n{}", NOT_HTTP),
    "half a gzip": (OK + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"{}")[:12], EARLY),
    "a page": (OK + b"\r\n<html>Sign in to the network</html>", NO_SNAPSHOT),
    "too deep": (OK + b"\r\n" + b"[" * 100_000, NO_SNAPSHOT),
    "no JSON": (OK + b'\r\n{"format": 1e999}', NO_SNAPSHOT),
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_told(server: Server, truth: Truth, name: str) -> None:
    data, problem = GARBAGE[name]
    server.sends(data)
    assert problem in stale(truth)


def test_words_that_were_changed_on_the_way_are_refused(server: Server, truth: Truth, origin: Any) -> None:
    server.says("200 OK", origin.data.replace(b"Shipped", b"Shopped"))
    assert "it was changed" in stale(truth)


def test_a_body_without_end_is_cut_off(server: Server, truth: Truth, monkeypatch: pytest.MonkeyPatch) -> None:
    def flood(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not server.over.is_set():
            connection.sendall(b"x" * 65_536)

    monkeypatch.setattr("truth.registry.snapshot_file.LARGEST_SNAPSHOT", 1_000_000)
    server.answer = flood
    assert "it sent more than 1,000,000 bytes" in stale(truth)


def test_a_small_body_that_unpacks_without_end_is_cut_off(
    server: Server, truth: Truth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("truth.registry.snapshot_file.LARGEST_SNAPSHOT", 1_000_000)
    server.says("200 OK", gzip.compress(b" " * 50_000_000), Content_Encoding="gzip")
    assert "it sent more than 1,000,000 bytes" in stale(truth)


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
    ],
)
def test_an_answer_that_trickles_in_is_given_up_in_time(server: Server, origin: Any, beginning: bytes) -> None:
    def trickle(connection: socket.socket) -> None:
        connection.sendall(beginning)
        while not server.over.wait(0.02):
            connection.sendall(b"x")

    truth = Truth(server.url, locale="en", cache=False, timeout=0.3)
    server.answer = trickle
    started = time.monotonic()
    assert "it has not answered in full within 0.3 s" in str(truth.refresh().problem)
    assert time.monotonic() - started < 5


def test_a_registry_that_accepts_and_says_nothing_is_given_up_in_time(server: Server) -> None:
    server.answer = lambda connection: server.over.wait(10) and None
    truth = Truth(server.url, cache=False, timeout=0.2)
    assert "it has not answered in full within 0.2 s" in str(truth.refresh().problem)


def test_a_compressed_answer_is_read(server: Server, origin: Any) -> None:
    server.says("200 OK", gzip.compress(origin.data), Content_Encoding="gzip")
    assert Truth(server.url, locale="en", cache=False).text(LABEL) == "Shipped"
    assert b"Accept-Encoding: gzip\r\n" in server.requests[0]


def test_the_etag_and_the_key_are_sent_and_the_key_only_as_a_header(server: Server, truth: Truth) -> None:
    server.says("304 Not Modified")
    assert truth.refresh().health == "READY"
    first, second = server.requests
    assert first.startswith(b"GET /v1/snapshot HTTP/1.1\r\n")
    assert b"If-None-Match" not in first
    assert b'If-None-Match: "1"\r\n' in second
    assert f"Authorization: Bearer {KEY}\r\n".encode() in second


def test_a_registry_behind_a_path_is_asked_there(server: Server, origin: Any) -> None:
    server.says("200 OK", origin.data)
    assert Truth(f"{server.url}/truth/", locale="en", cache=False).text(LABEL) == "Shipped"
    assert server.requests[0].startswith(b"GET /truth/v1/snapshot ")


def test_not_modified_without_anything_to_modify_is_no_answer(server: Server) -> None:
    server.says("304 Not Modified")
    truth = Truth(server.url, cache=False)
    assert truth.refresh().health == "ERROR"


def test_a_host_that_does_not_exist_is_told() -> None:
    truth = Truth("http://no.such.host.invalid", cache=False, timeout=2)
    assert "http://no.such.host.invalid: it does not answer" in str(truth.refresh().problem)


def test_a_server_without_tls_is_told(server: Server) -> None:
    server.sends(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    truth = Truth(server.url.replace("http:", "https:"), cache=False, timeout=2)
    assert "it does not answer" in str(truth.refresh().problem)


def test_the_key_is_nowhere_in_what_is_said_or_logged(
    server: Server, truth: Truth, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.says("401 Unauthorized", KEY.encode())
    stale(truth)
    server.sends(b"garbage " + KEY.encode())
    stale(truth)
    assert caplog.records
    assert KEY not in caplog.text
    assert KEY not in repr(vars(truth)) + repr(truth._keeper.origin)
