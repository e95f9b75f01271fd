"""Which orders under way a change would strand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from truth.model.errors import Invalid, NotFound
from truth.model.snapshot import Snapshot
from truth.registry.live_orders import LiveOrder, stranded, vocabularies

Shop = Callable[..., Snapshot]


def why(old: Snapshot, new: Snapshot, status: str) -> str | None:
    found = list(stranded(old, new, [LiveOrder("A-1", status, "order")]))
    return found[0].why if found else None


@pytest.mark.parametrize("status", ["placed", "shipped", "delivered", "cancelled"])
def test_without_a_change_no_order_is_stranded(shop: Shop, status: str) -> None:
    assert why(shop(), shop(), status) is None


def test_an_order_whose_status_is_gone_is_stranded(shop: Shop) -> None:
    new = shop({"status:order": lambda body: body["statuses"].pop("shipped")})
    assert why(shop(), new, "shipped") == "'shipped' is gone without a replacement"


def test_an_order_whose_status_has_a_successor_goes_on(shop: Shop) -> None:
    def rename(body: dict[str, Any]) -> None:
        body["statuses"]["sent"] = body["statuses"].pop("shipped")
        body["retired"] = {"shipped": {"replaced_by": "sent", "since": "2026-11-01"}}
        for transition in body["transitions"]:
            transition["from"] = ["sent" if code == "shipped" else code for code in transition["from"]]
            transition["to"] = "sent" if transition["to"] == "shipped" else transition["to"]

    assert [why(shop(), shop({"status:order": rename}), code) for code in ("placed", "shipped", "delivered")] == [
        None
    ] * 3


def test_an_order_that_can_no_longer_become_what_it_could_is_stranded(shop: Shop) -> None:
    new = shop({"status:order": lambda body: body["transitions"].pop(2)})
    assert why(shop(), new, "placed") == "it can no longer become 'cancelled'"
    assert why(shop(), new, "shipped") is None


def test_an_order_that_can_no_longer_end_is_stranded(shop: Shop) -> None:
    new = shop({"status:order": lambda body: body["transitions"].pop(1)})
    assert why(shop(), new, "shipped") == "from 'shipped' no end can be reached any more"


def test_an_order_under_way_that_is_at_its_end_now_is_stranded(shop: Shop) -> None:
    new = shop({"status:order": lambda body: body["statuses"]["shipped"].update(terminal=True)})
    assert why(shop(), new, "shipped") == "'shipped' is an end now"


def test_an_order_in_no_known_status_is_stranded_with_the_nearest(shop: Shop) -> None:
    assert why(shop(), shop(), "shiped") == "no such status, before or after; did you mean 'shipped'?"


def test_an_order_of_a_vocabulary_that_is_gone_is_stranded(shop: Shop) -> None:
    assert why(shop(), shop({"status:order": None}), "placed") == "status:order is gone"


def test_a_vocabulary_that_becomes_strict_strands_what_it_no_longer_lists(shop: Shop) -> None:
    old = shop({"status:order": lambda body: body.update(mode="open")})
    assert why(old, shop(), "placed") == "it can no longer become 'delivered'"


def test_an_unknown_vocabulary_is_an_error_that_names_the_nearest(shop: Shop) -> None:
    with pytest.raises(NotFound, match="there is no vocabulary 'ordre'; did you mean 'order'"):
        list(stranded(shop(), shop(), [LiveOrder("A-1", "placed", "ordre")]))


def test_a_mapping_is_no_vocabulary(shop: Shop) -> None:
    old = shop({"status:order": lambda body: body.update(type="mapping")})
    with pytest.raises(Invalid, match="orders are in a status of a vocabulary"):
        list(stranded(old, shop(), [LiveOrder("A-1", "placed", "order")]))


def test_the_vocabularies_are_known_by_their_keys(shop: Shop) -> None:
    assert vocabularies(shop()) == ["order"]


def test_orders_are_read_one_by_one(shop: Shop) -> None:
    """The first answer comes before the second order is read, so a file of any size fits."""
    read = []

    def orders() -> Iterator[LiveOrder]:
        for number in range(3):
            read.append(number)
            yield LiveOrder(str(number), "shiped", "order")

    assert next(stranded(shop(), shop(), orders())).order.order == "0"
    assert read == [0]
