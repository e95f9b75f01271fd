"""The registry's words, typed in by hand: as they are, and not quite as they are."""

from __future__ import annotations

import pytest

from tests.unit.drift.shop import found, rules
from truth.drift.facts.phrasebook import difference


@pytest.mark.parametrize(
    "markup",
    [
        "<p>We handed your parcel to the carrier.</p>",
        "<p>We handed\n   your parcel\n   to the carrier.</p>",
        "<p>We handed your <b>parcel</b> to the carrier.</p>",
        "<p>We handed your parcel to the carrier. Yours, Ada</p>",
        "<strong>Shipped</strong>",
        "<p>You can return your order within <b>30 days</b> of delivery.</p>",
    ],
)
def test_canonical_words_are_found_whatever_stands_in_and_around_them(markup: str) -> None:
    assert rules("page.html", markup) == ["drift/hard-coded-text"]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>We shipped your order, Ada.</p>",
        "<a href='/returns'>Returns</a>",
        "<p>Unshipped</p>",
        '<truth-text ref="status:order/shipped/happened">We handed your parcel to the carrier.</truth-text>',
        "<!-- We handed your parcel to the carrier. -->",
    ],
)
def test_other_words_and_those_that_come_from_the_registry_are_left_alone(markup: str) -> None:
    assert rules("page.html", markup) == []


def test_an_altered_sentence_is_told_with_what_differs() -> None:
    (one,) = found("page.html", "<p>We have handed your parcel to the carrier.</p>")
    assert one.finding.rule == "drift/altered-wording"
    assert "“have” is added" in one.finding.message


def test_a_sentence_that_differs_in_a_number_alone_is_another_promise_and_nothing_else() -> None:
    said = "You can return your order within 14 days of delivery."
    assert rules("page.html", f"<p>{said}</p>") == ["drift/promise-contradicts"]


def test_the_difference_is_shown_word_by_word() -> None:
    assert difference("one two three", "one 2 three four") == "“two” became “2”; “four” is added"
    assert difference("one two three", "one three") == "“two” is missing"


def test_a_text_that_is_all_a_ref_says_can_be_asked_for_instead() -> None:
    (one,) = found("page.html.j2", "<p>We handed your parcel to the carrier.</p>")
    assert one.edit is not None
    assert b"status:order/shipped/happened" in one.edit.replacement


PLACED = {"statuses": [{"vocabulary": "order", "fields": ["order.status", "data-status"]}]}


def replacements(path: str, text: str) -> list[bytes]:
    return [one.edit.replacement for one in found(path, text, PLACED) if one.edit]


def test_a_single_word_is_mended_only_where_its_element_says_which_status_it_is() -> None:
    assert replacements("page.html", "<h2>Shipped</h2>") == []
    assert replacements("page.html", '<h2 data-status="shipped"><b>Shipped</b></h2>') == [
        b'<truth-text ref="status:order/shipped/label">Shipped</truth-text>'
    ]


def test_words_beside_the_code_of_another_status_are_never_mended() -> None:
    (one,) = found("page.html", '<h2 data-status="shipped">Delivered</h2>', PLACED)
    assert (one.finding.rule, one.edit) == ("drift/label-on-wrong-code", None)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("page.tsx", "export const Page = () => (<><p>We handed your parcel to the carrier.</p>{%s}</>);\n"),
        ("page.vue", "<template><p>We handed your parcel to the carrier.</p>{{ %s }}</template>\n"),
        ("page.py", 'subject = "We handed your parcel to the carrier."\nother = %s\n'),
    ],
    ids=["tsx", "vue", "python"],
)
def test_a_program_is_mended_only_where_it_asks_the_registry_already(path: str, text: str) -> None:
    assert replacements(path, text % "other") == []
    (said,) = replacements(path, text % 'truth.text("status:order/placed/happened")')
    assert b'truth.text("status:order/shipped/happened")' in said


def test_an_altered_sentence_comes_with_the_right_one() -> None:
    (one,) = found("page.html", "<p>We have handed your parcel to the carrier.</p>")
    assert "We handed your parcel to the carrier." in str(one.finding.fix)


def test_a_part_of_what_a_ref_says_cannot() -> None:
    (one,) = found("page.html.j2", "<p>You need no reason, and the last day counts in full.</p>")
    assert one.edit is None
