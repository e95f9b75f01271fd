"""What changed between two texts, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from truth.cli.words import passage, passages

TEXTS = st.text(alphabet="ab \n.", max_size=60)


@given(TEXTS, TEXTS)
def test_the_words_of_each_side_are_its_own_text(before: str, after: str) -> None:
    shown = passage(before, after)
    assert "".join(run.text for run in shown.before) == before
    assert "".join(run.text for run in shown.after) == after


@given(TEXTS, TEXTS)
def test_what_is_not_marked_is_the_same_on_both_sides(before: str, after: str) -> None:
    shown = passage(before, after)
    kept = ["".join(run.text for run in side if not run.changed) for side in (shown.before, shown.after)]
    assert kept[0] == kept[1]


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert list(passages(text, text)) == []


def test_only_the_paragraph_that_differs_is_shown() -> None:
    (shown,) = passages("Same.\n\n30 days.\n\nSame again.", "Same.\n\n45 days.\n\nSame again.")
    assert [(run.text, run.changed) for run in shown.before] == [("30", True), (" days.", False)]
    assert [(run.text, run.changed) for run in shown.after] == [("45", True), (" days.", False)]


def test_long_texts_are_shown_whole_instead_of_compared_word_by_word() -> None:
    shown = passage("a " * 5_000, "b " * 5_000)
    assert len(shown.before) == len(shown.after) == 1
