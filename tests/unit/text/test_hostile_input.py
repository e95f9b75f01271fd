"""Whatever is written into a pattern or a value: a string or Invalid, soon."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from truth.kinds.policy.wording import take_apart
from truth.model.errors import Invalid
from truth.model.ref import Ref
from truth.text.argument import Argument, TypedValue
from truth.text.check import OwnedValue, Surroundings, TextNode, check_text, used_names
from truth.text.formatting import Formatted
from truth.text.render import render
from truth.text.setting import Avoided, Channel, Format, Setting
from truth.text.tree_writer import clause_tree

CASES = Path(__file__).parents[2] / "cases" / "text"

SETTING = Setting(
    locales=("en", "de"),
    channels={"web": Channel("web", Format.HTML, 40), "sms": Channel("sms", Format.SMS, 20, 2)},
    time_zone="Europe/Berlin",
    currency="EUR",
    avoid={"en": (Avoided("unfortunately", "say what happens next"),)},
    sentence_max=20,
)
ARGUMENTS = {"n": Argument("n", "integer", example=3), "s": Argument("s", "string", required=False)}
OWNED = {"window": OwnedValue(TypedValue("duration", "P30D")), "fee": OwnedValue(TypedValue("money", {"EUR": "4.95"}))}
AROUND = Surroundings(SETTING, ARGUMENTS, OWNED)

_PIECES = (
    *("{", "}", "'", "{n", "{s}", ", plural,", ", select,", " one {", " other {", "=1 {", "#", "offset:", "**", "["),
    *("](", "`", "|", "\n", "\n\n", "- ", "> ", "    ", "<b>", "30 days", "€4.95", "\\", "&amp;", "\u00a0", "\ufdd0"),
)
_syntax = st.lists(st.sampled_from(_PIECES), max_size=24).map("".join)
_anything = st.one_of(_syntax, st.text(alphabet=st.characters(), max_size=60))


@given(_anything, _anything, st.sampled_from(Format), st.booleans())
def test_any_pattern_with_any_values_is_a_string_or_invalid(
    pattern: str, value: str, format: Format, markdown: bool
) -> None:
    values = {"n": Formatted(value, 3, value), "s": Formatted(value, None, value)}
    with suppress(Invalid):
        assert isinstance(render(pattern, "en", format, values, markdown=markdown).text, str)


@given(_anything, _anything, st.booleans(), st.sampled_from(["label", "title", "sentence", "clause"]))
def test_checking_any_text_never_fails(source: str, other: str, markdown: bool, role: str) -> None:
    text = {"en": source, "de": {"default": other, "sms": source}}
    node = TextNode(Ref("policy", "x", ("clauses", "y")), ("clauses", "y"), text, role, markdown)  # type: ignore[arg-type]
    assert all(finding.message for finding in check_text(node, AROUND))
    assert isinstance(used_names(text, markdown), frozenset)


HOSTILE = yaml.safe_load((CASES / "hostile.yaml").read_text(encoding="utf-8"))
VALUES = {"n": Formatted("3", 3, "3"), "s": Formatted("script", None, "script")}
TAGS = frozenset(
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
        "a",
        "strong",
        "img",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    )
)
ATTRIBUTES = frozenset(["href", "title", "src", "alt", "start", "class", "style"])
RUNS = re.compile(r"(?:javascript|vbscript|file|data(?!:image/(?:gif|png|jpeg|webp);)):", re.IGNORECASE)


class Page(HTMLParser):
    """What a browser makes of HTML: the tags, the attributes and the links it finds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [re.sub(r"[\x00-\x20]+", "", value or "") for name, value in attrs if name in ("href", "src")]


def assert_harmless(html: str) -> None:
    page = Page(html)
    assert page.tags <= TAGS
    assert page.attributes <= ATTRIBUTES
    assert [link for link in page.links if RUNS.match(link)] == []


def node_of(source: str) -> TextNode:
    return TextNode(
        Ref("policy", "x", ("clauses", "y")), ("clauses", "y"), {"en": source, "de": source}, "clause", True
    )


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: ascii(case["clause"])[:60])
def test_hostile_markdown_is_found_before_it_is_published_and_harmless_where_it_is_rendered(
    case: dict[str, str],
) -> None:
    said = [finding.message for finding in check_text(node_of(case["clause"]), AROUND) if finding.severity == "error"]
    found = [message for message in said if "markup" in message or case.get("found", "…") in message]
    assert bool(found) == ("found" in case), said
    with suppress(Invalid):
        assert_harmless(render(case["clause"], "en", Format.HTML, VALUES, markdown=True).text)


@given(_anything, _anything)
def test_whatever_is_written_no_html_does_harm(source: str, value: str) -> None:
    values = {"n": Formatted(value or "x", 3, value or "x"), "s": Formatted(value or "x", None, value or "x")}
    with suppress(Invalid):
        assert_harmless(render(source, "en", Format.HTML, values, markdown=True).text)


_nested = st.lists(st.sampled_from(["> ", "- ", "1. ", "* ", "> - "]), max_size=40).map("".join)


@given(_nested, st.sampled_from(["", "# ", "    ", "## ", "*", "["]), st.sampled_from(Format))
def test_however_deep_words_stand_they_are_shown_or_refused(nested: str, before: str, format: Format) -> None:
    with suppress(Invalid):
        assert "not" in render(f"{nested}{before}you may not", "en", format, VALUES, markdown=True).text


UNITS = (
    *("[", "](", "*a ", "`", "> ", "- ", "{n", "{n}", "{n, plural, other {", "'", "<", "&", "1.000,", "thirty ", "a|"),
    *("![", "\n", "x@", "_a", "**a ", "a**b", "`a``b", "|a|\n|-|\n", "\\", "<a ", "1. ", "    ", "~", "http://a.b "),
    *("30 days. ", "30 (", "30 (30) ", "(thirty) days ", "30 days) "),
    *("> a\n", "- a\n", "  - a\n", "&#x202e;", "\u202e", "30 days ", "&amp;", "a\\\n", "<!--", "<b>"),
)


def steps(work: Callable[[], object]) -> int:
    """How many calls and returns of the interpreter some work takes."""
    count = 0

    def step(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def everything(source: str) -> None:
    """A clause checked, and rendered in every format."""
    list(check_text(node_of(source), AROUND))
    for format in Format:
        with suppress(Invalid):
            render(source, "en", format, VALUES, markdown=True)
    with suppress(Invalid):
        clause_tree(source, "en", VALUES)


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_twice_as_much_hostile_text_takes_at_most_twice_the_steps(unit: str) -> None:
    once, twice = (steps(partial(everything, repeated(unit, size))) for size in (1_500, 3_000))
    assert twice <= 2.2 * once + 10_000


def repeated(unit: str, size: int) -> str:
    return (unit * size)[:size]


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_a_megabyte_of_anything_is_refused_at_a_glance(unit: str) -> None:
    source = repeated(unit, 1_000_000)
    with pytest.raises(Invalid, match="1,000,000 characters; 20,000 is the limit"):
        render(source, "en", Format.HTML, VALUES, markdown=True)
    assert steps(lambda: everything(source)) < 50_000


@pytest.mark.parametrize("unit", [*UNITS, "## A {#a}\n", "# A\n", "a\n===\n", "[a]: b\n", "```\n"], ids=ascii)
def test_a_file_of_hostile_text_is_taken_apart_in_linear_steps(unit: str) -> None:
    files = ["## A {#a}\n\n" + repeated(unit, size) for size in (10_000, 20_000)]
    once, twice = (steps(partial(take_apart, file)) for file in files)
    assert twice <= 2.2 * once + 10_000


def test_a_file_of_many_clauses_is_taken_apart_in_linear_steps() -> None:
    files = ["".join(f"## A {{#a{number}}}\n\nb\n\n" for number in range(count)) for count in (300, 600)]
    once, twice = (steps(partial(take_apart, file)) for file in files)
    assert twice <= 2.2 * once


LIGHT = """
import sys
from truth.text.choice import choose
from truth.text.formatting import Formatted
from truth.text.render import render
from truth.text.setting import Format
values = {"n": Formatted("2", 2, "2")}
said = render("{n, plural, one {# day} other {# days}}", "en", Format.HTML, values, markdown=False)
sys.exit(said.text != "2 days" or "markdown_it" in sys.modules)
"""


def test_a_light_client_renders_finished_patterns_without_a_markdown_parser() -> None:
    assert subprocess.run([sys.executable, "-c", LIGHT], check=False).returncode == 0
