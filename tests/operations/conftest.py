"""Services as they run for real: processes of their own, talking over sockets."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from truth.cli.init import write_starter
from truth.factory import clock
from truth.model.release import Authority
from truth.registry.keys import KeyRing
from truth.store.store import DatabaseStore

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from truth.cli.main import main; main()"]
_PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Answer:
    """What a service answered."""

    status: int
    headers: HTTPMessage
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


@dataclass
class Shop:
    """A folder with content, and the environment its commands run in."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *args: str, code: int = 0) -> str:
        """What a command says on stdout; it must end with this exit code."""
        done = subprocess.run(
            [*COMMAND, *args], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def key(self, scope: str) -> str:
        """A key with a scope."""
        store = DatabaseStore(self.database, clock)
        _, token = KeyRing(store.keys, clock).create("tests", [scope], None, Authority("tests"))
        store.close()
        return token

    @property
    def database(self) -> str:
        """The URL of its database."""
        return self.environment.get("TRUTH_DATABASE", f"sqlite:///{self.folder}/truth.db")

    @contextmanager
    def served(self, *args: str) -> Iterator[Callable[..., Answer]]:
        """A running service, as something that can be asked; what it logs is kept in `log`."""
        command = [*COMMAND, "serve", "--port", "0", "--format", "json", *args]
        with (
            open(self.folder / "log", "a", encoding="utf-8") as log,
            subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True
            ) as service,
        ):
            try:
                url = _announced(service, self.folder / "log")
                yield lambda path, **options: ask(url, path, **options)
                service.send_signal(signal.SIGTERM)
                assert service.wait(_PATIENCE) == 0
            finally:
                service.kill()

    @property
    def log(self) -> list[dict[str, Any]]:
        """What services have logged so far."""
        lines = (self.folder / "log").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]


def _announced(service: Any, log: Path) -> str:
    said = ""
    for line in service.stdout:
        said += line
        if line.startswith("}"):
            return str(json.loads(said)["url"])
    raise AssertionError(log.read_text(encoding="utf-8"))


def ask(url: str, path: str, *, method: str = "GET", body: Any = None, **headers: str) -> Answer:
    """One request; an underscore in a header's name stands for a hyphen."""
    place = urlsplit(url)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=_PATIENCE)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        sent["Content-Type"] = "application/json"
    try:
        connection.request(method, path, None if body is None else json.dumps(body), sent)
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read().decode())
    finally:
        connection.close()


def until(question: Callable[[], bool]) -> bool:
    """Whether something becomes so while it is asked again and again."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(name="until")
def patiently() -> Callable[[Callable[[], bool]], bool]:
    """Asks until something is so."""
    return until


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A shop with the starter content, on SQLite unless told otherwise."""
    write_starter(tmp_path / "content")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRUTH_", "PROMETHEUS_"))}
    return Shop(tmp_path, {**environment, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")})


@dataclass
class Postgres:
    """The server of `make postgres`, started and stopped as often as a test likes."""

    folder: Path
    process: Any = None

    def start(self) -> str:
        """Run the command; the URL it says."""
        command = [sys.executable, str(ROOT / "bench" / "postgres.py"), str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if found := re.search(r"TRUTH_DATABASE='([^']+)' make run", line):
                return found[1]
        raise AssertionError("the server did not start")

    def stop(self) -> None:
        """Stop it as ^C does."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            assert self.process.wait(_PATIENCE) == 0
            self.process.stdout.close()
            self.process = None


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL that is not running yet."""
    # not in pytest's own folder: as root, the server runs as another user, who may not look in there
    server = Postgres(Path(tempfile.mkdtemp(prefix="truth-make-postgres-")))
    server.folder.chmod(0o755)
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)
