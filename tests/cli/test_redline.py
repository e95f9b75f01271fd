"""The difference between two texts on a terminal: marked by colours or signs, and never wider than it is."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from truth.cli.durations import with_words
from truth.cli.redline import redlined
from truth.cli.words import passages

LONG = "Within {} days of delivery you can send it back to us, and you need no reason to do so at all."


def shown(before: str, after: str, width: int = 60, *, coloured: bool = False) -> str:
    colours = "truecolor" if coloured else None
    out = Console(file=io.StringIO(), width=width, force_terminal=coloured, color_system=colours, soft_wrap=True)
    return "\n".join(
        (line.markup if coloured else line.plain)
        for part in passages(before, after)
        for line in redlined(part, "  ", out)
    )


def test_a_short_text_is_shown_as_it_was_and_as_it_is() -> None:
    assert shown("30 days", "45 days") == "  - 30 days\n  + 45 days"


def test_a_long_text_is_shown_once_with_signs_around_its_words() -> None:
    lines = shown(LONG.format(30), LONG.format(45)).splitlines()
    assert lines == ["  ~ Within [-30-] {+45+} days of delivery you can send it", "    back …"]


def test_on_a_terminal_colours_stand_for_the_signs() -> None:
    said = shown(LONG.format(30), LONG.format(45), coloured=True)
    assert "[red strike]30[/red strike]" in said
    assert "[green underline]45[/green underline]" in said
    assert "[-" not in said


@pytest.mark.parametrize(("before", "after", "sign"), [("", LONG, "+"), (LONG, "", "-")])
def test_a_long_text_that_comes_or_goes_has_one_sign(before: str, after: str, sign: str) -> None:
    first, *others = shown(before, after).splitlines()
    assert first.startswith(f"  {sign} Within")
    assert others
    assert all(line.startswith("    ") for line in others)


@given(st.text(alphabet="ab \n.", max_size=300), st.text(alphabet="ab \n.", max_size=300))
def test_no_line_is_wider_than_the_terminal(before: str, after: str) -> None:
    assert all(len(line) <= 40 for line in shown(before, after, 40).splitlines())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("P45D", "45 days (P45D)"),
        ("PT1H", "1 hour (PT1H)"),
        ("P1Y6M", "1 year and 6 months (P1Y6M)"),
        ("Policy", "Policy"),
    ],
)
def test_a_duration_is_said_in_words_too(text: str, said: str) -> None:
    assert with_words(text) == said
