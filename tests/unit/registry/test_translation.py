"""What another system's code means, asked by the system's name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from truth.factory import read_content
from truth.model.document import Document
from truth.model.errors import NotFound
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot, snapshot_of
from truth.registry.translation import translations


@cache
def sample() -> Snapshot:
    return snapshot_of(read_content(Path(__file__).parents[3] / "content").documents.values())


def test_a_code_is_translated_into_the_vocabulary_of_its_mapping() -> None:
    meant = translations(sample(), "shopify.order_display_fulfillment", "PARTIALLY_FULFILLED")
    assert {key: one.says for key, one in meant.items()} == {"fulfilment": "shipped"}
    assert meant["fulfilment"].loses


def test_a_system_may_speak_of_two_vocabularies() -> None:
    woocommerce = sample().documents[Ref("status", "woocommerce")]
    rows = [{"code": "refunded", "status": "refunded", "match": "close"}]
    money = Document(
        Ref("status", "woocommerce-money"), {**woocommerce.body, "to": "payment", "codes": ["refunded"], "rows": rows}
    )
    meant = translations(sample().laid_over({money.entry: money}), "woocommerce.order", "refunded")
    assert {key: one.says for key, one in meant.items()} == {"fulfilment": "ignored", "payment": "refunded"}


def test_an_unknown_code_is_no_error_and_no_status() -> None:
    meant = translations(sample(), "aftership.tag", "Teleported")["fulfilment"]
    assert (meant.says, meant.raw, meant.status) == ("unknown", "Teleported", None)


def test_an_unknown_system_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(NotFound, match=r"did you mean 'aftership.tag'\?"):
        translations(sample(), "aftership.tags", "Delivered")
