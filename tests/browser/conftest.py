"""A real browser, and a registry served over a socket for it to read."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from truth.api.app import build_app
from truth.factory import clock, load_first, open_shapes, open_store
from truth.registry.registry import Registry
from truth.settings import Settings

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as it is installed here; without one, the test is skipped.

    It is closed with the last test of a module: for as long as it runs, no other test of its process could start an
    event loop.
    """
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium is installed, so the pages are not looked at; install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield running
        running.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sample company's registry is served."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('served') / 'truth.db'}", Settings())
    load_first(store, ROOT / "content")
    server = make_server(
        "127.0.0.1", 0, build_app(Registry(store), store, open_shapes(), Settings(), clock), threaded=True
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    store.close()
