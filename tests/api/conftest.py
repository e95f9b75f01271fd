"""A registry with the sample content, a clock the tests set, and one assert for the one error shape."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from truth.api.app import build_app
from truth.factory import open_shapes, read_content
from truth.files.shapes import Schemas
from truth.model.document import Document
from truth.model.ref import Ref
from truth.model.release import Authority, Draft, Release
from truth.registry.keys import KeyRing
from truth.registry.plan import apply, plan
from truth.registry.registry import Registry
from truth.settings import Settings
from truth.store.store import DatabaseStore

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PROBLEM = {"type", "title", "status", "detail", "instance", "request_id", "findings"}
FINDING = {
    *["rule", "severity", "subject", "message", "fix", "file", "line", "column", "end_line", "end_column"],
    *["fingerprint", "pointer"],
}


@dataclass
class Clock:
    """A clock the test sets; it stands still until it is told otherwise."""

    instant: datetime = START

    def __call__(self) -> datetime:
        return self.instant

    def advance(self, **by: float) -> datetime:
        """Move on; the new instant."""
        self.instant += timedelta(**by)
        return self.instant


@lru_cache
def shapes() -> Schemas:
    """The document schemas, read once."""
    return open_shapes()


@dataclass
class Place:
    """A registry under test. `pauses` are the seconds requests were held; `during` runs in each pause."""

    store: DatabaseStore
    clock: Clock
    documents: dict[Ref, Document]
    pauses: list[float] = field(default_factory=list)
    during: Callable[[], Any] = lambda: None
    monotonic: list[float] = field(default_factory=lambda: [0.0])
    _apps: dict[str, Flask] = field(default_factory=dict)

    def key_ring(self) -> KeyRing:
        """The keys of the registry; their use is noted at once, and what is known of them ages as `monotonic` says."""
        return KeyRing(self.store.keys, self.clock, lambda: self.monotonic[0], lambda task: task())

    def key(self, *scopes: str, name: str = "ci") -> dict[str, str]:
        """The header of a new key with these scopes."""
        _, token = self.key_ring().create(name, scopes, None, Authority("ada"))
        return {"Authorization": f"Bearer {token}"}

    def app(self, **options: Any) -> Flask:
        """A new application, as a fresh process has it, with settings of the test's own."""
        settings = Settings(**options)
        app = build_app(
            Registry(self.store),
            self.store,
            shapes(),
            settings,
            self.clock,
            key_ring=self.key_ring(),
            pause=self.pause,
        )
        app.testing = True
        return app

    def client(self, **options: Any) -> FlaskClient:
        """Someone asking from this machine, of the one application with these settings."""
        key = repr(options)
        if key not in self._apps:
            self._apps[key] = self.app(**options)
        return self._apps[key].test_client()

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.during()

    def release(self, changes: Mapping[str, Any], effective_at: datetime | None = None) -> Release:
        """Publish merge patches over the documents; None retires an entry."""
        entries = {Ref.parse(entry): patch for entry, patch in changes.items()}
        drafted = {
            entry: None if patch is None else Document(entry, merged(self.documents[entry].body, patch))
            for entry, patch in entries.items()
        }
        base, _ = self.store.base(effective_at)
        found = self.store.publish(Draft(drafted, base, Authority("ada", note="a test"), effective_at))
        self.documents |= {entry: document for entry, document in drafted.items() if document}
        return found


def merged(target: Any, patch: Any) -> Any:
    """RFC 7396 §2."""
    if not isinstance(patch, Mapping):
        return patch
    kept = {key: value for key, value in target.items() if key not in patch} if isinstance(target, Mapping) else {}
    known = target if isinstance(target, Mapping) else {}
    return {**kept, **{key: merged(known.get(key), value) for key, value in patch.items() if value is not None}}


@pytest.fixture(scope="session")
def sample(root: Path) -> Mapping[Ref, Document]:
    """The sample company."""
    return read_content(root / "content").documents


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, root: Path, sample: Mapping[Ref, Document]) -> Path:
    """A folder with two databases to copy: one that is empty, one with the sample released."""
    folder = tmp_path_factory.mktemp("databases")
    for name, documents in {"empty.db": {}, "sample.db": sample}.items():
        store = DatabaseStore(f"sqlite:///{folder / name}", Clock())
        store.migrate(root / "migrations")
        if documents:
            apply(store, plan(store, shapes(), documents.values()), Authority("ada", note="The first one."))
        store.close()
    return folder


@pytest.fixture
def place(databases: Path, tmp_path: Path, sample: Mapping[Ref, Document]) -> Iterator[Place]:
    """A registry with the sample released at START; it is a minute later."""
    yield from _place(databases / "sample.db", tmp_path, sample)


@pytest.fixture
def empty_place(databases: Path, tmp_path: Path) -> Iterator[Place]:
    """A registry that has released nothing."""
    yield from _place(databases / "empty.db", tmp_path, {})


def _place(database: Path, tmp_path: Path, documents: Mapping[Ref, Document]) -> Iterator[Place]:
    shutil.copy(database, tmp_path / "truth.db")
    clock = Clock(START + timedelta(minutes=1))
    store = DatabaseStore(f"sqlite:///{tmp_path / 'truth.db'}", clock)
    yield Place(store, clock, dict(documents))
    store.close()


@pytest.fixture(scope="session")
def sample_place(
    databases: Path, tmp_path_factory: pytest.TempPathFactory, sample: Mapping[Ref, Document]
) -> Iterator[Place]:
    """The same for all who only read."""
    yield from _place(databases / "sample.db", tmp_path_factory.mktemp("sample"), sample)


@pytest.fixture
def client(sample_place: Place) -> FlaskClient:
    """Someone asking the sample from this machine, who changes nothing."""
    return sample_place.client()


@pytest.fixture
def serving() -> Iterator[Callable[[Flask], str]]:
    """Serves an application on a real socket; gives its address."""
    started = []

    def serve(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        started.append((server, thread))
        return f"http://127.0.0.1:{server.port}"

    yield serve
    for server, thread in started:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def refused() -> Callable[[TestResponse, int, str], dict[str, Any]]:
    """Assert that an answer is a problem of a status and kind; gives its body."""

    def check(response: TestResponse, status: int, slug: str) -> dict[str, Any]:
        assert (response.status_code, response.content_type) == (status, "application/problem+json"), response.text
        problem: dict[str, Any] = response.json  # type: ignore[assignment]
        assert set(problem) - {"replaced_by"} == PROBLEM
        assert (problem["type"], problem["status"]) == (f"/problems/{slug}", status)
        assert problem["title"]
        assert problem["detail"]
        assert problem["instance"].isascii()
        assert all(set(finding) == FINDING for finding in problem["findings"])
        assert response.headers["Cache-Control"] == "no-store"
        return problem

    return check
