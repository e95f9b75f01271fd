"""A service as a process of its own, and a client that keeps it busy."""

from __future__ import annotations

import http.client
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[1]
TRUTH = (sys.executable, "-c", "from truth.cli.main import main; main()")
HOST = "127.0.0.1"
_PATIENCE = 60  # seconds a service is given to answer at all


@dataclass(frozen=True)
class Service:
    """A process that answers on a port; `started` is how many seconds its first answer took."""

    process: subprocess.Popen[bytes]
    port: int
    started: float

    def memory(self) -> list[int]:
        """Resident bytes of each process that serves: the workers, else the process itself."""
        parent = psutil.Process(self.process.pid)
        workers = [child for child in parent.children(recursive=True) if child.num_threads() > 1]
        return [process.memory_info().rss for process in workers or [parent]]


@contextmanager
def serving(command: Sequence[str], port: int, path: str, **environment: str) -> Iterator[Service]:
    """Start a service and wait for its first answer to `path`; stopped afterwards."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment_with(**environment), stdout=said, stderr=said)
        try:
            if not _answers(process, port, path):
                said.seek(0)
                raise RuntimeError(f"no answer to {path}; the service said: {said.read().decode()[-2000:]}")
            yield Service(process, port, time.perf_counter() - begun)
        finally:
            process.terminate()
            process.wait()


def environment_with(**settings: str) -> dict[str, str]:
    """Our environment with these settings, and no others of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRUTH_")}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(process: subprocess.Popen[bytes], port: int, path: str) -> bool:
    """Whether it answers in good time."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            if get(port, path).status == http.HTTPStatus.OK:
                return True
        time.sleep(0.005)
    return False


@dataclass(frozen=True)
class Got:
    """One answer."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def get(port: int, path: str) -> Got:
    """One request on a connection of its own."""
    return _ask("GET", port, path, None)


def post(port: int, path: str, body: bytes) -> Got:
    """One request with a JSON body, on a connection of its own."""
    return _ask("POST", port, path, body)


def _ask(method: str, port: int, path: str, body: bytes | None) -> Got:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        return Got(answer.status, answer.read(), dict(answer.headers))
    finally:
        connection.close()


@dataclass(frozen=True)
class Load:
    """What came of keeping a service busy: answers a second, and the seconds each took."""

    per_second: float
    latencies: Sequence[float]

    def slowest(self, share: float) -> float:
        """The seconds within which all but that share of the answers came: 0.01 for the 99th percentile."""
        return sorted(self.latencies)[-1 - int(share * (len(self.latencies) - 1))]


def requests_per_second(port: int, path: str, connections: int, duration: float) -> float:
    """Answers a second to one path."""
    return load(port, path, connections, duration).per_second


def load(port: int, path: str, connections: int, duration: float, body: bytes | None = None) -> Load:
    """One question, a GET or a POST with a JSON body, over so many kept connections, each asking again as soon as it is
    answered.

    Answers to one question have one length, which the first of them tells; all others must have it too.
    """
    request = _request(path, body)
    length = _length(port, request)
    latencies: list[float] = []
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            selector.register(_asked(port, request), selectors.EVENT_READ, _Pending(length, time.perf_counter()))
        begun = time.perf_counter()
        while time.perf_counter() - begun < duration:
            for key, _ in selector.select(1):
                latencies += _advance(key, request, length)
        taken = time.perf_counter() - begun
        for key in list(selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
    return Load(len(latencies) / taken, latencies)


def _request(path: str, body: bytes | None) -> bytes:
    if body is None:
        return f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@dataclass
class _Pending:
    """An answer on its way: the bytes still to come, and when it was asked for."""

    left: int
    since: float


def _asked(port: int, request: bytes) -> socket.socket:
    connection = socket.create_connection((HOST, port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(request)
    return connection


def _advance(key: selectors.SelectorKey, request: bytes, length: int) -> Sequence[float]:
    """Read what has come; when an answer is whole, how long it took, and the next request."""
    connection: socket.socket = key.fileobj  # type: ignore[assignment]
    pending: _Pending = key.data
    received = connection.recv(65536)
    if not received:
        raise RuntimeError("the service closed a connection")
    pending.left -= len(received)
    if pending.left > 0:
        return ()
    if pending.left < 0:
        raise RuntimeError("an answer was longer than the first")
    now = time.perf_counter()
    taken = now - pending.since
    pending.left, pending.since = length, now
    connection.sendall(request)
    return (taken,)


def _length(port: int, request: bytes) -> int:
    """Bytes of one answer, head and body."""
    with _asked(port, request) as connection:
        head = b""
        while b"\r\n\r\n" not in head:
            head += connection.recv(65536)
    before, _, _ = head.partition(b"\r\n\r\n")
    lines = [line.partition(b":") for line in before.lower().split(b"\r\n")]
    body = next(int(value) for name, _, value in lines if name == b"content-length")
    return len(before) + 4 + body
