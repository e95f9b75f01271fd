"""The WSGI application behind an ASGI server: bodies are taken first, then a thread does the rest.

Written here rather than taken from a2wsgi or asgiref: those hand the open body to the thread, which then waits for
whoever sends it; asgiref has one thread for all.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Flask

from truth.api.access import holds
from truth.api.uploads import FAULT, Receive, Upload, Uploads
from truth.api.wiring import EXTENSION, Wiring
from truth.model.errors import Unavailable
from truth.registry.keys import Scope

Connection = Mapping[str, Any]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

THREADS = 32
"""Requests one worker answers at once; a reader that waits for a change holds one of them."""

_WITHOUT_A_BODY = ("GET", "HEAD", "OPTIONS", "TRACE")
_OF_THEIR_OWN = {"content-length": "CONTENT_LENGTH", "content-type": "CONTENT_TYPE"}
_UNSAFE = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


class Bridge:
    """An ASGI application that answers with a WSGI application's finished answers, each from a thread of its own."""

    def __init__(self, wsgi: Wsgi, threads: Executor, uploads: Uploads) -> None:
        self._wsgi, self._threads, self._uploads = wsgi, threads, uploads

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Answer one connection (ASGI specification, version 3)."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _answer(self, scope: Connection, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        if _has_body(scope, headers):
            async with self._uploads.taken(headers, receive) as upload:
                await self._send(scope, headers, upload, send)
        else:
            await self._send(scope, headers, Upload(b"", 0), send)

    async def _send(self, scope: Connection, headers: Mapping[str, str], upload: Upload, send: Send) -> None:
        work = partial(_run, self._wsgi, _environ(scope, headers, upload))
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, work)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": answer.body})


def serve_wsgi(app: Flask, largest: int) -> Bridge:
    """An application of ours; bodies have at most `largest` bytes."""
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="truth")
    wired: Wiring = app.extensions[EXTENSION]

    async def permits(header: str) -> bool:
        may = partial(holds, wired.keys, header, Scope.APPLY)
        try:
            return await asyncio.get_running_loop().run_in_executor(threads, may)
        except Unavailable:
            return False  # the application answers for that, when it looks at the key itself

    return Bridge(app.wsgi_app, threads, Uploads(largest, permits))


@dataclass
class _Answer:
    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    def start(self, status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        """WSGI's `start_response` (PEP 3333); nothing is sent before the answer is finished."""
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self._write

    def _write(self, data: bytes) -> None:
        self.body += data


def _run(wsgi: Wsgi, environ: dict[str, Any]) -> _Answer:
    answer = _Answer()
    parts = wsgi(environ, answer.start)
    try:
        answer.body += b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close:
            close()
    return answer


def _headers(scope: Connection) -> dict[str, str]:
    """By name in lower case; one that is given twice is joined (RFC 9110 §5.3)."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def _has_body(scope: Connection, headers: Mapping[str, str]) -> bool:
    announced = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    return announced or ("content-length" not in headers and scope["method"] not in _WITHOUT_A_BODY)


def _environ(scope: Connection, headers: Mapping[str, str], upload: Upload) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of an ASGI scope and the body that was taken."""
    server, client = scope.get("server") or ("localhost", 0), scope.get("client")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": quote_from_bytes(scope["query_string"], safe=_UNSAFE),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": BytesIO(upload.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, headers)
    if "content-length" not in headers or headers["content-length"].isdigit():
        environ["CONTENT_LENGTH"] = str(upload.length)
    environ.pop("HTTP_TRANSFER_ENCODING", None)  # what was sent in pieces is whole now
    return {**environ, FAULT: upload.fault} if upload.fault else environ


def _add_headers(environ: MutableMapping[str, Any], headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        key = _OF_THEIR_OWN.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
        environ[key] = f"{environ[key]},{value}" if key in environ else value


async def _live(receive: Receive, send: Send) -> None:
    for moment in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{moment}.complete"})
