"""Which extractor reads which file, and what all of them agree on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from truth.drift.extract import extractor_for, extractors
from truth.drift.extract.extractor import Extractor
from truth.drift.piece import Piece, Role

Reading = Callable[[str, bytes], list[Piece]]
FORMATS = Path(__file__).parents[4] / "truth" / "drift" / "extract" / "formats"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("mail/a.html", "html"),
        ("mail/a.html.j2", "jinja"),
        ("mail/a.txt.j2", "jinja-text"),
        ("a.b.c.blade.php", "blade"),
        ("A.PHP", "php"),
        ("src/App.test.tsx", "tsx"),
        ("docs/v1.2/readme.md", "markdown"),
        ("locales/messages.de.po", "po"),
        ("x.min.js", "javascript"),
    ],
)
def test_the_longest_ending_that_fits_wins(path: str, name: str) -> None:
    found = extractor_for(path)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("path", ["Makefile", "a.png", ".gitignore", "html", "folder.html/binary", ""])
def test_a_file_nobody_knows_has_no_extractor(path: str) -> None:
    assert extractor_for(path) is None


def test_no_two_extractors_share_a_name_or_an_ending() -> None:
    endings = [ending for one in extractors() for ending in one.endings]
    assert len(set(endings)) == len(endings)
    assert len({one.name for one in extractors()}) == len(extractors())


def test_every_format_has_cases(root: Path) -> None:
    cases = {file.stem for file in (root / "tests" / "cases" / "drift" / "extract").glob("*.yaml")}
    assert {file.stem for file in FORMATS.glob("[a-z]*.py")} <= cases


def test_knowing_an_extractor_loads_no_parser() -> None:
    code = (
        "import sys; from truth.drift.extract import extractor_for; extractor_for('a.tsx'); "
        "print([name for name in ('tree_sitter', 'yaml', 'polib') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.html", "<p>Größe &amp; <b>Maß</b></p>"),
        ("a.py", 'a = "Größe"\n'),
        ("a.ts", 'const a = "Größe";\n'),
        ("de.json", '{"a": "Größe"}'),
        ("de.yaml", "a: Größe\n"),
        ("de.po", 'msgid "a"\nmsgstr "Größe"\n'),
        ("a.csv", "a,b\n1,Größe\n"),
        ("a.ndjson", '{"a": "Größe"}\n'),
        ("a.md", "# Größe\n"),
        ("a.txt", "Größe\n"),
        ("a.vue", "<template><p>Größe</p></template>\n"),
    ],
)
def test_a_byte_order_mark_and_windows_line_ends_move_pieces_and_change_none(
    path: str, text: str, pieces_of: Reading
) -> None:
    plain = pieces_of(path, text.encode())
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    marked = pieces_of(path, windows)
    assert [(one.role, one.text, one.name, one.path) for one in marked] == [
        (one.role, one.text, one.name, one.path) for one in plain
    ]
    assert any("Größe" in one.text for one in marked)
    for one in marked:
        if one.bytes_at is None:
            assert windows[one.start : one.end].decode() == one.text


@pytest.mark.parametrize("ending", sorted({one.endings[0] for one in extractors()}))
def test_a_file_in_utf_16_says_so_and_nothing_else(ending: str, pieces_of: Reading) -> None:
    told = pieces_of(f"a{ending}", "<p>Größe</p>".encode("utf-16"))
    assert [one.role for one in told] == [Role.BROKEN]
    assert "UTF-8" in told[0].text


def test_a_span_leaves_out_the_markup_beside_it(pieces_of: Reading) -> None:
    data = b"<p>Within <b>30 days</b> of it</p>"
    (piece,) = pieces_of("a.html", data)
    begin = piece.text.index("30 days")
    start, end = piece.span(begin, begin + len("30 days"))
    assert data[start:end] == b"30 days"


@pytest.mark.parametrize(
    ("path", "locale"),
    [
        ("locales/de.json", "de"),
        ("locales/de-AT/common.json", "de-AT"),
        ("i18n/messages_fr.json", "fr"),
        ("src/lang/pt_BR.json", "pt-BR"),
        ("locales/common.json", None),
    ],
)
def test_a_catalogue_speaks_the_language_its_path_names(path: str, locale: str | None, pieces_of: Reading) -> None:
    (piece,) = pieces_of(path, b'{"greeting": "x y"}')
    assert (piece.role, piece.locale) == (Role.TEXT, locale)


@pytest.mark.parametrize("path", ["data/orders.json", "package.json", "config/settings.json"])
def test_a_file_that_is_not_named_a_catalogue_is_data(path: str, pieces_of: Reading) -> None:
    (piece,) = pieces_of(path, b'{"greeting": "x y"}')
    assert (piece.role, piece.path) == (Role.VALUE, "$.greeting")


def test_readings_of_many_branches_stay_few(pieces_of: Reading) -> None:
    branches = b"".join(b"{% if a %}x" + str(n).encode() + b"{% else %}y{% endif %} and " for n in range(200))
    told = [one for one in pieces_of("a.jinja", b"<p>" + branches + b"</p>") if one.role is Role.TEXT]
    assert sum(len(one.text) for one in told) < 50 * len(branches)
    assert {"y"} < {one.text for one in told}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.tsx", 'const a = <p title="Sent">{"Packed"}<p/>{b ? "Gone" : "Back"}</p>;\n'),
        ("a.html", '<p title="Sent">{{ _("Packed") }}</p><p title=Gone></p>'),
        ("a.vue", "<template><p :title=\"'Sent'\">{{ a ? 'Packed' : 'Gone' }}</p></template>"),
    ],
)
def test_only_words_between_tags_have_no_quotes_around_them(path: str, text: str, pieces_of: Reading) -> None:
    texts = [one for one in pieces_of(path, text.encode()) if one.role is Role.TEXT and len(one.text) > 1]
    assert {one.text for one in texts} >= {"Sent", "Packed", "Gone"}
    assert all(one.outer for one in texts if one.text.isalpha())


@pytest.mark.parametrize("extractor", [pytest.param(one, id=one.name) for one in extractors()])
def test_a_call_names_the_ref_it_asks_for(extractor: Extractor) -> None:
    for call in (extractor.text_call, extractor.value_call):
        assert call is None or "{ref}" in call


@pytest.mark.parametrize(
    ("path", "template"),
    [(f"a{one.endings[0]}", one.text_call) for one in extractors() if one.text_call and "{text}" not in one.text_call],
    ids=[one.name for one in extractors() if one.text_call and "{text}" not in one.text_call],
)
def test_what_a_fix_writes_is_read_as_a_ref(path: str, template: str, pieces_of: Reading) -> None:
    call = template.replace("{ref}", "policy:returns/clauses/window")
    around = {
        ".tsx": "const a = {};",
        ".jsx": "const a = {};",
        ".js": "const a = {};",
        ".vue": "<template>{}</template>",
    }
    page = around.get(path[1:], "{}\n").replace("{}", f"<p>{call}</p>")
    (ref,) = [one for one in pieces_of(path, page.encode()) if one.role is Role.REF]
    assert ref.text == "policy:returns/clauses/window"
    assert ref.call is not None
    assert not ref.call.dynamic
