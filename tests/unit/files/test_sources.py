"""A Snapshot as one file, and the sources that read files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from truth.files.source import FolderSource, SnapshotFileSource
from truth.kinds.kind import Kind
from truth.model.document import Document
from truth.model.errors import Invalid, TooLarge, Unavailable, UsageError
from truth.model.ref import Ref
from truth.model.snapshot import Pointer, Position, Snapshot, Standing
from truth.registry import snapshot_file
from truth.registry.snapshot_file import FORMAT, read_snapshot, write_snapshot

Kinds = Mapping[str, Kind]
NOW = datetime(2026, 3, 3, 9, 0, 0, 250_000, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)
RETURNS, SUMMER, GONE = Ref("policy", "returns"), Ref("policy", "summer"), Ref("policy", "gone")


def standing(entry: Ref, body: dict[str, Any]) -> Standing:
    return Standing(Document(entry, body), 3, 12, NOW, NOW)


SNAPSHOT = Snapshot(
    {
        SUMMER: standing(SUMMER, {"window": {"from": "2026-06-01T00:00:00+02:00"}}),
        RETURNS: standing(RETURNS, {"title": {"en": "Returns"}, "n": [1, None, True, "ä\n"]}),
        GONE: Standing(None, None, 13, NOW, NOW, "policy:returns"),
    },
    NOW,
    Pointer(Position(12, 1), 13, NOW, LATER, scheduled=True),
)


def altered(change: Callable[[dict[str, Any]], object]) -> bytes:
    whole = json.loads(write_snapshot(SNAPSHOT))
    change(whole)
    return json.dumps(whole).encode()


def test_a_snapshot_reads_back_whole() -> None:
    read = read_snapshot(write_snapshot(SNAPSHOT), "x")
    assert read == SNAPSHOT
    assert read.digest == SNAPSHOT.digest
    assert dict(read.standings) == dict(SNAPSHOT.standings)


def test_a_document_outside_its_window_is_in_the_file_and_not_in_force() -> None:
    read = read_snapshot(write_snapshot(SNAPSHOT), "x")
    assert SUMMER in read.standings
    assert SUMMER not in read.documents


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    turned = Snapshot(dict(reversed(list(SNAPSHOT.standings.items()))), SNAPSHOT.at, SNAPSHOT.pointer)
    assert write_snapshot(turned) == write_snapshot(SNAPSHOT)


def test_a_snapshot_without_history_reads_back() -> None:
    plain = Snapshot({RETURNS: Standing(Document(RETURNS, {"a": 1}))})
    assert read_snapshot(write_snapshot(plain), "x") == plain


def test_a_document_changed_by_hand_is_refused_by_name() -> None:
    with pytest.raises(Invalid, match=r"^x\.json is not a snapshot to rely on: policy:returns adds up to sha256:"):
        read_snapshot(write_snapshot(SNAPSHOT).replace(b'"Returns"', b'"Return"'), "x.json")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda whole: whole.update(format="truth-snapshot/2"), "truth-snapshot/2"),
        (lambda whole: whole["entries"].pop("policy:returns"), "it adds up to"),
        (lambda whole: whole["entries"].update({"nonsense": {}}), "is not a ref"),
        (lambda whole: whole["entries"].update({"policy:a/b": {}}), "not an entry"),
        (lambda whole: whole["entries"].update({"policy:a": 5}), "not an entry"),
        (lambda whole: whole["entries"]["policy:returns"].update(version="3"), "'version'"),
        (lambda whole: whole["entries"]["policy:returns"].update(version=True), "'version'"),
        (lambda whole: whole["entries"]["policy:returns"].update(document=[]), "'document'"),
        (lambda whole: whole["entries"]["policy:returns"]["document"].update(n=1.5), "1.5"),
        (lambda whole: whole["entries"]["policy:returns"]["document"].update(n="\x00"), "no document"),
        (lambda whole: whole["entries"]["policy:returns"]["document"].update(n=10**18), "policy:returns holds 1000"),
        (lambda whole: whole.update(at="yesterday"), "not an instant"),
        (lambda whole: whole.update(at=5), "'at'"),
        (lambda whole: whole.update(entries=[]), "'entries'"),
        (lambda whole: whole["pointer"].update(position="x"), "not a position"),
        (lambda whole: whole["pointer"].update(scheduled=None), "'scheduled'"),
        (lambda whole: whole.pop("digest"), "says None"),
        (lambda whole: whole.clear(), FORMAT),
    ],
)
def test_a_file_that_says_something_else_is_refused(change: Callable[[dict[str, Any]], object], says: str) -> None:
    with pytest.raises(Invalid, match=says):
        read_snapshot(altered(change), "x")


NO_SNAPSHOTS = [b"", b"{", b"[]", b"null", b"\xff", b'{"format": "truth-snapshot/1"}', b"[" * 100_000]


@pytest.mark.parametrize("data", NO_SNAPSHOTS)
def test_what_is_no_snapshot_file_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match=r"^x is not a snapshot"):
        read_snapshot(data, "x")


def test_a_document_nested_too_deep_is_refused() -> None:
    deep: Any = []
    for _ in range(100):
        deep = [deep]
    with pytest.raises(Invalid, match="inside each other"):
        read_snapshot(altered(lambda whole: whole["entries"]["policy:returns"]["document"].update(n=deep)), "x")


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_file, "LARGEST_SNAPSHOT", 100)
    with pytest.raises(TooLarge):
        read_snapshot(write_snapshot(SNAPSHOT), "x")


def test_a_snapshot_file_is_a_source_that_keeps_its_pointer(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    path.write_bytes(write_snapshot(SNAPSHOT))
    assert SnapshotFileSource(str(path)).at().pointer == SNAPSHOT.pointer


def test_a_snapshot_file_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be read"):
        SnapshotFileSource(str(tmp_path / "nothing.json")).at()


def test_a_folder_is_a_source(content: Path, kinds: Kinds) -> None:
    snapshot = FolderSource(str(content), kinds).at()
    assert len(snapshot.documents) == 3
    assert snapshot.pointer == Pointer()


def test_a_folder_with_a_broken_file_is_no_source(content: Path, kinds: Kinds) -> None:
    (content / "policy" / "returns" / "policy.yaml").write_text("owner: no\n")
    with pytest.raises(Invalid, match="cannot be read as it is") as refused:
        FolderSource(str(content), kinds).at()
    assert len(refused.value.findings) == 1


@pytest.mark.parametrize("source", [FolderSource("content", {}), SnapshotFileSource("snapshot.json")])
def test_a_source_without_history_refuses_an_instant(source: FolderSource | SnapshotFileSource) -> None:
    with pytest.raises(UsageError, match="has no history"):
        source.at(NOW)
    with pytest.raises(UsageError, match="has no history"):
        source.at(known_at=NOW)
    with pytest.raises(UsageError, match="has no history"):
        source.at_release(1)
