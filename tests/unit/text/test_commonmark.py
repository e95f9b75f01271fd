"""CommonMark stays CommonMark: the specification's 652 examples go through our renderer."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from truth.model.errors import Invalid
from truth.text.foreign_markup import foreign_markup
from truth.text.message import BadPattern
from truth.text.render import render
from truth.text.setting import Format
from truth.text.tree_writer import clause_tree

FOLDER = Path(__file__).parents[2] / "cases" / "text" / "commonmark-0.31.2"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
WRITTEN = frozenset(
    (
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "hr",
        "br",
        "em",
        "strong",
        "a",
        "img",
    )
)
READER = MarkdownIt("commonmark", {"html": False}).enable("table")


def examples() -> dict[int, tuple[str, str]]:
    """Markdown and HTML by number; the specification shows a tab as an arrow."""
    text = (FOLDER / "spec.txt").read_text(encoding="utf-8").replace("→", "\t")
    return dict(enumerate(_EXAMPLE.findall(text), start=1))


EXAMPLES = examples()
DIFFERENT: list[dict[str, Any]] = yaml.safe_load((FOLDER / "differs.yaml").read_text(encoding="utf-8"))
SAME = sorted(EXAMPLES.keys() - {number for group in DIFFERENT for number in group["examples"]})
REFUSED = [number for group in DIFFERENT if group["refused"] for number in group["examples"]]


def html(number: int) -> str | None:
    """Our HTML of an example; None where it is refused as a pattern."""
    try:
        return render(EXAMPLES[number][0], "en", Format.HTML, {}, markdown=True).text
    except BadPattern:
        return None


def test_every_example_of_the_specification_is_here() -> None:
    assert len(EXAMPLES) == 652
    assert len(SAME) + sum(len(group["examples"]) for group in DIFFERENT) == 652


@pytest.mark.parametrize("number", SAME)
def test_an_example_is_the_html_of_the_specification(number: int) -> None:
    assert html(number) == EXAMPLES[number][1]


@pytest.mark.parametrize("group", DIFFERENT, ids=lambda group: group["why"])
def test_an_example_that_is_listed_as_different_is_different(group: dict[str, Any]) -> None:
    assert [number for number in group["examples"] if html(number) == EXAMPLES[number][1]] == []


@pytest.mark.parametrize("number", REFUSED)
def test_what_is_refused_never_becomes_markup_and_is_found_before_it_is_published(number: int) -> None:
    source = EXAMPLES[number][0]
    written = html(number)
    assert written is None or set(_TAG.findall(written)) <= WRITTEN
    assert written is None or list(foreign_markup(source))


@pytest.mark.parametrize("number", SAME)
def test_an_example_written_as_markdown_again_reads_as_the_same_document(number: int) -> None:
    source = EXAMPLES[number][0]
    assert READER.render(render(source, "en", Format.MARKDOWN, {}, markdown=True).text) == READER.render(source)


@pytest.mark.parametrize("number", EXAMPLES)
def test_an_example_has_a_plain_text_and_a_tree(number: int) -> None:
    source = EXAMPLES[number][0]
    with suppress(Invalid):
        tree = clause_tree(source, "en", {})
        plain = render(source, "en", Format.TEXT, {}, markdown=True).text
        assert words(tree) == words_of(EXAMPLES[number][1]) or number in REFUSED
        assert not re.search(r"[\ufdd0-\ufdef]", plain)


def words(tree: Any) -> str:
    """All words of a tree, without spaces."""
    if isinstance(tree, dict):
        return "".join(
            words(value) for key, value in tree.items() if key in ("text", "children", "items", "head", "rows")
        )
    return "".join(words(one) for one in tree) if isinstance(tree, list) else squeezed(tree)


def words_of(written: str) -> str:
    """All words of HTML; an image has those of its alt text."""
    import html as entities

    alt = re.sub(r'<img [^>]*?alt="([^"]*)"[^>]*>', r"\1", written)
    return squeezed(entities.unescape(re.sub(r"<[^>]*>", "", alt)))


def squeezed(text: str) -> str:
    return "".join(text.split())
