"""The least a WSGI application can do: finished bytes, as long as the answer they stand beside."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

_BODY = b"x" * int(os.environ.get("BENCH_LENGTH", "64"))
_HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(_BODY)))]


def app(environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], object]) -> Iterable[bytes]:
    """Every request gets the same answer."""
    start_response("200 OK", _HEADERS)
    return [_BODY]


def serve(port: int, threads: int) -> None:
    """Serve it the way `truth serve` is served."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "bench.hello:app",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:]))
