"""What changed between two texts, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from truth.cli.words import Pieces, one_side, passage, passages, shortened
from truth.text.word_diff import Op, Piece

TEXTS = st.text(alphabet="ab \n.", max_size=60)


def words(pieces: Pieces) -> list[str]:
    return "".join(piece.text for piece in pieces).split()


@given(TEXTS, TEXTS)
def test_the_words_of_each_side_are_its_own_text(before: str, after: str) -> None:
    shown = passage(before, after)
    assert "".join(words(one_side(shown, Op.REMOVED))) == "".join(before.split())
    assert "".join(words(one_side(shown, Op.ADDED))) == "".join(after.split())


@given(TEXTS, TEXTS)
def test_every_passage_shows_a_difference(before: str, after: str) -> None:
    shown = list(passages(before, after))
    assert all(any(piece.op is not Op.SAME for piece in part) for part in shown)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert list(passages(text, text)) == []


def test_only_the_paragraph_that_differs_is_shown() -> None:
    (shown,) = passages("Same.\n\n30 days.\n\nSame again.", "Same.\n\n45 days.\n\nSame again.")
    assert list(shown) == [Piece(Op.REMOVED, "30 "), Piece(Op.ADDED, "45 "), Piece(Op.SAME, "days.")]


def test_paragraphs_that_come_and_go_are_shown_whole() -> None:
    assert [list(part) for part in passages("a\n\nb", "a\n\nb\n\nc d")] == [[Piece(Op.ADDED, "c d")]]
    assert [list(part) for part in passages("x\n\na", "a")] == [[Piece(Op.REMOVED, "x")]]


def test_spaces_alone_are_a_difference_too() -> None:
    assert list(passage("a b", "a  b")) == [Piece(Op.REMOVED, "a b"), Piece(Op.ADDED, "a  b")]


def test_a_paragraph_wrapped_in_its_file_is_one_line_and_a_list_is_not() -> None:
    old = "You can return your order within 30 days of its\ndelivery:\n- unopened\n- or tried on"
    (shown,) = passages(old, old.replace("30", "45"))
    assert "".join(piece.text for piece in shown).endswith("days of its delivery:\n- unopened\n- or tried on")


def test_of_many_words_that_stayed_those_beside_a_change_are_kept() -> None:
    many = " ".join(f"w{number}" for number in range(100))
    first, gone, come, last = shortened(passage(f"{many} 30 {many}", f"{many} 45 {many}"))
    assert first.text == "… w92 w93 w94 w95 w96 w97 w98 w99 "
    assert (gone.text.strip(), come.text.strip()) == ("30", "45")
    assert last.text == "w0 w1 w2 w3 w4 w5 w6 w7 …"


def test_between_two_changes_the_words_beside_both_are_kept() -> None:
    many = " ".join(f"w{number}" for number in range(100))
    stayed = shortened(passage(f"30 {many} 3", f"45 {many} 5"))[2]
    assert stayed.text == "w0 w1 w2 w3 w4 w5 w6 w7 … w92 w93 w94 w95 w96 w97 w98 w99 "


def test_a_few_words_that_stayed_are_all_kept() -> None:
    shown = passage("30 days after it was delivered to you", "45 days after it was delivered to you")
    assert list(shortened(shown)) == list(shown)
