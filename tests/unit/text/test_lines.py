"""A clause's HTML as lines: what a person reads, and nothing a browser adds."""

from __future__ import annotations

import pytest

from truth.text.lines import lines_of
from truth.text.render import render
from truth.text.setting import Format

CASES = {
    "paragraphs": ("One\nline.\n\nTwo **bold** lines.", ["One line.", "Two bold lines."]),
    "a list with marks": ("- a\n- b", ["• a", "• b"]),
    "a list that counts from where it begins": ("3. c\n4. d", ["3. c", "4. d"]),
    "lists in lists": ("- a\n  - b\n    - c", ["• a", "◦ b", "▪ c"]),
    "a paragraph after an item": ("- a\n\n  b", ["• a", "b"]),
    "a link says where it leads": ("[us](https://a.example/?b&c)", ["us (https://a.example/?b&c)"]),
    "a link that says it already": ("[a@b.example](mailto:a@b.example)", ["a@b.example"]),
    "a table": ("| a | b |\n|---|---|\n| 1 | 2 |", ["a | b", "1 | 2"]),
    "code keeps its lines": ("```\nx\ny\n```", ["x", "y"]),
    "a heading": ("### By post\n\nWrite.", ["By post", "Write."]),
    "what looks like HTML is text": ("a < b & <c>", ["a < b & <c>"]),
    "a line that ends by hand": ("a\\\nb", ["a", "b"]),
}


@pytest.mark.parametrize(("markdown", "expected"), CASES.values(), ids=CASES.keys())
def test_every_block_is_a_line(markdown, expected):
    html = render(markdown, "en", Format.HTML, {}, markdown=True).text
    assert lines_of(html).split("\n") == expected
