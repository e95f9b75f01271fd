"""`truth serve`: one command, and it answers."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from truth.cli import serve
from truth.model.errors import UsageError

Call = Callable[..., Any]
Edit = Callable[[Path, str, str], None]


@contextmanager
def served(command: list[str], environment: dict[str, str], *args: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    """A running service, and what it said once it answered."""
    started = [*command, "serve", "--port", "0", "--format", "json", *args]
    with subprocess.Popen(
        started, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield process, json.loads(first_value(process))
        finally:
            process.kill()


def first_value(process: Any) -> str:
    """The first JSON value on stdout."""
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("}"):
            return said
    raise AssertionError(process.stderr.read())


def get(url: str, headers: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Status, body and ETag of an answer."""
    place = urlsplit(url)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=30)
    try:
        connection.request("GET", f"{place.path}?{place.query}", headers=headers or {})
        response = connection.getresponse()
        return response.status, response.read().decode(), response.headers.get("ETag", "")
    finally:
        connection.close()


@pytest.fixture
def quiet(environment: dict[str, str]) -> dict[str, str]:
    """Warnings of the server's own dependencies are theirs."""
    return {name: value for name, value in environment.items() if name != "PYTHONWARNINGS"}


def test_it_loads_the_content_on_the_first_start_and_answers(
    command: list[str], quiet: dict[str, str], content: Path
) -> None:
    with served(command, quiet) as (process, said):
        assert said["loaded"] == 1
        status, body, _ = get(said["example"])
        assert status == 200
        assert json.loads(body)["locale"] == "de"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    with served(command, quiet) as (process, said):
        assert said["loaded"] is None
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_it_stops_at_once_though_a_reader_waits_for_a_change(
    command: list[str], quiet: dict[str, str], content: Path
) -> None:
    with served(command, quiet) as (process, said):
        url = f"{said['url']}/v1/release"
        tag = get(url)[2]
        place = urlsplit(url)
        with socket.create_connection((place.hostname, place.port or 0)) as waiting:
            request = f"GET /v1/release?wait=25 HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: {tag}\r\n\r\n"
            waiting.sendall(request.encode())
            assert get(said["example"])[0] == 200
            process.send_signal(signal.SIGTERM)
            assert process.wait(15) == 0


def test_several_workers_answer(command: list[str], quiet: dict[str, str], content: Path) -> None:
    with served(command, quiet, "--workers", "2", "--database", "sqlite:///other.db") as (process, said):
        assert {get(said["example"])[0] for _ in range(6)} == {200}
        assert Path("other.db").exists()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_content_with_errors_is_told_and_nothing_is_loaded(process: Call, content: Path, edit: Edit) -> None:
    edit(content / "policy/returns/policy.yaml", "P30D", "P30")
    said = process("serve", "--port", "0")
    assert said.code == 1
    assert "content/policy/returns/policy.yaml:7:12 error document/schema" in said.err
    assert process("diff", "1", "1").code == 1


def test_a_port_in_use_is_told_plainly(truth: Call, content: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = truth("serve", "--port", str(port))
    assert said.code == 2
    assert f"127.0.0.1:{port} is in use already" in said.err
    assert not Path("truth.db").exists()


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1", "not a host"])
def test_an_address_that_is_not_here_is_told_plainly(host: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"cannot listen on {host}:0")):
        serve.find_address(host, 0)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        (serve.Address("127.0.0.1", 80), "http://127.0.0.1:80"),
        (serve.Address("0.0.0.0", 8000), "http://127.0.0.1:8000"),  # noqa: S104 - nothing is bound
        (serve.Address("::1", 8000), "http://[::1]:8000"),
    ],
)
def test_the_url_works_from_this_machine(address: serve.Address, url: str) -> None:
    assert address.url == url


def test_without_a_server_it_says_what_to_install(truth: Call, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "granian", None)
    said = truth("serve", "--port", "0")
    assert said.code == 2
    assert "pip install 'truth-registry[server]'" in said.err


def test_a_content_folder_that_is_named_must_be_there(truth: Call, shop: Path) -> None:
    said = truth("serve", "--port", "0", "--content", "nowhere")
    assert said.code == 2
    assert "truth init nowhere" in said.err
    assert os.listdir(shop) == []
