"""Every step of a total, in numbers anyone can check with a pencil."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.kinds.price.generated import BASKETS, shops
from tests.unit.kinds.price.shop import shop_of
from truth.kinds.price.quote import Quote
from truth.kinds.price.trace import trace

ROWS = [{"up_to": 5, "unit": "7", "flat": "1.00"}, {"up_to": 10, "unit": "6.5"}, {"unit": "6.125"}]
TIERS: dict[str, Any] = {
    "graduated": {"mode": "graduated", "rows": ROWS},
    "volume": {"mode": "volume", "rows": ROWS},
    "package": {"mode": "package", "rows": [{"pack": 1, "price": "2.50"}, {"pack": 6, "price": "12.00"}]},
}
PIECES = {"trigger": {"quantity": 2}, "get": {"quantity": 1}, "pick": "cheapest", "percent": "100"}


def says(quote: Quote, step: str) -> str:
    return next(one.says for one in trace(quote) if one.step == step)


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        ({"type": "percent_off", "percent": "7.5"}, "7.5 % of 60.00 → A: 4.50"),
        ({"type": "percent_off", "percent": "50", "cap": "20.00"}, "50 % of 60.00, at most 20.00 → A: 20.00"),
        ({"type": "amount_off", "amount": "5.00"}, "5.00 off, of 60.00 → A: 5.00"),
        ({"type": "amount_off", "amount": "5.00", "per": "unit"}, "5.00 off each, of 60.00 → A: 15.00"),
        (
            {"type": "set_price", "price": "15.00", "respects_floor": True},
            "15.00 each, of 60.00, down to floors → A: 15.00",
        ),
        ({"type": "buy_x_get_y", **PIECES}, "buy 2, get 1 free, of 60.00 → A: 20.00"),
        ({"type": "buy_x_get_y", **PIECES, "percent": "25"}, "buy 2, get 1 25 % off, of 60.00 → A: 5.00"),
        ({"type": "bundle_price", "price": "50.00", "items": [{"quantity": 3}]}, "3 for 50.00, of 60.00 → A: 10.00"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_an_effect_is_said_by_its_numbers(effect: Any, told: str) -> None:
    quote = shop_of({"prices": {"A": {"unit": "20.00"}}, "adjustments": {"offer": {"effect": effect}}}).quote({"A": 3})
    assert says(quote, "item") == told


@given(st.sampled_from(sorted(TIERS)), st.integers(1, 40), st.booleans())
def test_what_tiers_cost_adds_up_row_by_row(mode: str, quantity: int, is_split: bool) -> None:
    lines = [{"id": "1", "sku": "A", "quantity": quantity}]
    lines += [{"id": "2", "sku": "A", "quantity": 3}] if is_split else []
    quote = shop_of({"prices": {"A": {"tiers": TIERS[mode]}}}).ask({"lines": lines})
    told = re.fullmatch(rf"{mode}, (\d+) in all: (.+), price:list", says(quote, "price"))
    assert told
    assert int(told[1]) == quantity + 3 * is_split
    cost = sum(map(product, re.sub(r" for \d+", "", told[2]).split(" + ")))
    assert abs(cost * 100 - quote.totals.goods) <= Decimal("0.5")


def product(term: str) -> Decimal:
    """`5 × 6.5`, or a fee alone."""
    count, _, unit = term.rpartition(" × ")
    return Decimal(count or 1) * Decimal(unit)


@settings(max_examples=60, deadline=None)
@given(shops(), BASKETS)
def test_the_steps_add_up_to_what_is_paid(shop: Any, lines: Any) -> None:
    quote = shop_of(shop).ask({"lines": lines})
    steps = trace(quote)
    amounts = {
        kind: sum(Decimal(one.amount) for one in steps if one.step == kind) for kind in {one.step for one in steps}
    }
    made = sum(amount for kind, amount in amounts.items() if kind not in ("tax", "total", "cash"))
    tax = amounts["tax"] if quote.market.basis == "net" else 0
    assert Decimal(steps[-1].amount) == made + tax + amounts.get("cash", 0)
