"""Two texts, word by word: nothing is lost, what stayed is recognised, and the work stays in proportion."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truth.text import sequences
from truth.text.sequences import common, longest_rising
from truth.text.word_diff import Op, count_words, one_sided, word_diff

WORDS = st.lists(st.sampled_from(["a", "b", "c", "30", "days", ".", "\n", "€50"]), max_size=40).map(" ".join)
NUMBERS = st.lists(st.integers(0, 6), max_size=60)


def shown(old: str, new: str) -> str:
    signs = {Op.SAME: "{}", Op.REMOVED: "[-{}-]", Op.ADDED: "{{+{}+}}"}
    return "".join(signs[piece.op].format(piece.text.strip()) + " " for piece in word_diff(old, new)).strip()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("same words", "same words", "same words"),
        ("within 30 days", "within 45 days", "within [-30-] {+45+} days"),
        ("You have 30 days.", "You have 30 days to decide.", "You have 30 days {+to decide+} ."),
        ("", "All new.", "{+All new.+}"),
        ("All gone.", "", "[-All gone.-]"),
        ("wrapped\nhere", "wrapped\nhere", "wrapped\nhere"),
        ("two  spaces", "two spaces", "two spaces"),
        ("see https://a.example/x?y=1 now", "see https://b.example/ now", None),
        ("4.95 €", "4,95 €", "[-4.95-] {+4,95+} €"),
        ("30-day window", "14-day window", "[-30-day-] {+14-day+} window"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_change_is_marked_where_it_is(old, new, expected):
    if expected is None:
        expected = "see [-https://a.example/x?y=1-] {+https://b.example/+} now"
    assert shown(old, new) == expected


def test_a_word_between_two_larger_changes_is_marked_with_them():
    assert shown("one two three the four five six", "ten eleven twelve the thirteen fourteen fifteen") == (
        "[-one two three the four five six-] {+ten eleven twelve the thirteen fourteen fifteen+}"
    )


def test_the_end_of_a_line_is_never_marked_with_the_words_around_it():
    pieces = word_diff("a b c\nd e f", "x y z\nu v w")
    assert [(piece.op, piece.text.strip(" ")) for piece in pieces] == [
        (Op.REMOVED, "a b c"),
        (Op.ADDED, "x y z"),
        (Op.SAME, "\n"),
        (Op.REMOVED, "d e f"),
        (Op.ADDED, "u v w"),
    ]


def words(text: str) -> list[str]:
    return re.findall(r"\n|\S", text.strip())


@given(WORDS, WORDS)
def test_the_pieces_make_both_texts_again(old, new):
    pieces = word_diff(old, new)
    assert words("".join(piece.text for piece in pieces if piece.op is not Op.ADDED)) == words(old)
    assert words("".join(piece.text for piece in pieces if piece.op is not Op.REMOVED)) == words(new)


@given(WORDS)
def test_a_text_compared_with_itself_is_the_same(text):
    assert {piece.op for piece in word_diff(text, text)} <= {Op.SAME}


@given(NUMBERS, NUMBERS)
def test_what_is_common_says_the_same_and_rises_on_both_sides(old, new):
    pairs = common(old, new)
    assert all(old[one] == new[other] for one, other in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12))
def test_without_anchors_the_shortest_edit_is_found(old, new):
    doubled = [*old, *old], [*new, *new]  # nothing stands once, so nothing anchors
    assert len(common(*doubled)) == longest_common(*doubled)


def longest_common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row, one in enumerate(old):
        for column, other in enumerate(new):
            best = max(table[row][column + 1], table[row + 1][column])
            table[row + 1][column + 1] = table[row][column] + 1 if one == other else best
    return table[-1][-1]


@given(st.lists(st.integers(0, 50), unique=True, max_size=30))
def test_what_kept_its_order_rises(values):
    kept = [values[place] for place in longest_rising(values)]
    assert kept == sorted(kept)


class Counted(str):
    """A word that counts how often it is compared."""

    compared = 0

    def __eq__(self, other: Any) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["a"] * 4_000, ["b"] * 4_000),
        (["a", "b"] * 2_000, ["b", "a", "a"] * 1_500),
        ([str(one % 7) for one in range(4_000)], [str(one * one % 11) for one in range(4_000)]),
        ([str(one) for one in range(4_000)], [str(one) for one in range(4_000, 0, -1)]),
    ],
    ids=["nothing in common", "the same few words", "noise", "backwards"],
)
def test_hostile_texts_cost_no_more_than_their_length(old, new):
    Counted.compared = 0
    common([Counted(one) for one in old], [Counted(one) for one in new])
    assert Counted.compared <= (len(old) + len(new)) * (2 * sequences.MOST_EDITS + sequences.DEEPEST)


def test_words_that_came_and_went_are_counted():
    pieces = word_diff("within 30 days", "within two whole weeks")
    assert (count_words(pieces, Op.REMOVED), count_words(pieces, Op.ADDED)) == (2, 3)
    assert one_sided(Op.ADDED, "") == ()
