"""What holds in every quote, over generated catalogues and baskets."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.kinds.price.generated import BASKETS, EXACT, line_rules, order_rules, prices, shops
from tests.unit.kinds.price.shop import shop_of
from truth.kinds.price.outweighed import outweighed
from truth.kinds.price.quote import Quote
from truth.kinds.price.written import digest, digests, result
from truth.model.canonical import canonical_bytes, digest_of

Lines = list[dict[str, Any]]
CENT = Decimal("0.01")
CHARGES = {
    "delivery": {"scope": "shipping", "amount": "4.95", "free_from": "60.00"},
    "handling": {"scope": "fee", "amount": "2.00", "free_from": "50.00"},
    "small": {"scope": "fee", "amount": "9.00", "when": {"input": "goods", "op": "lt", "value": "30.00"}},
}
THOROUGH = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def quoted(shop: Any, lines: Lines) -> Quote:
    return shop_of(shop).ask({"lines": lines})


def money(text: str) -> Decimal:
    return Decimal(text)


@THOROUGH
@given(shops(), BASKETS)
def test_every_invoice_satisfies_en_16931(shop: Any, lines: Lines) -> None:
    """BR-CO-10, 13, 14, 15, 16 and 17, and BR-S-08's sum of taxable amounts."""
    view = result(quoted(shop, lines))["invoice"]
    terms = {term: money(amount) for term, amount in view.items() if isinstance(amount, str)}
    groups = view["BG-23"]
    assert terms["BT-106"] == sum(money(line["BT-131"]) for line in view["BG-25"])
    assert terms["BT-109"] == terms["BT-106"] - terms["BT-107"] + terms["BT-108"]
    assert terms["BT-110"] == sum((money(group["BT-117"]) for group in groups), Decimal(0))
    assert terms["BT-112"] == terms["BT-109"] + terms["BT-110"]
    assert terms["BT-115"] == terms["BT-112"] - terms["BT-113"] + terms["BT-114"]
    for group in groups:
        exact = money(group["BT-116"]) * money(group["BT-119"]) / 100
        assert money(group["BT-117"]) == exact.quantize(CENT, ROUND_HALF_UP)
    assert terms["BT-109"] == sum((money(group["BT-116"]) for group in groups), Decimal(0))


@THOROUGH
@given(shops(basis="net", level="group", rounding="half_up"), BASKETS)
def test_with_net_prices_the_invoice_rounds_nothing_but_cash(shop: Any, lines: Lines) -> None:
    quote = quoted(shop, lines)
    view = result(quote)["invoice"]
    assert money(view["BT-114"]) * 100 == quote.totals.rounding
    assert money(view["BT-110"]) * 100 == quote.totals.tax


@THOROUGH
@given(shops(basis="gross"), BASKETS)
def test_with_gross_prices_the_payable_is_the_sum_of_what_is_displayed(shop: Any, lines: Lines) -> None:
    quote = quoted(shop, lines)
    displayed = sum(line.base - sum(amount for _, amount in line.discounts) for line in quote.lines)
    assert quote.totals.gross == displayed + sum(charge.amount for charge in quote.charges)


@THOROUGH
@given(shops(), BASKETS)
def test_the_sum_of_the_parts_is_the_total_and_nothing_is_negative(shop: Any, lines: Lines) -> None:
    quote = quoted(shop, lines)
    parts = [*quote.lines, *quote.charges]
    for name in ("net", "tax", "gross"):
        assert sum(getattr(part, name) for part in parts) == getattr(quote.totals, name)
        assert all(getattr(part, name) >= 0 for part in parts)
    assert sum(group.tax for group in quote.groups) == quote.totals.tax
    assert all(line.net + line.tax == line.gross for line in parts)
    assert quote.totals.payable >= 0
    assert quote.totals.payable == quote.totals.gross + quote.totals.rounding
    in_basis = quote.totals.goods - quote.totals.discount + quote.totals.charges
    assert in_basis == (quote.totals.gross if quote.market.basis == "gross" else quote.totals.net)


@THOROUGH
@given(shops(), BASKETS, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(shop: Any, lines: Lines, random: Any) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)
    one, other = quoted(shop, lines), quoted(shop, shuffled)
    assert one.totals == other.totals
    assert {line.line.id: line[1:] for line in _bare(one)} == {line.line.id: line[1:] for line in _bare(other)}


def _bare(quote: Quote) -> Sequence[Any]:
    """Lines with their discounts by key."""
    return [line._replace(discounts=[(offer.key, amount) for offer, amount in line.discounts]) for line in quote.lines]


@THOROUGH
@given(shops(), BASKETS)
def test_every_adjustment_is_applied_or_left_out_with_a_reason(shop: Any, lines: Lines) -> None:
    quote = quoted(shop, lines)
    applied = {offer.key for offer, _ in quote.discounts}
    surcharges = {one.charge.surcharge.key for one in quote.charges if one.charge.surcharge}
    left = [one.offer.key for one in quote.left]
    assert applied | surcharges | set(left) == set(shop["adjustments"])
    assert len(left) == len(set(left))
    assert not (applied | surcharges) & set(left)


@THOROUGH
@given(shops(), BASKETS)
def test_a_discount_never_raises_the_total_of_goods(shop: Any, lines: Lines) -> None:
    quote = quoted(shop, lines)
    assert all(amount > 0 for _, amount in quote.discounts)
    assert 0 <= quote.totals.discount <= quote.totals.goods


@THOROUGH
@given(shops(charges=CHARGES), BASKETS)
def test_a_charge_that_outweighs_the_discount_that_brings_it_about_is_said(shop: Any, lines: Lines) -> None:
    """The total may rise by a discount only through charges it brings about, and then they are named."""
    quote, dearer = quoted(shop, lines), {**shop, "adjustments": _without_discounts(shop)}
    rises = quote.totals.gross > quoted(dearer, lines).totals.gross
    assert bool(outweighed(quote)) == rises


def _without_discounts(shop: Any) -> dict[str, Any]:
    rules = shop["adjustments"].items()
    return {
        key: rule for key, rule in rules if rule["effect"]["type"] == "surcharge" or rule["lane"] in ("shipping", "fee")
    }


@THOROUGH
@given(shops(level="group"), order_rules(), EXACT, BASKETS)
def test_without_line_rules_caps_and_sub_cent_prices_splitting_a_line_changes_nothing(
    shop: Any, rules: Any, exact: Any, lines: Lines
) -> None:
    shop = {**shop, "adjustments": rules, "prices": exact}
    assert quoted(shop, lines).totals == quoted(shop, split(lines)).totals


@THOROUGH
@given(shops(level="group", charges={}), line_rules(), EXACT, BASKETS)
def test_splitting_a_line_moves_the_total_by_at_most_a_cent_for_each_extra_line_and_rule(
    shop: Any, rules: Any, exact: Any, lines: Lines
) -> None:
    """As long as rules leave something of every piece: what is over is cut off, for each line of its own."""
    shop = {**shop, "adjustments": rules, "prices": exact}
    one, other = quoted(shop, lines), quoted(shop, split(lines))
    extra = len(other.lines) - len(one.lines)
    left = [quote.totals.goods - quote.totals.discount for quote in (one, other)]
    assert abs(left[0] - left[1]) <= extra * len(rules)


@THOROUGH
@given(prices(sub_cent=True), st.sampled_from(["0", "10", "33.3", "50"]), BASKETS)
def test_splitting_a_line_moves_the_total_by_at_most_a_cent_a_line(price: Any, percent: str, lines: Lines) -> None:
    offer = {"effect": {"type": "percent_off", "percent": percent}}
    shop = {"prices": price, "rates": {"standard": "19", "reduced": "7", "zero": "0"}, "adjustments": {"offer": offer}}
    one, other = quoted(shop, lines), quoted(shop, split(lines))
    extra = len(other.lines) - len(one.lines)
    assert one.totals.goods == other.totals.goods
    assert abs(one.totals.payable - other.totals.payable) <= extra


@THOROUGH
@given(shops(level="group", weight="gross"), BASKETS)
def test_floors_that_are_respected_hold(shop: Any, lines: Lines) -> None:
    low = {sku: {"unit": "10.00", "floor": "7.50"} for sku in shop["prices"]}
    rules = {
        key: rule
        for key, rule in shop["adjustments"].items()
        if rule["effect"]["type"] in ("percent_off", "amount_off")
    }
    for rule in rules.values():
        rule["effect"] = {**rule["effect"], **({"respects_floor": True} if rule["lane"] in ("item", "order") else {})}
    quote = quoted({**shop, "prices": low, "adjustments": rules}, lines)
    for line in quote.lines:
        assert line.base - sum(amount for _, amount in line.discounts) >= 750 * line.line.parts


@settings(max_examples=60, deadline=None)
@given(shops(), BASKETS)
def test_the_digests_are_those_of_canonical_json(shop: Any, lines: Lines) -> None:
    quote = quoted(shop, lines)
    worked_out = result(quote)
    assert orjson.dumps(worked_out, option=orjson.OPT_SORT_KEYS) == canonical_bytes(worked_out)
    assert digests(quote, worked_out)["input"] == digest_of(quote.basket.given) == digest(quote.basket.given)


def test_a_replay_in_another_process_is_the_same_to_the_byte() -> None:
    shop = {
        "prices": {"A": {"unit": "19.99"}},
        "adjustments": {"offer": {"effect": {"type": "percent_off", "percent": "7"}}},
    }
    lines = [{"id": str(number), "sku": "A", "quantity": number} for number in (3, 1, 2)]
    code = (
        "import json, sys, orjson\n"
        "from tests.unit.kinds.price.shop import shop_of\n"
        "from truth.kinds.price.written import digests, result\n"
        "shop, lines = json.loads(sys.argv[1])\n"
        "quote = shop_of(shop).ask({'lines': lines})\n"
        "print(orjson.dumps(result(quote)).decode(), json.dumps(digests(quote, result(quote))))\n"
    )
    given = json.dumps([shop, lines])
    again = [subprocess.run([sys.executable, "-c", code, given], capture_output=True, check=True) for _ in range(2)]
    quote = quoted(shop, lines)
    own = f"{orjson.dumps(result(quote)).decode()} {json.dumps(digests(quote, result(quote)))}\n"
    assert {one.stdout.decode() for one in again} == {own}


def split(lines: Lines) -> Lines:
    """Every line of more than one piece, in two."""
    found: Lines = []
    for line in lines:
        first = line["quantity"] // 2
        if first:
            found.append({**line, "id": f"{line['id']}a", "quantity": first})
        found.append({**line, "id": f"{line['id']}b", "quantity": line["quantity"] - first})
    return found
