"""What is remembered of a folder is what reading it would give, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from truth.files import assembling, remembered
from truth.files.folder import Folder, read_folder
from truth.files.remembered import Remembered
from truth.kinds.kind import Kind
from truth.model.ref import Ref

Kinds = Mapping[str, Kind]
RETURNS = Ref("policy", "returns")
PLACES = ("/values/window/value", "/wording/de/clauses/window/text", "")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where is remembered; even of the smallest folder."""
    monkeypatch.setattr(remembered, "FEWEST", 1)
    return tmp_path / "cache" / "content"


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The main files that are parsed from here on."""
    parsed: list[str] = []
    assemble = assembling.Texts.assemble
    monkeypatch.setattr(assembling.Texts, "assemble", lambda texts: parsed.append(texts.main) or assemble(texts))
    return parsed


def said(folder: Folder) -> dict[str, object]:
    return {str(entry): (document.body, document.digest) for entry, document in folder.documents.items()}


def test_what_was_read_before_is_not_parsed_again(content: Path, kinds: Kinds, file: Path, unread: list[str]) -> None:
    first = read_folder(content, kinds, Remembered(file))
    parsed = list(unread)
    again = read_folder(content, kinds, Remembered(file))
    assert (len(parsed), unread) == (3, parsed)
    assert said(again) == said(first) == said(read_folder(content, kinds))


@pytest.mark.parametrize("pointer", PLACES)
def test_everything_is_still_found_where_it_is_written(content: Path, kinds: Kinds, file: Path, pointer: str) -> None:
    read_folder(content, kinds, Remembered(file))
    again = read_folder(content, kinds, Remembered(file))
    assert again.mark(RETURNS, pointer) == read_folder(content, kinds).mark(RETURNS, pointer)


@pytest.mark.parametrize("name", ["policy.yaml", "de.md"])
def test_a_file_that_changed_is_read_anew(
    content: Path, kinds: Kinds, file: Path, unread: list[str], name: str
) -> None:
    read_folder(content, kinds, Remembered(file))
    unread.clear()
    changed = content / "policy" / "returns" / name
    changed.write_text(changed.read_text().replace("P30D", "P45D").replace("Zeit", "Tage"))
    again = read_folder(content, kinds, Remembered(file))
    assert [os.path.basename(path) for path in unread] == ["policy.yaml"]
    assert said(again) == said(read_folder(content, kinds))


def test_a_part_that_is_gone_or_new_makes_another_document(content: Path, kinds: Kinds, file: Path) -> None:
    read_folder(content, kinds, Remembered(file))
    (content / "policy" / "returns" / "de.md").rename(content / "policy" / "returns" / "fr.md")
    assert said(read_folder(content, kinds, Remembered(file))) == said(read_folder(content, kinds))


def test_a_file_with_findings_has_them_every_time(content: Path, kinds: Kinds, file: Path) -> None:
    (content / "policy" / "help.json").write_text('{"title": 1.5}')
    findings = [read_folder(content, kinds, Remembered(file)).findings for _ in range(2)]
    assert findings[0] == findings[1] == read_folder(content, kinds).findings != ()


def test_the_same_words_in_a_file_of_another_kind_or_format_are_something_else() -> None:
    keys = {remembered.key_of(kind, {name: "{}"}) for kind in ("policy", "status") for name in (".json", ".yaml")}
    assert len(keys) == 4


def test_names_and_texts_cannot_run_into_each_other() -> None:
    one = remembered.key_of("policy", {".yaml": "a", "b": "c"})
    assert one != remembered.key_of("policy", {".yaml": "ab", "": "c"})


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-1], lambda data: data.replace(b"P30D", b"P99D"), lambda data: b""],
    ids=["cut short", "edited", "empty"],
)
def test_what_was_damaged_is_not_believed(
    content: Path, kinds: Kinds, file: Path, damage: Callable[[bytes], bytes], unread: list[str]
) -> None:
    read_folder(content, kinds, Remembered(file))
    file.write_bytes(damage(file.read_bytes()))
    unread.clear()
    assert said(read_folder(content, kinds, Remembered(file))) == said(read_folder(content, kinds))
    assert len(unread) == 6


def test_what_other_code_read_is_not_believed(
    content: Path, kinds: Kinds, file: Path, unread: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_folder(content, kinds, Remembered(file))
    unread.clear()
    monkeypatch.setattr(remembered, "_reader", lambda: b"another")
    read_folder(content, kinds, Remembered(file))
    assert len(unread) == 3


def test_a_small_folder_is_not_remembered(content: Path, kinds: Kinds, tmp_path: Path) -> None:
    read_folder(content, kinds, Remembered(tmp_path / "cache" / "content"))
    assert not (tmp_path / "cache").exists()


def test_no_room_to_remember_is_no_failure(content: Path, kinds: Kinds, file: Path) -> None:
    file.parent.write_text("in the way")
    assert len(read_folder(content, kinds, Remembered(file)).documents) == 3


def test_what_nobody_read_for_a_month_is_removed(content: Path, kinds: Kinds, file: Path) -> None:
    file.parent.mkdir()
    old, young = file.parent / "old", file.parent / "young"
    old.write_text("")
    young.write_text("")
    os.utime(old, (0, 0))
    read_folder(content, kinds, Remembered(file))
    assert sorted(path.name for path in file.parent.iterdir()) == ["content", "young"]
