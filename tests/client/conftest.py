"""A registry on a real socket that can be stopped and started again, snapshot files, and clocks the tests set."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import BaseWSGIServer, make_server

from truth.api.app import build_app
from truth.client.origin import Fetched
from truth.factory import open_shapes, read_content
from truth.model.document import Document
from truth.model.ref import Ref
from truth.model.release import Authority, Release
from truth.model.snapshot import Pointer, Position, Snapshot, Standing, snapshot_of
from truth.registry.plan import apply, plan
from truth.registry.registry import Registry
from truth.registry.snapshot_file import write_snapshot
from truth.settings import Settings
from truth.store.store import DatabaseStore

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock the test sets, as an instant and as seconds that only count up."""

    instant: datetime = START

    def __call__(self) -> datetime:
        return self.instant

    def seconds(self) -> float:
        """Seconds since the start."""
        return (self.instant - START).total_seconds()

    def advance(self, **by: float) -> None:
        """Move on."""
        self.instant += timedelta(**by)


@dataclass
class Place:
    """A registry with the sample content; `asked` counts how often its Snapshot was asked for."""

    store: DatabaseStore
    clock: Clock
    documents: dict[Ref, Document]
    asked: list[str] = field(default_factory=list)
    server: BaseWSGIServer | None = None
    thread: threading.Thread | None = None
    port: int = 0

    @property
    def url(self) -> str:
        """Where it is, while it is there."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> str:
        """Answer, at the same address as before."""
        app = build_app(Registry(self.store), self.store, open_shapes(), Settings(), self.clock)

        def counting(environ: Any, start_response: Any) -> Any:
            self.asked.append(environ["PATH_INFO"])
            return app(environ, start_response)

        self.server = make_server("127.0.0.1", self.port, counting, threaded=True)
        self.port = self.server.port
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        return self.url

    def stop(self) -> None:
        """Go away: whoever asks is refused a connection."""
        if self.server and self.thread:
            self.server.shutdown()
            self.thread.join()
            self.server.server_close()
            self.server = self.thread = None

    def relabel(self, label: str, effective_at: datetime | None = None) -> Release:
        """Release another English label for what is shipped."""
        self.documents.update(relabelled(self.documents, label))
        made = plan(self.store, open_shapes(), self.documents.values(), effective_at=effective_at)
        found = apply(self.store, made, Authority("ada", note="a test"))
        assert found is not None
        return found


def relabelled(documents: Mapping[Ref, Document], label: str) -> dict[Ref, Document]:
    """The sample with another English label for what is shipped."""
    ref = Ref.parse("status:fulfilment")
    statuses = documents[ref].body["statuses"]
    shipped = {**statuses["shipped"], "label": {**statuses["shipped"]["label"], "en": label}}
    return {**documents, ref: Document(ref, {**documents[ref].body, "statuses": {**statuses, "shipped": shipped}})}


@pytest.fixture(scope="session")
def sample(root: Path) -> Mapping[Ref, Document]:
    """The sample company."""
    return read_content(root / "content").documents


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory, root: Path, sample: Mapping[Ref, Document]) -> Path:
    """A database to copy, with the sample as release 1."""
    path = tmp_path_factory.mktemp("database") / "truth.db"
    store = DatabaseStore(f"sqlite:///{path}", Clock())
    store.migrate(root / "migrations")
    apply(store, plan(store, open_shapes(), sample.values()), Authority("ada", note="The first one."))
    store.close()
    return path


@pytest.fixture
def place(database: Path, tmp_path: Path, sample: Mapping[Ref, Document]) -> Iterator[Place]:
    """A registry that answers; it is a minute after its first release."""
    shutil.copy(database, tmp_path / "truth.db")
    clock = Clock(START + timedelta(minutes=1))
    found = Place(DatabaseStore(f"sqlite:///{tmp_path / 'truth.db'}", clock), clock, dict(sample))
    found.start()
    yield found
    found.stop()
    found.store.close()


@pytest.fixture
def empty_place(tmp_path: Path, root: Path) -> Iterator[Place]:
    """A registry that answers, and has released nothing."""
    clock = Clock()
    found = Place(DatabaseStore(f"sqlite:///{tmp_path / 'empty.db'}", clock), clock, {})
    found.store.migrate(root / "migrations")
    found.start()
    yield found
    found.stop()
    found.store.close()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder for last answers."""
    return tmp_path / "cache"


@pytest.fixture
def snapshot(tmp_path: Path, sample: Mapping[Ref, Document]) -> Callable[..., Path]:
    """Writes the sample as a snapshot file, with changes to bodies: `{"status:fulfilment": change}`."""

    def write(changes: Mapping[str, Callable[[Any], Any]] | None = None, name: str = "snapshot.json") -> Path:
        documents = dict(sample)
        for entry, change in (changes or {}).items():
            ref = Ref.parse(entry)
            documents[ref] = Document(ref, change(documents[ref].body))
        path = tmp_path / name
        path.write_bytes(write_snapshot(snapshot_of(documents.values())))
        return path

    return write


@pytest.fixture(scope="session")
def worded() -> Callable[..., Callable[[Any], Any]]:
    """A change to a vocabulary: other English words for a part of a status, and further arguments."""

    def make(code: str, part: str, words: str, /, **arguments: Any) -> Callable[[Any], Any]:
        def change(body: Any) -> Any:
            status = {**body["statuses"][code], part: {"en": words}}
            statuses = {**body["statuses"], code: status}
            return {**body, "statuses": statuses, "arguments": {**body["arguments"], **arguments}}

        return change

    return make


@dataclass
class FakeOrigin:
    """A registry of the test's own: it answers with `data`, fails with `failure`, and waits for `gate` first."""

    documents: Mapping[Ref, Document]
    name: str = "the registry"
    kind: str = "registry"
    data: bytes = b""
    failure: Exception | None = None
    gate: threading.Event | None = None
    tags: list[str | None] = field(default_factory=list)

    def say(self, label: str, release: int = 1, next_change: datetime | None = None) -> None:
        """Have another label in force, by another release."""
        documents = relabelled(self.documents, label).values()
        standings = {one.entry: Standing(one, 1, release, START, START) for one in documents}
        pointer = Pointer(Position(release), release, START, next_change)
        self.data = write_snapshot(Snapshot(standings, START, pointer))

    def newer(self, tag: str | None) -> Fetched | None:
        self.tags.append(tag)
        if self.gate:
            self.gate.wait(10)
        if self.failure:
            raise self.failure
        current = str(hash(self.data))
        return None if tag == current else Fetched(self.data, current)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at the start."""
    return Clock()


@pytest.fixture
def origin(sample: Mapping[Ref, Document]) -> FakeOrigin:
    """A registry that says "Shipped"."""
    found = FakeOrigin(sample)
    found.say("Shipped")
    return found
