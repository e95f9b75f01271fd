"""SMS: the GSM alphabet, its plain equivalents, and segments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.text.formatting import Formatted
from truth.text.render import render
from truth.text.setting import Format
from truth.text.sms import BASIC, EXTENSION, Segments, count_segments, plain_punctuation


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("a" * 160, Segments("GSM-7", 160, 1)),
        ("a" * 161, Segments("GSM-7", 161, 2)),
        ("a" * 306, Segments("GSM-7", 306, 2)),
        ("a" * 307, Segments("GSM-7", 307, 3)),
        ("€" * 80, Segments("GSM-7", 160, 1)),
        ("ä" * 70, Segments("GSM-7", 70, 1)),
        ("ê" * 70, Segments("UCS-2", 70, 1)),
        ("ê" * 71, Segments("UCS-2", 71, 2)),
        ("ê" * 134, Segments("UCS-2", 134, 2)),
        ("ê" * 135, Segments("UCS-2", 135, 3)),
        ("😀" * 35, Segments("UCS-2", 70, 1)),
    ],
)
def test_a_text_takes_as_many_segments_as_its_alphabet_allows(text: str, segments: Segments) -> None:
    assert count_segments(text) == segments


def test_an_escape_pair_is_not_split_across_segments() -> None:
    assert count_segments("a" * 152 + "€" + "a" * 152) == Segments("GSM-7", 306, 3)


def test_a_surrogate_pair_is_not_split_across_segments() -> None:
    assert count_segments("ê" * 66 + "😀" + "ê" * 66) == Segments("UCS-2", 134, 3)


def test_the_alphabet_has_127_characters_and_ten_more_behind_the_escape() -> None:
    assert (len(BASIC), len(EXTENSION)) == (127, 10)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("“Tee” – it’s here…", '"Tee" - it\'s here...'),
        ("« 4,95\u00a0€ »\u202f!", '" 4,95 € " !'),
        ("co\u00adoperate", "cooperate"),
    ],
)
def test_typographic_punctuation_is_sent_as_its_plain_equivalent(typed: str, sent: str) -> None:
    assert plain_punctuation(typed) == sent


@given(st.text())
def test_letters_are_never_changed(text: str) -> None:
    def letters(of: str) -> list[str]:
        return [char for char in of if char.isalpha() and char != "x"]

    assert letters(plain_punctuation(text)) == letters(text)


def test_values_are_counted_and_made_plain_like_the_words_around_them() -> None:
    values = {"price": Formatted("4,95\u00a0€", None, "4.95")}
    shown = render("Für {price}", "de", Format.SMS, values, markdown=False)
    assert (shown.text, shown.segments) == ("Für 4,95 €", Segments("GSM-7", 11, 1))
