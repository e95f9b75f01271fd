"""Lanes, groups, codes, limits, windows and charges: who may, and why not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.kinds.price.shop import shop_of
from truth.kinds.price.quote import Quote
from truth.kinds.price.results import amounts
from truth.kinds.price.trace import trace
from truth.kinds.price.verify import verify_quote, verify_total
from truth.kinds.price.written import digests, result
from truth.model.errors import Invalid

PRICES = {
    "TEE": {"unit": "20.00", "tags": ["apparel"]},
    "SOAP": {"unit": "5.00", "tags": ["soap"]},
    "DISH": {"unit": "9.00"},
}


def percent(percent: str, **more: Any) -> dict[str, Any]:
    return {"effect": {"type": "percent_off", "percent": percent}, **more}


def quoted(basket: dict[str, Any], adjustments: dict[str, Any], **more: Any) -> Quote:
    asked = {name: more.pop(name) for name in ("codes", "uses", "group", "at", "facts") if name in more}
    return shop_of({"prices": PRICES, "adjustments": adjustments, **more}).quote(basket, **asked)


def why(quote: Quote) -> dict[str, str]:
    return {one.offer.key: one.why for one in quote.left}


def test_percentages_in_one_lane_are_taken_of_what_it_began_with() -> None:
    assert quoted({"TEE": 1}, {"a": percent("10"), "b": percent("10")}).totals.payable == 1600


def test_percentages_in_two_lanes_follow_each_other() -> None:
    later = percent("10", lane="order", scope="order")
    assert quoted({"TEE": 1}, {"a": percent("10"), "b": later}).totals.payable == 1620


def test_of_a_group_the_best_is_taken_and_the_others_say_which() -> None:
    best = {"stacking": {"group": "g", "choose": "best"}}
    quote = quoted({"TEE": 1}, {"a": percent("10", **best), "b": percent("30", **best)})
    assert amounts(quote)["applied"] == ["b"]
    assert why(quote) == {"a": "better_one"}


def test_of_a_group_the_first_is_taken_by_priority() -> None:
    first = {"stacking": {"group": "g", "choose": "first"}}
    quote = quoted({"TEE": 1}, {"a": percent("10", priority=20, **first), "b": percent("30", **first)})
    assert amounts(quote)["applied"] == ["a"]
    assert why(quote) == {"b": "first_one"}


def test_groups_combine_only_where_each_names_the_other() -> None:
    one = percent("10", priority=20, stacking={"group": "x", "choose": "all", "combines_with": ["y"]})
    other = percent("30", stacking={"group": "y", "choose": "all"})
    assert why(quoted({"TEE": 1}, {"one": one, "other": other})) == {"other": "not_combinable"}


def test_a_code_is_needed_where_there_is_one() -> None:
    rules = {"code": percent("10", codes=["X"])}
    assert why(quoted({"TEE": 1}, rules)) == {"code": "needs_code"}
    assert quoted({"TEE": 1}, rules, codes=("X",)).totals.payable == 1800


@pytest.mark.parametrize("uses", [{"total": 5}, {"customer": 1}])
def test_a_limit_that_is_reached_ends_it(uses: dict[str, int]) -> None:
    rules = {"code": percent("10", codes=["X"], limits={"uses": 5, "per_customer": 1})}
    assert why(quoted({"TEE": 1}, rules, codes=("X",), uses={"X": uses})) == {"code": "used_up"}


def test_a_code_outside_its_window_is_known_and_does_not_count() -> None:
    rules = {"code": percent("10", codes=["X"], window={"until": "2026-01-01T00:00:00Z"})}
    assert why(quoted({"TEE": 1}, rules, codes=("X",))) == {"code": "outside_window"}
    assert why(quoted({"TEE": 1}, rules)) == {}


def test_what_is_missing_is_said_to_the_cent() -> None:
    quote = quoted({"TEE": 2}, {"a": percent("10", when={"input": "goods", "op": "gte", "value": "52.40"})})
    assert [(one.why, one.threshold, one.missing) for one in quote.left] == [("too_little", 5240, 1240)]


SOAPS = {"input": "tags", "op": "contains", "value": "soap"}


def test_a_threshold_on_the_target_counts_only_what_it_matches() -> None:
    rule = percent(
        "10",
        when={"input": "matching", "op": "gte", "value": "20.00"},
        where={"input": "tags", "op": "contains", "value": "soap"},
    )
    assert why(quoted({"TEE": 3, "SOAP": 3}, {"a": rule})) == {"a": "too_little"}


def test_a_cap_is_spread_over_the_lines_it_limits() -> None:
    rule = {"effect": {"type": "percent_off", "percent": "50", "cap": "5.00"}}
    quote = quoted({"TEE": 1, "SOAP": 4}, {"a": rule})
    assert [[amount for _, amount in line.discounts] for line in quote.lines] == [[250], [250]]


@pytest.mark.parametrize(("pick", "saved"), [("cheapest", 500), ("dearest", 2000)])
def test_buy_two_get_one_reduces_the_piece_that_is_picked(pick: str, saved: int) -> None:
    effect = {"type": "buy_x_get_y", "trigger": {"quantity": 2}, "get": {"quantity": 1}, "pick": pick}
    assert quoted({"TEE": 2, "SOAP": 1}, {"a": {"effect": effect}}).totals.discount == saved


def test_a_piece_is_bought_or_reduced_never_both() -> None:
    effect = {"type": "buy_x_get_y", "trigger": {"quantity": 2}, "get": {"quantity": 1}, "pick": "cheapest"}
    assert quoted({"SOAP": 2}, {"a": {"effect": effect}}).totals.discount == 0
    assert quoted({"SOAP": 5}, {"a": {"effect": effect}}).totals.discount == 500
    assert quoted({"SOAP": 6}, {"a": {"effect": {**effect, "max": 1}}}).totals.discount == 500


def test_a_bundle_costs_its_price_as_often_as_it_is_there() -> None:
    sku = lambda name: {"quantity": 1, "where": {"input": "sku", "op": "eq", "value": name}}  # noqa: E731
    effect = {"type": "bundle_price", "price": "11.00", "items": [sku("SOAP"), sku("DISH")]}
    quote = quoted({"SOAP": 3, "DISH": 2}, {"a": {"effect": effect}})
    assert quote.totals.discount == 2 * (1400 - 1100)


def test_a_gift_is_a_line_that_costs_nothing() -> None:
    quote = quoted({"TEE": 1}, {"a": {"effect": {"type": "gift", "sku": "SOAP"}}})
    assert quote.totals.payable == 2000
    given = result(quote)["lines"][1]
    assert (given["sku"], given["base"], given["gross"], given["gift"]) == ("SOAP", "5.00", "0.00", True)


def test_rounding_the_price_differs_from_rounding_the_discount_by_a_cent() -> None:
    shop = {"prices": {"A": {"unit": "0.99"}}, "adjustments": {"a": percent("50")}}
    assert shop_of({**shop, "round": "discount"}).quote({"A": 1}).totals.payable == 49
    assert shop_of({**shop, "round": "price"}).quote({"A": 1}).totals.payable == 50


def test_rounding_at_the_unit_differs_from_rounding_at_the_line() -> None:
    shop = {"prices": {"A": {"unit": "0.99"}}, "adjustments": {"a": percent("10")}}
    assert shop_of(shop).quote({"A": 5}).totals.discount == 50
    assert shop_of({**shop, "at": "unit"}).quote({"A": 5}).totals.discount == 50
    assert shop_of({**shop, "at": "unit", "adjustments": {"a": percent("15")}}).quote({"A": 5}).totals.discount == 75
    assert shop_of({**shop, "adjustments": {"a": percent("15")}}).quote({"A": 5}).totals.discount == 74


@pytest.mark.parametrize(("measured", "charged"), [("before_discounts", 0), ("after_discounts", 495)])
def test_a_threshold_is_measured_before_or_after_discounts(measured: str, charged: int) -> None:
    charge = {"scope": "shipping", "amount": "4.95", "free_from": "20.00", "measured": measured}
    assert quoted({"TEE": 1}, {"a": percent("10")}, charges={"delivery": charge}).totals.charges == charged


def test_tax_on_shipping_may_follow_the_goods() -> None:
    shop = {
        "prices": {"A": {"unit": "30.00"}, "B": {"unit": "10.00", "tax": "reduced"}},
        "rates": {"standard": "19", "reduced": "7"},
        "charges": {"delivery": {"scope": "shipping", "amount": "4.00"}},
        "shipping": "pro_rata",
    }
    quote = shop_of(shop).quote({"A": 1, "B": 1})
    assert [(group.tax_class, group.amount) for group in quote.groups] == [("reduced", 1100), ("standard", 3300)]


def test_a_rate_changes_at_local_midnight() -> None:
    rates = {"standard": [{"rate": "16"}, {"rate": "19", "from": "2021-01-01"}]}
    shop = shop_of({"prices": {"A": {"unit": "119.00"}}, "rates": rates})
    before, after = datetime(2020, 12, 31, 22, 59, tzinfo=UTC), datetime(2020, 12, 31, 23, 0, tzinfo=UTC)
    assert shop.quote({"A": 1}, at=before).totals.tax == 1641
    assert shop.quote({"A": 1}, at=after).totals.tax == 1900


@pytest.mark.parametrize(("digits", "unit", "payable"), [(0, "1999", 5997), (3, "1.999", 5997)])
def test_currencies_have_their_own_digits(digits: int, unit: str, payable: int) -> None:
    quote = shop_of({"prices": {"A": {"unit": unit}}, "digits": digits}).quote({"A": 3})
    assert quote.totals.payable == payable


def test_tiers_count_an_article_over_all_its_lines() -> None:
    tiers = {"tiers": {"mode": "graduated", "rows": [{"up_to": 5, "unit": "7.00"}, {"unit": "6.00"}]}}
    lines = [{"id": "a", "sku": "A", "quantity": 4}, {"id": "b", "sku": "A", "quantity": 4}]
    assert shop_of({"prices": {"A": tiers}}).ask({"lines": lines}).totals.goods == 5300


@pytest.mark.parametrize(("quantities", "left"), [((3,), 100), ((1, 2), 400)])
def test_what_a_free_piece_cannot_lose_is_taken_from_its_own_line(quantities: tuple[int, ...], left: int) -> None:
    free = {"type": "buy_x_get_y", "trigger": {"quantity": 2}, "get": {"quantity": 1}, "pick": "cheapest"}
    three = {"type": "amount_off", "amount": "3.00", "per": "unit"}
    rules = {"a": {"priority": 20, "effect": free}, "b": {"priority": 10, "effect": three}}
    lines = [{"id": str(place), "sku": "SOAP", "quantity": quantity} for place, quantity in enumerate(quantities)]
    assert shop_of({"prices": PRICES, "adjustments": rules}).ask({"lines": lines}).totals.payable == left


def test_packs_are_bought_whole() -> None:
    tiers = {"tiers": {"mode": "package", "rows": [{"pack": 5, "price": "25.00"}]}}
    assert shop_of({"prices": {"A": tiers}}).quote({"A": 8}).totals.goods == 5000


def test_an_adjustment_switched_off_says_so() -> None:
    from truth.kinds.price.quote import price

    shop = shop_of({"prices": PRICES, "adjustments": {"a": percent("10")}})
    given = {"currency": "EUR", "zone": "XX", "channel": "web", "lines": [{"id": "1", "sku": "TEE", "quantity": 1}]}
    quote = price(shop.book, given, datetime(2026, 3, 3, tzinfo=UTC), frozenset("a"))
    assert (quote.totals.payable, why(quote)) == (2000, {"a": "switched_off"})


def test_the_trace_ends_with_what_is_paid() -> None:
    quote = quoted(
        {"TEE": 1, "SOAP": 2}, {"a": percent("10")}, charges={"delivery": {"scope": "shipping", "amount": "4.95"}}
    )
    steps = trace(quote)
    assert [step.step for step in steps] == ["price", "price", "item", "charge", "tax", "total", "total"]
    assert steps[-1].amount == amounts(quote)["payable"]


DELIVERY = {"delivery": {"scope": "shipping", "amount": "4.95"}}


def test_a_total_that_was_shown_is_right_or_led_back_to_its_cause() -> None:
    quote = quoted({"TEE": 1}, {"a": percent("10")}, charges={"delivery": {"scope": "shipping", "amount": "4.95"}})
    assert verify_total("22.95", quote).same
    assert verify_total("18.00", quote).says.endswith("4.95 too little was shown — exactly the charge 'delivery'")
    assert "the discount of price:a" in verify_total("24.95", quote).says
    with pytest.raises(Invalid, match="at most 2 decimals"):
        verify_total("22.955", quote)


def test_a_difference_is_led_back_to_its_line_or_to_rounding() -> None:
    quote = quoted({"TEE": 3, "SOAP": 1}, {})
    assert verify_total("60.00", quote).says.endswith("5.00 too little was shown — exactly line 'SOAP'")
    assert verify_total("45.00", quote).says.endswith("20.00 too little was shown — exactly one piece of line 'TEE'")
    assert "no more than rounding comes to: here tax is rounded once for each rate" in verify_total("65.01", quote).says
    assert verify_total("12.34", quote).says.endswith("too little was shown")


@pytest.mark.parametrize(
    ("total", "cause"),
    [
        ("24.95", "3.00 too much was shown — exactly the discount of price:a"),
        ("18.95", "3.00 too little was shown"),
        ("17.00", "4.95 too little was shown — exactly the charge 'delivery'"),
        ("26.90", "4.95 too much was shown"),
        ("18.45", "3.50 too little was shown — exactly the tax"),
        ("25.45", "3.50 too much was shown — exactly the tax"),
    ],
)
def test_what_was_left_out_shows_too_much_or_too_little(total: str, cause: str) -> None:
    shop = {"adjustments": {"a": percent("15")}, "prices": {"A": {"unit": "20.00"}}, "charges": DELIVERY}
    assert verify_total(total, shop_of(shop).quote({"A": 1})).says.endswith(cause)


def test_of_several_that_fit_a_difference_is_only_as_much_as_the_first() -> None:
    quote = quoted({"TEE": 1}, {}, charges={"delivery": {"scope": "shipping", "amount": "20.00"}})
    assert verify_total("20.00", quote).says.endswith("20.00 too little was shown — as much as the charge 'delivery'")
    assert verify_total("60.00", quote).says.endswith("20.00 too much was shown")


def test_a_quote_that_was_changed_no_longer_fits_its_digest() -> None:
    quote = quoted({"TEE": 1}, {"a": percent("10")})
    own = result(quote)
    told = {**own, "digests": digests(quote, own), "basket": quote.basket.given}
    assert verify_quote(told, quote).same
    changed = {**told, "totals": {**told["totals"], "payable": "1.00"}}
    verdict = verify_quote(changed, quote)
    assert not verdict.same
    assert [one.where for one in verdict.differences] == ["/totals/payable"]
    other = verify_quote(told, quoted({"TEE": 1}, {"a": percent("20")}))
    assert "the prices have changed" in other.says
