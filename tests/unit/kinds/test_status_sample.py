"""The sample company's statuses: complete, calm and proven; the facts about other systems are restated here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from truth.factory import read_content
from truth.kinds.status.mapping import translate
from truth.kinds.status.shown import shown_in_display, shown_status
from truth.model.document import Document
from truth.model.errors import Gone, Invalid, NotFound
from truth.model.ref import Ref

VOCABULARIES = ("fulfilment", "payment", "return")
SHOPIFY = """UNFULFILLED IN_PROGRESS PARTIALLY_FULFILLED FULFILLED ON_HOLD SCHEDULED REQUEST_DECLINED
FULFILLMENT_NOT_REQUIRED OPEN PENDING_FULFILLMENT RESTOCKED"""
WOOCOMMERCE = """pending processing on-hold completed cancelled refunded failed trash new auto-draft draft
checkout-draft ready-for-pickup"""
AFTERSHIP = (
    """InfoReceived InTransit OutForDelivery AttemptFail Delivered AvailableForPickup Exception Expired Pending"""
)


@cache
def documents() -> Mapping[Ref, Document]:
    return read_content(Path(__file__).parents[3] / "content").documents


def entry(key: str) -> Document:
    return documents()[Ref("status", key)]


def order(**states: str) -> tuple[str, tuple[str, ...]]:
    vocabularies = {key: entry(key) for key in VOCABULARIES}
    shown = shown_in_display(entry("order"), states, vocabularies)
    return str(shown.ref), shown.allows


@pytest.mark.parametrize(("key", "enough"), [("fulfilment", 14), ("payment", 10), ("return", 10)])
def test_a_vocabulary_is_rich_enough_to_run_a_shop_on(key: str, enough: int) -> None:
    assert len(entry(key).body["statuses"]) >= enough


@pytest.mark.parametrize(
    ("key", "codes"), [("shopify", SHOPIFY), ("woocommerce", WOOCOMMERCE), ("aftership", AFTERSHIP)]
)
def test_a_mapping_pins_the_complete_list_of_the_system(key: str, codes: str) -> None:
    assert set(entry(key).body["codes"]) == set(codes.split())


@pytest.mark.parametrize("key", ["shopify", "woocommerce", "aftership"])
def test_every_pinned_code_means_a_status_or_says_why_not(key: str) -> None:
    for code in entry(key).body["codes"]:
        meant = translate(entry(key), code)
        assert meant.known
        assert bool(meant.status) != bool(meant.ignored)


def test_every_order_is_shown_as_something_customers_may_see() -> None:
    statuses = [list(entry(key).body["statuses"]) for key in VOCABULARIES]
    vocabularies = {key: entry(key) for key in VOCABULARIES}
    for fulfilment, payment, back in product(statuses[0], statuses[1], [*statuses[2], None]):
        states = {"fulfilment": fulfilment, "payment": payment, **({"return": back} if back else {})}
        shown = shown_in_display(entry("order"), states, vocabularies)
        status = documents()[shown.ref.entry].body["statuses"][shown.code]
        assert status.get("audience", "customer") == "customer"


@pytest.mark.parametrize("key", VOCABULARIES)
def test_every_status_is_shown_as_one_customers_may_see(key: str) -> None:
    for code in [*entry(key).body["statuses"], *entry(key).body["retired"]]:
        shown = shown_status(entry(key), code)
        assert entry(key).body["statuses"][shown.code]["audience"] == "customer"


def test_a_packed_order_reads_as_in_preparation_and_cannot_be_cancelled_like_one() -> None:
    packed, processing = shown_status(entry("fulfilment"), "packed"), shown_status(entry("fulfilment"), "processing")
    assert packed.code == processing.code == "processing"
    assert "cancel" in processing.allows
    assert packed.allows == ()
    assert packed.real == Ref.parse("status:fulfilment/packed")


def test_a_retired_status_of_an_old_order_is_shown_as_its_successor() -> None:
    shown = shown_status(entry("fulfilment"), "enroute")
    assert (shown.code, shown.allows, shown.phase) == ("in_transit", ("track",), "open")


def test_a_refund_comes_before_everything_else() -> None:
    assert order(payment="refund_pending", fulfilment="cancelled")[0] == "status:order/refund_on_its_way"


def test_an_open_return_comes_before_the_delivery() -> None:
    shown, allows = order(**{"payment": "paid", "fulfilment": "delivered", "return": "in_review"})
    assert (shown, allows) == ("status:order/return_open", ("track_return",))


def test_without_anything_special_the_delivery_is_shown_as_its_customers_see_it() -> None:
    assert order(payment="paid", fulfilment="picking") == ("status:fulfilment/processing", ())


def test_a_retired_status_in_an_order_counts_as_its_successor() -> None:
    assert order(payment="captured", fulfilment="undeliverable")[0] == "status:fulfilment/returning_to_sender"


@pytest.mark.parametrize(
    ("states", "error", "says"),
    [
        ({"fulfilment": "shipped"}, Invalid, "needs the payment status of the order too; only return may be missing"),
        ({"fulfilment": "shiped", "payment": "paid"}, NotFound, "did you mean 'shipped'?"),
        ({"fulfillment": "shipped", "payment": "paid"}, NotFound, "did you mean 'fulfilment'?"),
    ],
)
def test_an_order_that_is_not_told_right_is_an_error_and_never_guessed(
    states: Mapping[str, str], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says.replace("?", r"\?")):
        order(**states)


@pytest.mark.parametrize(
    ("key", "code", "status", "match"),
    [
        ("shopify", "FULFILLED", "shipped", "close"),
        ("shopify", "PARTIALLY_FULFILLED", "shipped", "broad"),
        ("shopify", "FULFILLMENT_NOT_REQUIRED", None, None),
        ("woocommerce", "cancelled", "cancelled", "exact"),
        ("woocommerce", "on-hold", "placed", "broad"),
        ("aftership", "OutForDelivery", "out_for_delivery", "narrow"),
    ],
)
def test_an_outside_code_is_translated_with_how_well_it_fits(
    key: str, code: str, status: str | None, match: str | None
) -> None:
    meant = translate(entry(key), code)
    assert (meant.status, meant.match, meant.raw) == (status, match, code)
    assert bool(meant.loses) >= (match in ("broad", "narrow"))


@pytest.mark.parametrize("code", ["TELEPORTED", "fulfilled", "", "FULFILLED ", "unknown", "shipped"])
def test_an_unknown_code_is_kept_raw_and_never_becomes_a_status(code: str) -> None:
    meant = translate(entry("shopify"), code)
    assert (meant.status, meant.known, meant.raw, meant.says) == (None, False, code, "unknown")
    assert (meant.show, meant.alert) == ("last_known", "operations")


def test_a_display_status_that_was_retired_is_shown_as_its_successor_or_not_at_all() -> None:
    gone = {"old": {"replaced_by": "return_open", "since": "2026-01-01"}, "older": {"since": "2026-01-01"}}
    display = Document(Ref("status", "order"), {**entry("order").body, "retired": gone})
    assert shown_status(display, "old").code == "return_open"
    with pytest.raises(Gone, match="nothing took its place"):
        shown_status(display, "older")
    with pytest.raises(NotFound, match="has no status 'retur_open' of its own; did you mean 'return_open'"):
        shown_status(display, "retur_open")


def test_a_mapping_has_no_statuses_to_show() -> None:
    with pytest.raises(NotFound, match="is a mapping, not a vocabulary"):
        shown_status(entry("shopify"), "FULFILLED")
