"""`truth serve`: the registry as a service, ready in one command."""

from __future__ import annotations

import errno
import http.client
import os
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import click

from truth.cli.options import formats, settings
from truth.cli.output import JSON, emit, progress, say
from truth.model.errors import BeforeFirstRelease, UsageError
from truth.settings import PREFIX, Settings

if TYPE_CHECKING:
    from truth.model.release import Release
    from truth.registry.ports import Store

_LAST_WORDS = 1  # seconds a request in progress is given when the service stops
_PATIENCE = 30  # seconds after which a service that does not answer is no longer waited for
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, never bound


@dataclass(frozen=True)
class Address:
    """Where the service listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """How to reach it from this machine."""
        host = _EVERYWHERE.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


@click.command("serve")
@click.option("--host", help="The address to listen on; 127.0.0.1 unless set.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 8000 unless set, 0 for any that is free.")
@click.option("--workers", type=click.IntRange(1, 64), help="How many processes answer.")
@click.option("--database", metavar="URL", help="Where releases are kept; sqlite:///truth.db unless set.")
@click.option("--content", metavar="DIR", type=click.Path(), help="The folder that is loaded on the first start.")
@formats
def verb(
    host: str | None, port: int | None, workers: int | None, database: str | None, content: str | None, format: str
) -> int:
    """Serve the registry over HTTP.

    It brings the database up to date, loads the content folder when nothing has been released yet, and answers until it
    is stopped.

    \b
    Example:
      truth serve
      truth serve --port 8080 --database sqlite:////srv/truth.db --content shop/content
    """
    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "workers": workers,
        "database": database,
        "content": content,
    }
    chosen = replace(settings(), **{name: value for name, value in given.items() if value is not None})
    if content is not None and not Path(content).is_dir():
        raise UsageError(f"there is no content folder {content}; make one with: truth init {content}")
    server_class = _server_class()
    address = find_address(chosen.host, chosen.port)
    first, example = _prepare(chosen)
    _hand_over(replace(chosen, port=address.port))
    announcement = _announcement(address, first, example, chosen, format)
    with _counting_together(chosen.workers):
        _serve(server_class, address, chosen.workers, announcement)
    return 0


def find_address(host: str, port: int) -> Address:
    """The address to listen on, the port chosen where 0 leaves it open; `UsageError` when it cannot be had."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            return Address(host, probe.getsockname()[1])
    except (OSError, UnicodeError) as error:
        raise UsageError(_no_address(host, port, error)) from error


def _no_address(host: str, port: int, error: OSError | UnicodeError) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"{host}:{port} is in use already; stop what listens there, or choose another port with --port"
    reason = getattr(error, "strerror", None) or str(error)
    return f"cannot listen on {host}:{port} ({reason}); choose another address with --host and --port"


def _server_class() -> Any:
    try:
        from granian import Granian
    except ImportError as error:
        raise UsageError(
            "truth serve needs a server that is not installed; install it with: pip install 'truth-registry[server]'"
        ) from error
    return Granian


def _prepare(chosen: Settings) -> tuple[Release | None, str | None]:
    """Migrate and load the content on a first start; the release made, and the path of an example."""
    from truth.factory import load_first, open_store

    store = open_store(None, chosen)
    try:
        with progress("Getting ready …"):
            return load_first(store, Path(chosen.content)), _example(store)
    finally:
        store.close()  # what a worker inherits of a database connection must not be used


def _example(store: Store) -> str | None:
    """The path of a label, or else of any text; None when nothing has been released yet."""
    from truth.registry.catalogue import Catalogue

    try:
        catalogue = Catalogue(store.at())
    except BeforeFirstRelease:
        return None
    labels = [ref for ref in catalogue.refs() if ref.path[-1] in ("label", "title")]
    if not labels:
        return None
    ref = min(labels, key=lambda ref: ref.path[-1])
    return f"/v1/text/{ref.kind}/{ref.key}/{str(ref).partition('/')[2]}?locale={catalogue.setting.locales[-1]}"


def _hand_over(chosen: Settings) -> None:
    """Workers read their settings from the environment."""
    for name in ("host", "port", "workers", "database", "content"):
        os.environ[f"{PREFIX}{name.upper()}"] = str(getattr(chosen, name))


@contextmanager
def _counting_together(workers: int) -> Iterator[None]:
    """Several workers count what /metrics shows in one folder, whichever of them is asked."""
    if workers == 1:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="truth-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def _announcement(
    address: Address, first: Release | None, example: str | None, chosen: Settings, format: str
) -> Callable[[], None]:
    def announce() -> None:
        if format == JSON:
            emit({"url": address.url, "example": example and address.url + example, "loaded": first and first.number})
            return
        if first:
            click.echo(f"First start: {chosen.content} is release {first.number}.")
        click.echo(f"Truth listens on {address.url}")
        if example:
            click.echo(f"Try it:  curl '{address.url}{example}'")

    if example is None:
        say("Nothing has been released yet. Make content with: truth init content; then: truth apply")
    return announce


def _serve(server_class: Any, address: Address, workers: int, announce: Callable[[], None]) -> None:
    from granian.constants import Interfaces

    class Server(server_class):  # type: ignore[misc]
        def startup(self, *args: Any, **options: Any) -> None:
            super().startup(*args, **options)
            Thread(target=_when_ready, args=(address, announce), daemon=True).start()

    Server(
        "truth.factory:create_service",
        factory=True,
        address=address.host,
        port=address.port,
        interface=Interfaces.ASGI,
        workers=workers,
        workers_kill_timeout=_LAST_WORDS,
        log_level="error",
    ).serve()


def _when_ready(address: Address, announce: Callable[[], None]) -> None:
    """Say where it listens once it answers there."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if _answers(address):
            announce()
            return
        time.sleep(0.05)


def _answers(address: Address) -> bool:
    connection = http.client.HTTPConnection(_EVERYWHERE.get(address.host, address.host), address.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
