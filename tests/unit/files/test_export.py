"""Documents written out as a content folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from truth.files.export import Exported, export_folder
from truth.files.fmt import format_folder
from truth.files.folder import read_folder
from truth.files.shapes import Schemas
from truth.kinds.kind import Kind, Part
from truth.model.document import Document
from truth.model.errors import Conflict, Invalid
from truth.model.ref import Ref

Kinds = Mapping[str, Kind]
ROOT = Path(__file__).resolve().parents[3]
RETURNS = Ref("policy", "returns")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def documents_of(folder: Path, kinds: Kinds) -> dict[Ref, Document]:
    return dict(read_folder(folder, kinds).documents)


def changed(document: Document, **fields: Any) -> Document:
    return Document(document.entry, {**document.body, **fields})


class Exporter:
    """Exports into one folder with the sample's settings."""

    def __init__(self, folder: Path, kinds: Kinds, shapes: Schemas) -> None:
        self.folder, self.kinds, self.shapes = folder, kinds, shapes

    def __call__(self, documents: Mapping[Ref, Document], *, prune: bool = False) -> Exported:
        return export_folder(documents, self.folder, self.kinds, self.shapes, locales=("en", "de"), prune=prune)


@pytest.fixture
def export(content: Path, kinds: Kinds, shapes: Schemas) -> Exporter:
    return Exporter(content, kinds, shapes)


def test_load_then_export_of_the_sample_changes_nothing(tmp_path: Path, kinds: Kinds, shapes: Schemas) -> None:
    folder = read_folder(ROOT / "content", kinds)
    locales = folder.documents[Ref("company", "profile")].body["locales"]
    for name in ("schemas", "content"):
        (tmp_path / name).mkdir()
    export_folder(folder.documents, tmp_path / "content", kinds, shapes, locales=locales, schemas=tmp_path / "schemas")
    sample = {name: data for name, data in files(ROOT / "content").items() if not name.endswith("README.md")}
    assert files(tmp_path / "content") == sample


def test_a_document_that_did_not_change_keeps_its_files_byte_for_byte(content: Path, export: Exporter) -> None:
    path = content / "policy" / "returns" / "policy.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n\n# as I like it\n", encoding="utf-8")
    before = files(content)
    exported = export(documents_of(content, export.kinds))
    assert files(content) == before
    assert exported.written == exported.removed == exported.extra == ()
    assert len(exported.unchanged) == 5


def test_a_changed_document_is_written_and_keeps_the_comments_of_its_file(content: Path, export: Exporter) -> None:
    documents = documents_of(content, export.kinds)
    values = {"window": {"type": "duration", "value": "P45D"}}
    export({**documents, RETURNS: changed(documents[RETURNS], values=values)})
    text = (content / "policy" / "returns" / "policy.yaml").read_text(encoding="utf-8")
    assert text.startswith("# our promise\n\ntitle:")
    assert "  window: {type: duration, value: P45D}  # agreed\n" in text


def test_a_comment_on_what_is_gone_moves_to_the_end(content: Path, export: Exporter) -> None:
    documents = documents_of(content, export.kinds)
    body = {key: value for key, value in documents[RETURNS].body.items() if key != "values"}
    export({**documents, RETURNS: Document(RETURNS, body)})
    text = (content / "policy" / "returns" / "policy.yaml").read_text(encoding="utf-8")
    assert text.endswith("clauses: [window]\n# agreed\n")


def test_what_is_exported_is_canonical_and_reads_back(content: Path, export: Exporter, tmp_path: Path) -> None:
    documents = documents_of(content, export.kinds)
    elsewhere = Exporter(tmp_path / "new" / "content", export.kinds, export.shapes)
    elsewhere(documents)
    assert documents_of(elsewhere.folder, export.kinds) == documents
    assert format_folder(elsewhere.folder, export.kinds, export.shapes).changed == ()


def test_a_document_stays_in_the_kind_of_file_it_is_in(content: Path, export: Exporter) -> None:
    help_ref = Ref("policy", "help")
    documents = documents_of(content, export.kinds)
    exported = export({**documents, help_ref: changed(documents[help_ref], owner="operations")})
    assert exported.written == (str(content / "policy" / "help.json"),)
    assert documents_of(content, export.kinds)[help_ref].body["owner"] == "operations"
    assert '"$schema": "x.json"' in (content / "policy" / "help.json").read_text(encoding="utf-8")


def test_a_locale_that_is_gone_takes_its_file_along(content: Path, export: Exporter) -> None:
    documents = documents_of(content, export.kinds)
    wording = {"en": documents[RETURNS].body["wording"]["en"]}
    exported = export({**documents, RETURNS: changed(documents[RETURNS], wording=wording)})
    assert exported.removed == (str(content / "policy" / "returns" / "de.md"),)
    assert not (content / "policy" / "returns" / "de.md").exists()


def test_an_entry_that_is_gone_stays_unless_it_is_pruned(content: Path, export: Exporter) -> None:
    documents = documents_of(content, export.kinds)
    del documents[RETURNS]
    assert len(export(documents).extra) == 3
    assert (content / "policy" / "returns").is_dir()
    assert len(export(documents, prune=True).removed) == 3
    assert not (content / "policy" / "returns").exists()


def test_a_file_that_cannot_be_read_is_not_written_over(content: Path, export: Exporter) -> None:
    documents = documents_of(content, export.kinds)
    (content / "policy" / "returns" / "policy.yaml").write_text("owner: no\n")
    before = files(content)
    with pytest.raises(Conflict, match="policy:returns"):
        export({**documents, Ref("policy", "help"): changed(documents[Ref("policy", "help")], owner="x")})
    assert files(content) == before


def test_a_file_that_cannot_be_read_is_not_pruned(content: Path, export: Exporter) -> None:
    documents = documents_of(content, export.kinds)
    del documents[RETURNS]
    (content / "policy" / "returns" / "policy.yaml").write_text("owner: no\n")
    assert len(export(documents, prune=True).extra) == 3


def test_a_file_of_somebody_else_is_not_written_over(content: Path, export: Exporter) -> None:
    documents = documents_of(content, export.kinds)
    (content / "policy" / "gifts").write_text("mine")
    with pytest.raises(Conflict, match="in the way"):
        export({**documents, Ref("policy", "gifts"): Document(Ref("policy", "gifts"), documents[RETURNS].body)})
    assert (content / "policy" / "gifts").read_text() == "mine"


def test_nothing_is_written_through_a_link_out_of_the_folder(content: Path, export: Exporter, tmp_path: Path) -> None:
    documents = documents_of(content, export.kinds)
    (tmp_path / "elsewhere").mkdir()
    (content / "status").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Conflict, match="leads out"):
        export({Ref("status", "x"): Document(Ref("status", "x"), {"type": "vocabulary"}), **documents})
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("key", ["../escape", "a/b", "", "A", "..", "."])
def test_a_key_that_is_no_key_is_never_a_path(content: Path, export: Exporter, key: str) -> None:
    entry = Ref("policy", key)
    before = files(content.parent)
    with pytest.raises(Invalid):
        export({entry: Document(entry, {"title": {"en": "x"}})})
    assert files(content.parent) == before


def test_a_part_that_is_no_file_name_is_never_a_path(content: Path, kinds: Kinds, shapes: Schemas) -> None:
    class Sly:
        name, foldered = "policy", True
        read = staticmethod(kinds["policy"].read)

        def write(self, body: Any) -> Any:
            return body, (Part("../../escape.md", ""),)

    documents = documents_of(content, kinds)
    document = changed(documents[RETURNS], owner="operations")
    with pytest.raises(Invalid, match="no name for a file"):
        export_folder({RETURNS: document}, content, {**kinds, "policy": Sly()}, shapes, locales=())  # type: ignore[dict-item]


def test_an_unknown_kind_is_not_written(content: Path, export: Exporter) -> None:
    entry = replace(RETURNS, kind="polcy")
    with pytest.raises(Invalid, match="no kind 'polcy'"):
        export({entry: Document(entry, {})})
