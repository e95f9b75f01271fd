"""Bodies are taken before a thread is: slow ones, crowds of them and huge ones cost no reader anything."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from truth.api.asgi import Bridge, serve_wsgi
from truth.api.uploads import SMALL, Fault, Upload, Uploads

LARGEST = 3 * SMALL
PIECE = 256 * 1024
KEY = {"authorization": "Bearer good"}


class Time:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def sending(size: int, time: Time | None = None, each: float = 0.0, piece: int = PIECE) -> Callable[[], Awaitable[Any]]:
    """A sender of `size` bytes in pieces, each taking some seconds."""
    left = [size]

    async def receive() -> Mapping[str, Any]:
        if time:
            time.seconds += each
        now = min(piece, left[0])
        left[0] -= now
        return {"type": "http.request", "body": b"x" * now, "more_body": left[0] > 0}

    return receive


async def silent() -> Mapping[str, Any]:
    """A sender who says nothing."""
    await asyncio.Event().wait()
    raise AssertionError


async def permits(header: str) -> bool:
    return header == KEY["authorization"]


def taken(headers: Mapping[str, str], receive: Any, time: Time | None = None, largest: int = LARGEST) -> Upload:
    async def take() -> Upload:
        async with Uploads(largest, permits, time or Time()).taken(headers, receive) as upload:
            return upload

    return asyncio.run(take())


def length(size: int) -> dict[str, str]:
    return {"content-length": str(size)}


@pytest.mark.parametrize("size", [0, 1, PIECE, SMALL])
def test_a_small_body_is_taken_from_anyone(size: int) -> None:
    for headers in ({}, length(size)):
        assert taken(headers, sending(size)) == Upload(b"x" * size, size)


@pytest.mark.parametrize("size", [SMALL + 1, 2 * SMALL, LARGEST])
def test_a_large_body_is_taken_from_who_may_publish(size: int) -> None:
    for headers in (KEY, {**KEY, **length(size)}):
        assert taken(headers, sending(size)) == Upload(b"x" * size, size)


def test_a_large_body_of_anyone_else_is_left_where_it_is() -> None:
    upload = taken(length(2 * SMALL), silent)
    assert (upload.body, upload.length, upload.fault) == (b"", 2 * SMALL, None)
    assert taken({}, sending(2 * SMALL)).length > SMALL


def test_a_body_beyond_the_limit_is_not_kept() -> None:
    for headers in (KEY, {**KEY, **length(LARGEST + SMALL)}):
        upload = taken(headers, sending(LARGEST + SMALL))
        assert len(upload.body) <= LARGEST + PIECE
        assert upload.length > LARGEST


def test_a_body_that_drips_is_given_up() -> None:
    time = Time()
    assert taken(length(1000), sending(1000, time, each=0.5, piece=1), time).fault is Fault.SLOW
    assert 10 <= time.seconds <= 11


def test_a_body_that_never_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("truth.api.uploads._HEAD_START", 0.05)
    assert taken(length(10), silent).fault is Fault.SLOW


def test_a_large_body_over_a_slow_but_honest_line_is_taken() -> None:
    time = Time()
    assert taken({**KEY, **length(LARGEST)}, sending(LARGEST, time, each=0.9), time).fault is None


def test_only_a_few_large_bodies_are_taken_at_once_and_each_makes_room_again() -> None:
    async def crowd() -> None:
        uploads, arrived, leave = Uploads(LARGEST, permits, Time()), [], asyncio.Event()

        async def send() -> None:
            async with uploads.taken(KEY, sending(2 * SMALL)) as upload:
                arrived.append(upload.fault)
                await leave.wait()

        senders = [asyncio.create_task(send()) for _ in range(6)]
        while len(arrived) < 6:
            await asyncio.sleep(0)
        assert sorted(map(str, arrived)) == ["None"] * 4 + ["crowded"] * 2
        leave.set()
        await asyncio.gather(*senders)
        async with uploads.taken(KEY, sending(2 * SMALL)) as upload:
            assert upload.fault is None

    asyncio.run(crowd())


def ask(
    bridge: Bridge, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = {}, receive: Any = None
):
    """One request to the ASGI application, from this machine: status, headers and body."""
    sent: list[Mapping[str, Any]] = []

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    async def whole() -> Mapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    given = {"host": "localhost", **({"content-length": str(len(body))} if body else {}), **headers}
    raw_path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": raw_path,
        "query_string": query.encode("latin-1"),
        "http_version": "1.1",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }
    asyncio.run(bridge(scope, receive or whole, send))
    started, answered = sent
    return started["status"], dict(started["headers"]), answered["body"]


@pytest.fixture
def bridge(place: Any) -> Bridge:
    return serve_wsgi(place.app(), 64 * 1024 * 1024)


def test_reads_are_answered_as_by_the_application_itself(bridge: Bridge, place: Any) -> None:
    path = "/v1/text/status/fulfilment/shipped/label?locale=de"
    status, headers, body = ask(bridge, "GET", path)
    direct = place.client().get(path)
    assert (status, body) == (200, direct.data)
    assert headers[b"etag"].decode() == direct.headers["ETag"]


@pytest.mark.parametrize("query", ["\xff", "%zz", "a=b&a=c", "locale=%F0%28%8C%28"])
def test_an_odd_query_is_answered_as_such(bridge: Bridge, query: str) -> None:
    assert ask(bridge, "GET", f"/v1/release?{query}")[0] == 422


def test_a_body_in_pieces_without_a_length_is_read(bridge: Bridge) -> None:
    body = json.dumps({"texts": [{"ref": "status:fulfilment/shipped/label"}]}).encode()
    pieces = [body[:10], body[10:]]

    async def receive() -> Mapping[str, Any]:
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    headers = {"transfer-encoding": "chunked", "content-type": "application/json"}
    status, _, answered = ask(bridge, "POST", "/v1/texts", headers=headers, receive=receive)
    assert (status, json.loads(answered)["texts"][0]["text"]) == (200, "Shipped")


@pytest.mark.parametrize(("fault", "status"), [(Fault.SLOW, 408), (Fault.CROWDED, 429)])
def test_a_body_that_did_not_arrive_is_answered_with_a_problem(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch, fault: Fault, status: int
) -> None:
    monkeypatch.setattr("truth.api.uploads._HEAD_START" if fault is Fault.SLOW else "truth.api.uploads._MANY", 0)
    found, headers, body = ask(bridge, "POST", "/v1/texts", b"{}", {"content-type": "application/json"}, silent)
    assert (found, headers[b"content-type"]) == (status, b"application/problem+json")
    assert json.loads(body)["status"] == status


@pytest.mark.parametrize(
    ("path", "status"), [("/v1/apply", 401), ("/v1/texts", 413), ("/nowhere", 404), ("/v1/release", 405)]
)
def test_a_large_body_without_a_key_is_answered_without_being_read(bridge: Bridge, path: str, status: int) -> None:
    headers = {"content-type": "application/json", "content-length": str(2 * SMALL)}
    assert ask(bridge, "POST", path, headers=headers, receive=silent)[0] == status


def test_a_web_socket_is_closed_and_the_start_is_acknowledged(bridge: Bridge) -> None:
    async def told(kind: str) -> list[str]:
        sent: list[str] = []

        async def receive() -> Mapping[str, Any]:
            return {"type": kind}

        async def send(message: Mapping[str, Any]) -> None:
            sent.append(message["type"])

        await bridge({"type": kind}, receive, send)
        return sent

    assert asyncio.run(told("websocket")) == ["websocket.close"]
    assert asyncio.run(told("lifespan")) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
