"""What a customer reads of a status, whole, in one call."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from truth.factory import read_content
from truth.model.errors import Gone, Invalid, NotFound
from truth.model.ref import Ref
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.status_block import View, display_block, status_block

BLOCK = ["label", "happened", "next", "when", "cost", "help", "recovery"]
FULFILMENT, ORDER = Ref("status", "fulfilment"), Ref("status", "order")


@cache
def sample() -> Catalogue:
    return Catalogue(snapshot_of(read_content(Path(__file__).parents[3] / "content").documents.values()))


@pytest.mark.parametrize("locale", ["en", "de", "fr"])
@pytest.mark.parametrize("channel", ["web", "email", "sms", "chat", "agent", "invoice"])
def test_every_status_has_its_whole_block_on_every_channel_in_every_locale(locale: str, channel: str) -> None:
    view = View(locale=locale, channel=channel)
    for entry in sample().snapshot.of_kind("status"):
        for code in entry.body.get("statuses", {}):
            block = status_block(sample(), entry.entry, code, view)
            assert list(block.texts) == BLOCK
            assert all(answer.text.strip() and answer.locale == locale for answer in block.texts.values())


def test_a_staff_status_is_read_in_the_words_of_the_one_it_is_shown_as() -> None:
    block = status_block(sample(), FULFILMENT, "packed", View(locale="de"))
    assert block.texts["label"].text == "In Bearbeitung"
    assert block.asked == {"fulfilment": "packed"}
    assert (str(block.shown.ref), str(block.shown.real)) == ("status:fulfilment/processing", "status:fulfilment/packed")
    assert block.shown.allows == ()


def test_an_argument_is_for_every_text_that_uses_it() -> None:
    shown = status_block(sample(), FULFILMENT, "shipped", View(supplied={"eta": "2026-12-03"}))
    assert "3" in shown.texts["when"].text
    without = status_block(sample(), FULFILMENT, "shipped")
    assert without.texts["when"].text == "We will tell you the day soon."


def test_an_argument_nobody_declares_is_an_error() -> None:
    with pytest.raises(Invalid, match="has no argument 'etta'; did you mean 'eta'"):
        status_block(sample(), FULFILMENT, "shipped", View(supplied={"etta": "2026-12-03"}))


def test_an_order_is_read_as_its_display_shows_it() -> None:
    block = display_block(sample(), ORDER, {"payment": "refund_pending", "fulfilment": "packed"})
    assert block.texts["label"].text == "Refund on its way"
    assert block.shown.allows == ("contact",)


def test_an_argument_for_the_vocabulary_is_fine_where_the_display_answers_itself() -> None:
    view = View(supplied={"eta": "2026-12-03"})
    assert display_block(sample(), ORDER, {"payment": "refund_pending", "fulfilment": "packed"}, view).texts
    moving = display_block(sample(), ORDER, {"payment": "paid", "fulfilment": "in_transit"}, view)
    assert "Expected on" in moving.texts["when"].text
    with pytest.raises(Invalid, match="has no argument 'etta'"):
        display_block(
            sample(), ORDER, {"payment": "paid", "fulfilment": "packed"}, View(supplied={"etta": "2026-12-03"})
        )


@pytest.mark.parametrize(
    ("entry", "code", "error", "says"),
    [
        ("status:fulfilment", "shiped", NotFound, "did you mean 'shipped'"),
        ("status:fulfillment", "shipped", NotFound, "did you mean 'status:fulfilment'"),
        ("status:shopify", "FULFILLED", Invalid, "translates codes into status:fulfilment"),
        ("policy:returns", "window", NotFound, "policy:returns has no statuses"),
    ],
)
def test_what_has_no_such_status_is_an_error(entry: str, code: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        status_block(sample(), Ref.parse(entry), code)


def test_a_vocabulary_is_not_asked_like_a_display() -> None:
    with pytest.raises(Invalid, match="is a vocabulary, not a display"):
        display_block(sample(), FULFILMENT, {"fulfilment": "shipped"})


def test_a_retired_entry_is_gone() -> None:
    with pytest.raises(Gone):
        status_block(Catalogue(sample().snapshot.laid_over({FULFILMENT: None})), FULFILMENT, "shipped")
