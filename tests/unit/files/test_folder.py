"""A content folder as documents: what is read, what is refused, and where everything stands."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from truth.files import folder as folder_module
from truth.files import paths
from truth.files.folder import Folder, read_folder
from truth.files.limits import LARGEST_FILE
from truth.files.rules import RULES
from truth.kinds.kind import Kind
from truth.model.errors import TooLarge, UsageError
from truth.model.finding import Rule
from truth.model.ref import Ref

Kinds = Mapping[str, Kind]
ROOT = Path(__file__).resolve().parents[3]
RETURNS = Ref("policy", "returns")


def only_finding(folder: Folder) -> tuple[str, str, str]:
    """Rule, file name and what is said, of the one finding there is."""
    [finding] = folder.findings
    assert finding.mark is not None
    return finding.rule, Path(finding.mark.file).name, f"{finding.message}; {finding.fix}"


def test_every_entry_becomes_a_document(content: Path, kinds: Kinds) -> None:
    folder = read_folder(content, kinds)
    assert folder.findings == ()
    assert sorted(map(str, folder.documents)) == ["company:profile", "policy:help", "policy:returns"]


def test_markdown_beside_a_document_becomes_part_of_it(content: Path, kinds: Kinds) -> None:
    wording = read_folder(content, kinds).documents[RETURNS].body["wording"]
    assert wording["de"]["clauses"]["window"] == {"heading": "Rückgabefrist", "text": "Sie haben {window} Zeit."}


def test_the_line_for_editors_in_json_is_no_part_of_the_document(content: Path, kinds: Kinds) -> None:
    assert "$schema" not in read_folder(content, kinds).documents[Ref("policy", "help")].body


def test_the_line_for_editors_is_unknown_in_yaml(content: Path, kinds: Kinds) -> None:
    (content / "company" / "profile.yaml").write_text("$schema: x\n")
    assert read_folder(content, kinds).documents[Ref("company", "profile")].body == {"$schema": "x"}


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/values/window/value", "policy.yaml:6"),
        ("/values/window/unknown", "policy.yaml:6"),
        ("/wording/de/clauses/window/text", "de.md:3"),
        ("/wording/en/clauses/window/heading", "en.md:1"),
        ("/wording/fr", "policy.yaml:3"),
        ("", "policy.yaml:3"),
    ],
)
def test_a_node_is_found_where_it_or_what_holds_it_is_written(
    content: Path, kinds: Kinds, pointer: str, place: str
) -> None:
    assert str(read_folder(content, kinds).mark(RETURNS, pointer)) == str(content / "policy" / "returns" / place)


def test_an_entry_that_is_not_there_has_no_place(content: Path, kinds: Kinds) -> None:
    assert read_folder(content, kinds).mark(Ref("policy", "gifts"), "") is None


def test_places_are_named_as_the_folder_was(content: Path, kinds: Kinds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(content.parent)
    assert str(read_folder("content/", kinds).mark(RETURNS, "/owner")) == "content/policy/returns/policy.yaml:4"


def test_a_broken_file_stops_no_other(content: Path, kinds: Kinds) -> None:
    (content / "company" / "profile.yaml").write_text("owner: no\n")
    folder = read_folder(content, kinds)
    assert sorted(map(str, folder.documents)) == ["policy:help", "policy:returns"]
    assert folder.broken == {Ref("company", "profile")}
    assert [finding.subject for finding in folder.findings] == ["company:profile"]


def test_all_files_of_an_entry_are_looked_at(content: Path, kinds: Kinds) -> None:
    (content / "policy" / "returns" / "policy.yaml").write_text("owner: no\n")
    (content / "policy" / "returns" / "en.md").write_bytes(b"\xff")
    assert [finding.mark.line for finding in read_folder(content, kinds).findings if finding.mark] == [1, 1]


def test_what_a_kind_cannot_read_is_told_with_its_line(content: Path, kinds: Kinds) -> None:
    (content / "policy" / "returns" / "en.md").write_text("\nStray words.\n\n## A {#window}\n\nx\n")
    folder = read_folder(content, kinds)
    assert [(finding.rule, str(finding.mark).rsplit("/", 1)[1]) for finding in folder.findings] == [
        ("document/syntax", "en.md:2")
    ]


@pytest.mark.parametrize(
    ("name", "text", "rule", "says"),
    [
        ("polices/x.yaml", "", "document/unknown-file", "did you mean 'policy'"),
        ("notes.txt", "", "document/unknown-file", "a folder per kind"),
        ("policy/notes.txt", "", "document/unknown-file", "policy/<key>.yaml"),
        ("policy/returns/polcy.yaml", "", "document/unknown-file", "did you mean 'policy.yaml'"),
        ("policy/returns/old/en.md", "", "document/unknown-file", "move it out"),
        ("policy/gifts/en.md", "", "document/unknown-file", "add policy.yaml"),
        ("company/profile/company.yaml", "", "document/unknown-file", "is one file"),
        ("company/profile.json", "{}", "document/duplicate-file", "keep one"),
        ("policy/returns.yaml", "a: 1", "document/duplicate-file", "keep one"),
        ("policy/help/en.md", "", "document/unknown-file", "as policy.yaml"),
        ("policy/Gift Cards.yaml", "a: 1", "document/style-of-key", "gift-cards"),
        ("policy/gifts.yaml", "", "document/syntax", "the file is empty"),
        ("policy/gifts.yaml", "[]", "document/syntax", "holds no mapping"),
        ("policy/gifts.yaml", "#" * (LARGEST_FILE + 1), "document/unreadable-file", "larger than"),
        ("policy/returns/en.md", "\ufeff## A {#window}\n\nx\n", "document/syntax", "byte order mark"),
    ],
)
def test_a_file_that_cannot_be_content_is_a_finding(
    content: Path, kinds: Kinds, name: str, text: str, rule: str, says: str
) -> None:
    path = content / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    found, _, said = only_finding(read_folder(content, kinds))
    assert found == rule
    assert says in said


@pytest.mark.parametrize("name", [".git/x", ".DS_Store", "README.md", "policy/README.md", "policy/returns/README.md"])
def test_what_belongs_to_people_is_left_alone(content: Path, kinds: Kinds, name: str) -> None:
    (content / name).parent.mkdir(exist_ok=True)
    (content / name).write_text("no: 1.5")
    assert read_folder(content, kinds).findings == ()


def test_bytes_that_are_not_utf8_are_a_finding_with_their_place(content: Path, kinds: Kinds) -> None:
    (content / "policy" / "gifts.yaml").write_bytes("title: ü\nowner: ".encode() + b"\xfc\n")
    folder = read_folder(content, kinds)
    assert only_finding(folder)[0] == "document/syntax"
    assert [(finding.mark.line, finding.mark.column) for finding in folder.findings if finding.mark] == [(2, 8)]


def test_a_link_out_of_the_folder_is_refused(content: Path, kinds: Kinds, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("a: 1")
    (content / "policy" / "gifts.yaml").symlink_to(tmp_path / "secret.yaml")
    assert only_finding(read_folder(content, kinds))[0] == "document/unreadable-file"


def test_a_linked_folder_out_of_the_folder_is_refused(content: Path, kinds: Kinds, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (content / "status").symlink_to(tmp_path / "elsewhere")
    assert only_finding(read_folder(content, kinds))[0] == "document/unreadable-file"


def test_a_link_within_the_folder_is_followed(content: Path, kinds: Kinds) -> None:
    (content / "policy" / "gifts.json").symlink_to(content / "policy" / "help.json")
    folder = read_folder(content, kinds)
    assert folder.documents[Ref("policy", "gifts")].body == folder.documents[Ref("policy", "help")].body


def test_a_link_that_leads_nowhere_is_refused(content: Path, kinds: Kinds) -> None:
    (content / "policy" / "gifts.yaml").symlink_to(content / "policy" / "nothing.yaml")
    assert only_finding(read_folder(content, kinds))[0] == "document/unreadable-file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a POSIX thing")
def test_a_named_pipe_is_refused_without_waiting(content: Path, kinds: Kinds) -> None:
    os.mkfifo(content / "policy" / "gifts.yaml")
    assert only_finding(read_folder(content, kinds))[0] == "document/unreadable-file"


def test_a_folder_with_too_many_files_is_refused(content: Path, kinds: Kinds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MOST_FILES", 5)
    with pytest.raises(TooLarge, match="more than 5 files"):
        read_folder(content, kinds)


def test_a_folder_with_too_much_in_it_is_refused(content: Path, kinds: Kinds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_module, "LARGEST_FOLDER", 300)
    with pytest.raises(TooLarge, match="more than 300 characters"):
        read_folder(content, kinds)


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path, kinds: Kinds) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        read_folder(tmp_path / "nothing", kinds)


def test_a_file_in_place_of_a_folder_is_wrong_usage(tmp_path: Path, kinds: Kinds) -> None:
    (tmp_path / "content").write_text("")
    with pytest.raises(UsageError, match="there is no folder"):
        read_folder(tmp_path / "content", kinds)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_about_files_passes_and_fails_by_its_own_examples(rule: Rule, tmp_path: Path, kinds: Kinds) -> None:
    assert rule.id not in found_in(tmp_path / "passes", rule.passes, kinds)
    assert rule.id in found_in(tmp_path / "fails", rule.fails, kinds)


def found_in(folder: Path, files: Mapping[str, str], kinds: Kinds) -> set[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return {finding.rule for finding in read_folder(folder, kinds).findings}


def test_the_sample_company_is_read_without_findings(kinds: Kinds) -> None:
    assert read_folder(ROOT / "content", kinds).findings == ()
