"""Whatever is written into a pattern or a value: a string or Invalid, soon."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.model.errors import Invalid
from truth.model.ref import Ref
from truth.text.argument import Argument, TypedValue
from truth.text.check import OwnedValue, Surroundings, TextNode, check_text, used_names
from truth.text.formatting import Formatted
from truth.text.render import render
from truth.text.setting import Avoided, Channel, Format, Setting

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


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "](",
        "*a ",
        "`",
        "> ",
        "- ",
        "{n",
        "{n, plural, other {",
        "'",
        "<",
        "&",
        "1.000,",
        "thirty ",
        "a|",
        "![",
        "\n",
        "x@",
    ],
)
@pytest.mark.parametrize("markdown", [True, False])
def test_a_long_hostile_text_is_checked_and_rendered_in_good_time(unit: str, markdown: bool) -> None:
    source = (unit * 20_000)[:20_000]
    node = TextNode(Ref("policy", "x"), ("title",), {"en": source, "de": source}, "clause", markdown)
    started = process_time()
    list(check_text(node, AROUND))
    for format in Format:
        with suppress(Invalid):
            render(source, "en", format, {"n": Formatted("3", 3, "3")}, markdown=markdown)
    assert process_time() - started < 20


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
