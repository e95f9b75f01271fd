"""`truth fmt`: files in their canonical layout."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from truth.files import writing
from truth.files.fmt import format_folder
from truth.files.folder import read_folder
from truth.files.shapes import Schemas
from truth.kinds.kind import Kind

Kinds = Mapping[str, Kind]
ROOT = Path(__file__).resolve().parents[3]


def snapshot_of_files(folder: Path) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_canonical_folder_is_left_as_it_is(content: Path, kinds: Kinds, shapes: Schemas) -> None:
    before = snapshot_of_files(content)
    assert format_folder(content, kinds, shapes).changed == ()
    assert snapshot_of_files(content) == before


def test_the_sample_company_is_canonical(kinds: Kinds, shapes: Schemas) -> None:
    formatted = format_folder(ROOT / "content", kinds, shapes, check=True, schemas=ROOT / "schemas")
    assert [change.path for change in formatted.changed] == []


def test_a_file_is_rewritten_once(content: Path, kinds: Kinds, shapes: Schemas) -> None:
    path = content / "policy" / "returns" / "policy.yaml"
    canonical = path.read_text(encoding="utf-8")
    path.write_text(canonical.replace("owner: legal\n", "").replace("clauses:", "owner:   legal\nclauses:   "))
    assert [change.path for change in format_folder(content, kinds, shapes).changed] == [str(path)]
    assert path.read_text(encoding="utf-8") == canonical
    assert format_folder(content, kinds, shapes).changed == ()


def test_checking_writes_nothing_and_shows_the_change(content: Path, kinds: Kinds, shapes: Schemas) -> None:
    path = content / "policy" / "returns" / "en.md"
    path.write_text("## Return window {#window}\nYou have {window}.\n\n\n")
    [change] = format_folder(content, kinds, shapes, check=True).changed
    assert change.before == path.read_text(encoding="utf-8")
    assert change.after == "## Return window {#window}\n\nYou have {window}.\n"


def test_formatting_changes_no_document(content: Path, kinds: Kinds, shapes: Schemas) -> None:
    for path in content.rglob("*.md"):
        path.write_text("\r\n" + path.read_text(encoding="utf-8").replace("\n", "\r\n"), newline="", encoding="utf-8")
    before = read_folder(content, kinds).documents
    assert len(format_folder(content, kinds, shapes).changed) == 2
    assert read_folder(content, kinds).documents == before


def test_a_file_that_cannot_be_read_is_told_and_never_written(content: Path, kinds: Kinds, shapes: Schemas) -> None:
    path = content / "policy" / "returns" / "policy.yaml"
    path.write_text("owner:   no\n")
    formatted = format_folder(content, kinds, shapes)
    assert formatted.changed == ()
    assert len(formatted.findings) == 1
    assert path.read_text() == "owner:   no\n"


def test_without_a_readable_profile_nothing_is_reordered(content: Path, kinds: Kinds, shapes: Schemas) -> None:
    (content / "company" / "profile.yaml").write_text("owner: no\n")
    (content / "policy" / "returns" / "en.md").write_text("## A {#window}\nx\n")
    assert format_folder(content, kinds, shapes).changed == ()


def test_a_file_keeps_its_mode(content: Path, kinds: Kinds, shapes: Schemas) -> None:
    path = content / "policy" / "returns" / "en.md"
    path.write_text("## A {#window}\nx\n")
    path.chmod(0o640)
    format_folder(content, kinds, shapes)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_header_is_added_where_a_folder_of_schemas_is_named(content: Path, kinds: Kinds, shapes: Schemas) -> None:
    format_folder(content, kinds, shapes, schemas=content.parent / "schemas")
    first = (content / "policy" / "returns" / "policy.yaml").read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../../../schemas/policy.schema.json"
    assert '"$schema": "x.json"' in (content / "policy" / "help.json").read_text(encoding="utf-8")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = content / "policy" / "returns" / "en.md"
    before = snapshot_of_files(content)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        writing.replace_file(str(path), "new")
    assert snapshot_of_files(content) == before
