"""Clauses: CommonMark as markdown-it reads it, arguments in it, and every format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from truth.model.errors import Invalid
from truth.text.clause import MarkupInBranch
from truth.text.formatting import Formatted
from truth.text.message import BadPattern
from truth.text.render import render
from truth.text.setting import Format

CASES = Path(__file__).parents[2] / "cases" / "text"
DOCUMENTS = yaml.safe_load((CASES / "commonmark.yaml").read_text(encoding="utf-8"))
FORMATS = yaml.safe_load((CASES / "formats.yaml").read_text(encoding="utf-8"))
COMMONMARK = MarkdownIt("commonmark", {"html": False}).enable("table")
VALUES = {
    "window": Formatted("30 days", 30, "P30D"),
    "n": Formatted("1", 1, "1"),
    "item": Formatted("Tee & <b>*co*</b>", None, "Tee & <b>*co*</b>"),
    "order": Formatted("A/../b?c=1&d", None, "A/../b?c=1&d"),
    "help_url": Formatted("https://natural.example/help", None, "https://natural.example/help"),
    "phone": Formatted("+49 30 5550 100", None, "+49 30 5550 100"),
    "script": Formatted("javascript:alert(1)", None, "javascript:alert(1)"),
}


def shown(source: str, format: Format = Format.HTML, **values: Formatted) -> str:
    return render(source, "en", format, {**VALUES, **values}, markdown=True).text


def words(text: str) -> Formatted:
    return Formatted(text, None, text)


@pytest.mark.parametrize("source", DOCUMENTS)
def test_a_document_without_braces_is_the_html_that_markdown_it_writes(source: str) -> None:
    assert shown(source) == COMMONMARK.render(source)


@pytest.mark.parametrize("source", DOCUMENTS)
def test_markdown_written_again_reads_as_the_same_document(source: str) -> None:
    assert COMMONMARK.render(shown(source, Format.MARKDOWN)) == COMMONMARK.render(source)


_markdown = st.text(alphabet="ab1 \n\n*_`[]()<>#-+.!\\&;:|~=\"'\t>", max_size=40)


_documents = st.one_of(_markdown, st.lists(st.sampled_from(DOCUMENTS), max_size=3).map("\n\n".join))


@given(_documents.filter(lambda source: "''" not in source))
@example("\\ \n1")
@example("- a\n-\n  b")
def test_any_document_written_again_reads_as_the_same_document(source: str) -> None:
    assert COMMONMARK.render(shown(source, Format.MARKDOWN)) == COMMONMARK.render(source)


@given(_documents.filter(lambda source: "''" not in source))
def test_any_document_without_braces_is_the_html_that_markdown_it_writes(source: str) -> None:
    assert shown(source) == COMMONMARK.render(source)


@pytest.mark.parametrize("case", FORMATS, ids=lambda case: case["why"])
def test_a_clause_in_each_format(case: dict[str, Any]) -> None:
    said = {format: shown(case["clause"], Format(format)) for format in case["shows"]}
    assert said == case["shows"]


_value = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("\\`*_{}[]()<>#+-.!|~&:=\"' 1a/@\u00a0\u2003€é")),
        st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\u2028\u2029"),
    ),
    min_size=1,
    max_size=14,
)
_IN_A_LINE = [
    "a {v}[x](/x)",
    "a {v, select, q {no} other {{v}!}}[x](/x)",
    "a {v} b",
    "{v}. b",
    "1{v} b",
    "a\n{v}",
    "[{v}](/x)",
]
_PLACES = ["{v}", "- {v}", "> {v}", "# {v}", "| h |\n|---|\n| {v} |", *_IN_A_LINE]


def read_back(markdown: str) -> str:
    tokens = COMMONMARK.parse(markdown)
    return "".join(child.content for token in tokens for child in token.children or () if child.type == "text")


@given(_value, st.sampled_from(_PLACES))
@example("1.", "{v}")
@example("2)", "1{v} b")
@example(" - x ", "{v}")
@example("&amp;", "a {v} b")
@example("***", "a\n{v}")
@example("Hi!", "a {v}[x](/x)")
def test_a_value_in_markdown_reads_back_as_exactly_the_value(value: str, place: str) -> None:
    structure = shown(place, v=words("value")).replace("value", "\ufffc")
    written = shown(place, Format.MARKDOWN, v=words(value))
    assert COMMONMARK.render(written) == structure.replace("\ufffc", _escaped(value))
    assert value in read_back(written)


@given(_value, st.sampled_from(_PLACES))
def test_a_value_in_html_never_becomes_markup(value: str, place: str) -> None:
    html = shown(place, v=words(value))
    assert html == shown(place, v=words("value")).replace("value", _escaped(value))


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def test_a_plural_may_span_the_lines_of_a_paragraph() -> None:
    source = "You have {window, plural,\none {# day}\nother {# full\ndays}} left."
    assert shown(source) == "<p>You have 30 full days left.</p>\n"


def test_markup_inside_a_branch_is_refused_and_named_as_that() -> None:
    with pytest.raises(MarkupInBranch, match="markup inside"):
        shown("You have {window, plural, one {**one** day} other {# days}}.")


def test_a_pattern_that_is_only_broken_is_not_blamed_on_markup() -> None:
    with pytest.raises(BadPattern) as refused:
        shown("You **have** {window.")
    assert not isinstance(refused.value, MarkupInBranch)


def test_code_is_shown_as_typed() -> None:
    assert shown("`{x} '{y}'`\n\n    {z}") == "<p><code>{x} '{y}'</code></p>\n<pre><code>{z}\n</code></pre>\n"


def test_what_is_escaped_is_literal() -> None:
    assert shown(r"\{window\} &#123;n&#125;") == "<p>{window} {n}</p>\n"


@pytest.mark.parametrize("source", ["[x]({script})", "[x](javascript:{n})", "[x]({item})", "![x](data:{n})"])
def test_a_link_that_leads_elsewhere_is_refused_once_its_arguments_are_in(source: str) -> None:
    with pytest.raises(Invalid):
        shown(source)


def test_a_value_in_a_link_cannot_change_where_it_goes() -> None:
    html = shown("[x](https://shop.example/o/{order})")
    assert html == '<p><a href="https://shop.example/o/A%2F..%2Fb%3Fc%3D1%26d">x</a></p>\n'


def test_a_script_link_without_arguments_is_text_as_in_commonmark() -> None:
    assert "<a" not in shown("[x](javascript:alert(1))")


def test_a_telephone_link_is_dialled_without_the_spaces_people_read() -> None:
    assert 'href="tel:+49305550100"' in shown("[{phone}](tel:{phone})")
    assert shown("[{phone}](tel:{phone})", Format.TEXT) == "+49 30 5550 100"


def test_plain_text_is_wrapped_at_78_with_hanging_indents() -> None:
    lines = shown("- " + "word " * 40 + "\n\n> " + "word " * 40, Format.TEXT).split("\n")
    assert max(len(line) for line in lines) <= 78
    assert [line[:2] for line in lines] == ["- ", "  ", "  ", "", "> ", "> ", "> "]
