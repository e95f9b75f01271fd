"""Fifty hostile appliers at once, on a real service: each is refused, and readers hardly notice."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import pytest

Call = Callable[..., Any]
PATIENCE = 4  # seconds a plan may take in these tests
LARGEST = 4 * 1024 * 1024
READS = 60
TEXT = "/v1/text/status/order/shipped/label?locale=de"
REFUSED = {0, 503, *range(400, 500)}
"""0: the line was closed before all was sent. 503: every process that judges plans was taken by other appliers."""


@contextmanager
def served(command: list[str], environment: dict[str, str]) -> Iterator[str]:
    """A running service; its address."""
    started = [*command, "serve", "--port", "0", "--format", "json"]
    with subprocess.Popen(
        started, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        try:
            lines = iter(process.stdout.readline, "}\n")  # type: ignore[union-attr]
            yield json.loads("".join(lines) + "}")["url"]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@pytest.fixture
def service(truth: Call, command: list[str], environment: dict[str, str], content: Path) -> Iterator[tuple[str, str]]:
    """The address of a service with the starter, and a key that may publish there."""
    made = truth("key", "create", "mallory", "--scope", "apply", "--format", "json").json
    quiet = {name: value for name, value in environment.items() if name != "PYTHONWARNINGS"}
    limits = {"TRUTH_PLAN_TIMEOUT": str(PATIENCE), "TRUTH_MAX_BODY": str(LARGEST)}
    with served(command, {**quiet, **limits}) as url:
        yield url, made["token"]


def ask(url: str, method: str, path: str, body: bytes | None = None, key: str | None = None) -> tuple[int, bytes]:
    """Status and body; 0 where the service had closed the line before all was sent."""
    place = urlsplit(url)
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=60)) as connection:
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException):
            return 0, b""


def reading(url: str, count: int = READS) -> float:
    """Seconds that a read takes, in the middle of many."""
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        assert ask(url, "GET", TEXT)[0] == 200
        taken.append(time.perf_counter() - began)
    return median(taken)


def stalled(url: str, key: str, length: int) -> socket.socket:
    """An applier who announces a body and then says nothing."""
    place = urlsplit(url)
    line = socket.create_connection((place.hostname or "", place.port or 0), timeout=60)
    head = f"POST /v1/apply HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}"
    line.sendall(f"{head}\r\nAuthorization: Bearer {key}\r\n\r\n{{".encode())
    return line


def documents(bodies: dict[str, Any]) -> bytes:
    return json.dumps({"documents": bodies}).encode()


def hostile_bodies(starter: dict[str, Any]) -> dict[str, bytes]:
    """Huge, deep, of the wrong types, and with more wrong in them than anyone wants to read."""
    endless = {f"policy:p{number}": {"owner": number, "values": [number] * 20} for number in range(2_000)}
    return {
        "huge": b'{"documents": "' + b"x" * (2 * LARGEST) + b'"}',
        "deep": b'{"documents": {"policy:returns": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
        "crowded": b'{"documents": {"policy:returns": {"x": [' + b"[]," * 1_300_000 + b"[]]}}}",
        "of the wrong type": b'{"documents": [[[]]], "retire": "yes"}',
        "no JSON": os.urandom(5_000),
        "full of errors": documents({**starter, **endless}),
        "of no kind": documents({f"kind{letter}:x": {} for letter in "abcdef"}),
    }


def test_hostile_appliers_are_refused_and_readers_hardly_notice(
    truth: Call, service: tuple[str, str], content: Path
) -> None:
    url, key = service
    truth("export", "--snapshot", "snapshot.json", "--source", "content")
    entries = json.loads(Path("snapshot.json").read_text())["entries"]
    bodies = hostile_bodies({entry: told["document"] for entry, told in entries.items()})
    idle = reading(url)
    statuses: dict[str, set[int]] = {name: set() for name in bodies}
    busy = threading.Event()

    def apply(name: str) -> None:
        while not busy.is_set():
            statuses[name].add(ask(url, "POST", "/v1/apply", bodies[name], key)[0])

    lines = [stalled(url, key, length) for length in (100, LARGEST) for _ in range(8)]
    appliers = [threading.Thread(target=apply, args=(name,)) for name in bodies for _ in range(5)]
    assert len(lines) + len(appliers) >= 50
    for applier in appliers:
        applier.start()
    beset = reading(url)
    busy.set()
    for applier in appliers:
        applier.join()
    for line in lines:
        assert line.recv(64).split()[1] in (b"408", b"429")
        line.close()
    for name, found in statuses.items():
        assert found <= REFUSED, (name, found)
    assert beset < max(50 * idle, 1.0), (idle, beset)
    assert ask(url, "POST", "/v1/apply", bodies["huge"], key)[0] in (413, 429)
    assert ask(url, "GET", "/v1/release")[1].startswith(b'{"position":"1.0"')
    assert ask(url, "POST", "/v1/apply", documents({k: v["document"] for k, v in entries.items()}), key)[0] == 200
