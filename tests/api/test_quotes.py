"""Quotes over HTTP: the same numbers as everywhere, refused with findings, verified and simulated."""

from __future__ import annotations

from typing import Any

import pytest

BASKET: dict[str, Any] = {
    "currency": "EUR",
    "zone": "DE",
    "channel": "web",
    "lines": [{"id": "1", "sku": "TEE-01", "quantity": 3}],
}


@pytest.fixture
def ask(sample_place: Any) -> Any:
    client = sample_place.client()
    return lambda path, body: client.post(path, json=body)


def test_a_quote_is_complete(ask: Any) -> None:
    quote = ask("/v1/quotes?locale=de&trace=yes", BASKET).json
    assert quote["totals"]["payable"] == "59.97"
    assert quote["invoice"]["BT-114"] == "0.01"
    assert quote["lines"][0]["label"] == "Leinenshirt"
    assert {"position", "release", "snapshot", "expires_at", "digests", "not_applied", "trace"} <= set(quote)
    assert quote["basket"]["at"] == quote["at"]


def test_a_replay_is_the_same_to_the_byte(ask: Any) -> None:
    first = ask("/v1/quotes", BASKET)
    again = ask("/v1/quotes", first.json["basket"])
    assert again.data == first.data


def test_a_wrong_basket_is_refused_with_a_finding_for_each_fault(ask: Any, refused: Any) -> None:
    wrong = {**BASKET, "currency": "EUX", "lines": [{"id": "1", "sku": "TEE-01", "quantity": 1.5}]}
    problem = refused(ask("/v1/quotes", wrong), 422, "invalid")
    assert [finding["rule"] for finding in problem["findings"]] == ["basket/unknown-currency", "basket/float"]


def test_a_quote_and_a_total_are_verified(ask: Any) -> None:
    quote = ask("/v1/quotes", BASKET).json
    assert ask("/v1/quotes/verify", {"quote": quote}).json["same"] is True
    wrong = ask("/v1/quotes/verify", {"basket": quote["basket"], "total": "59.96"}).json
    assert (wrong["same"], wrong["differences"][0]["says"]) == (False, "59.97")


def test_many_totals_are_verified_at_once(ask: Any) -> None:
    basket = ask("/v1/quotes", BASKET).json["basket"]
    totals = [{"basket": basket, "total": total} for total in ("59.97", "60.00")]
    answer = ask("/v1/quotes/verify", {"totals": totals}).json
    assert (answer["same"], [one["index"] for one in answer["differ"]]) == (False, [1])


def test_a_simulation_leaves_an_adjustment_out(ask: Any) -> None:
    four = {**BASKET, "lines": [{"id": "1", "sku": "SOAP-01", "quantity": 4}]}
    answer = ask("/v1/quotes/simulate", {"basket": four, "then": {"without": ["soap-four-for-three"]}}).json
    assert answer["now"]["totals"]["discount"] == "6.50"
    assert answer["then"]["totals"]["discount"] == "0.00"
    assert answer["differences"]
