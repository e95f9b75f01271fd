"""Every kind of source gives the same answers for the same content: every ref, locale and channel."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from truth.api.app import build_app
from truth.factory import clock, load_first, open_folder, open_shapes, open_source, open_store
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot
from truth.registry.binding import BUILT_IN, declared
from truth.registry.catalogue import Catalogue
from truth.registry.registry import Registry
from truth.registry.resolve import Question, resolve_text, resolve_value
from truth.registry.snapshot_file import write_snapshot
from truth.settings import Settings
from truth.text.setting import Format

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Snapshot]]:
    folder = tmp_path_factory.mktemp("sources")
    database = f"sqlite:///{folder / 'truth.db'}"
    store = open_store(database, Settings())
    load_first(store, ROOT / "content")
    stored = store.at()
    (folder / "snapshot.json").write_bytes(write_snapshot(stored))
    app = build_app(Registry(store), store, open_shapes(), Settings(), clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield {
        "folder": open_folder(ROOT / "content").at(),
        "database": stored,
        "snapshot file": open_source(str(folder / "snapshot.json"), Settings()).at(),
        "URL": open_source(f"http://127.0.0.1:{server.port}", Settings()).at(),
    }
    server.shutdown()
    thread.join()
    server.server_close()
    store.close()


def everything(snapshot: Snapshot) -> Iterator[tuple[Any, ...]]:
    """Every text in every locale, channel and format, and every value in every locale and currency."""
    catalogue = Catalogue(snapshot)
    setting = catalogue.setting
    for ref in catalogue.refs():
        found = catalogue.find(ref)
        supplied = examples(catalogue, ref)
        for locale in setting.locales:
            if hasattr(found, "text"):
                for channel, format in (*((None, one) for one in Format), *((one, None) for one in setting.channels)):
                    question = Question(ref, locale, channel, format, supplied=supplied)
                    yield (str(ref), locale, channel, format, asdict(resolve_text(catalogue, question)))
            else:
                yield (str(ref), locale, asdict(resolve_value(catalogue, Question(ref, locale))))


def examples(catalogue: Catalogue, ref: Ref) -> Mapping[str, Any]:
    """The arguments a channel would supply, from their examples."""
    scope = declared(catalogue, catalogue.document(ref))
    return {name: one.example for name, one in scope.items() if one.bound is None and one.example is not None}


def undated(answers: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The answers that do not say when they took effect: a folder has no history, and says *draft* there."""
    return [one for one in answers if not set(BUILT_IN) & set(one[-1].get("arguments", ()))]


@pytest.mark.parametrize("source", ["snapshot file", "URL"])
def test_every_source_gives_every_answer_of_the_database(snapshots: Mapping[str, Snapshot], source: str) -> None:
    assert list(everything(snapshots[source])) == list(everything(snapshots["database"]))


def test_the_database_gives_every_answer_of_the_folder_it_was_loaded_from(snapshots: Mapping[str, Snapshot]) -> None:
    expected, found = undated(everything(snapshots["folder"])), undated(everything(snapshots["database"]))
    assert len(expected) > 1000
    assert found == expected


def test_the_same_documents_have_the_same_snapshot_digest_in_every_source(snapshots: Mapping[str, Snapshot]) -> None:
    assert len({snapshot.digest for snapshot in snapshots.values()}) == 1
