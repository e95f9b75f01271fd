"""Bad input: each fault its own finding, at its place, and never a partial total."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.kinds.price.shop import NOW, shop_of
from truth.kinds.price.basket_rules import BASKET_RULES
from truth.kinds.price.faults import MOST_FAULTS
from truth.model.errors import Invalid

SHOP = {
    "prices": {"TEE-01": {"unit": "19.99"}, "FLAKES": {"unit": "12.40", "decimals": 3}},
    "adjustments": {"summer": {"codes": ["SUMMER10"], "effect": {"type": "percent_off", "percent": "10"}}},
}
LINE = {"id": "1", "sku": "TEE-01", "quantity": 3}


def line(**changes: Any) -> dict[str, Any]:
    return {"lines": [{**LINE, **changes}]}


CASES: list[tuple[Any, str, str, str]] = [
    ({"currency": "EUX"}, "basket/unknown-currency", "/currency", "did you mean 'EUR'"),
    ({"zone": "XZ"}, "basket/unknown-zone", "/zone", "there is no zone 'XZ'"),
    ({"channel": "wep"}, "basket/unknown-channel", "/channel", "did you mean 'web'"),
    ({"group": "tarde"}, "basket/unknown-group", "/group", "did you mean 'trade'"),
    ({"codes": ["SUMER10"]}, "basket/unknown-code", "/codes/0", "there is no code 'SUMER10'"),
    ({"codes": ["summer10 "]}, "basket/unknown-code", "/codes/0", "did you mean 'SUMMER10'"),
    ({"facts": {"payment_methd": "card"}}, "basket/unknown-fact", "/facts/payment_methd", "did you mean"),
    ({"facts": {"payment_method": "cheque"}}, "basket/wrong-fact", "/facts/payment_method", "none of its words"),
    ({"facts": {"payment_method": 0.5}}, "basket/float", "/facts/payment_method", "programs may round"),
    ({"uses": {"SUMER10": {"total": 1}}}, "basket/unknown-use", "/uses/SUMER10", "there is no code"),
    ({"uses": {"SUMMER10": {"total": -1}}}, "basket/shape", "/uses/SUMMER10", "whole numbers"),
    ({"lins": []}, "basket/shape", "/lins", "did you mean 'lines'"),
    ({"lines": []}, "basket/shape", "/lines", "at least one line"),
    ({"lines": [3]}, "basket/shape", "/lines/0", "an object with id"),
    ({"lines": [LINE] * 10_000}, "basket/too-large", "/lines", "10,000 lines"),
    ({"lines": [LINE, LINE]}, "basket/duplicate-line", "/lines/1/id", "twice"),
    ({"at": "2026-03-03T09:00:00"}, "basket/shape", "/at", "with its offset"),
    (line(sku="TEE-99"), "basket/unknown-sku", "/lines/0/sku", "did you mean 'TEE-01'"),
    (line(quantity=0), "basket/quantity", "/lines/0/quantity", "is not above 0"),
    (line(quantity=-1), "basket/quantity", "/lines/0/quantity", "is not above 0"),
    (line(quantity=2_000_000), "basket/quantity", "/lines/0/quantity", "1,000,000"),
    (line(quantity="1.5"), "basket/quantity", "/lines/0/quantity", "whole"),
    (line(quantity=1.5), "basket/float", "/lines/0/quantity", "programs may round"),
    (line(quantity=float("nan")), "basket/float", "/lines/0/quantity", "programs may round"),
    (line(quantity=True), "basket/quantity", "/lines/0/quantity", "is not a number"),
    (line(sku="FLAKES", quantity="0.7505"), "basket/quantity", "/lines/0/quantity", "at most 3 decimals"),
    (line(qty=3), "basket/shape", "/lines/0/qty", "a line has no 'qty'"),
    (line(id=7), "basket/shape", "/lines/0/id", "1 to 80 printable characters"),
]


@pytest.mark.parametrize(("change", "rule", "pointer", "says"), CASES, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_one_finding_at_its_place(change: Any, rule: str, pointer: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        shop_of(SHOP).ask({"lines": [LINE], **change})
    found = [(finding.rule, finding.pointer) for finding in refused.value.findings]
    assert found == [(rule, pointer)]
    assert says in refused.value.findings[0].message


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = {
        "zone": "ZZ",
        "codes": ["X"],
        "facts": {"y": 1},
        "lines": [{**LINE, "quantity": 1.5}, {**LINE, "quantity": 0}],
    }
    with pytest.raises(Invalid) as refused:
        shop_of(SHOP).ask(wrong)
    rules = {finding.rule for finding in refused.value.findings}
    assert rules == {
        f"basket/{name}"
        for name in ("unknown-zone", "unknown-code", "unknown-fact", "float", "duplicate-line", "quantity")
    }


@pytest.mark.parametrize("basket", [None, [], "basket", 3])
def test_what_is_no_object_is_no_basket(basket: Any) -> None:
    from truth.kinds.price.quote import price

    with pytest.raises(Invalid, match="a basket is an object"):
        price(shop_of(SHOP).book, basket, NOW)


def test_codes_of_others_are_never_told() -> None:
    with pytest.raises(Invalid) as refused:
        shop_of(SHOP).ask({"lines": [LINE], "codes": ["SUMMER1"]})
    assert "SUMMER10" not in str(refused.value)


def test_before_the_first_price_there_is_a_finding_that_says_when_it_begins() -> None:
    shop = shop_of(SHOP)
    body = next(document.body for document, _ in shop.book.standings if document.body["type"] == "list")
    body["window"] = {"from": "2026-06-01T00:00:00Z"}
    with pytest.raises(Invalid) as refused:
        shop.ask({"lines": [LINE]}, datetime(2026, 3, 1, tzinfo=UTC))
    assert [finding.rule for finding in refused.value.findings] == ["basket/no-prices"]
    assert "the first begin at 2026-06-01T00:00:00Z" in refused.value.message


def test_a_weight_is_a_quoted_decimal() -> None:
    quote = shop_of(SHOP).ask(line(sku="FLAKES", quantity="0.750"))
    assert quote.totals.goods == 930


def test_a_total_nobody_means_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        shop_of({"prices": {"A": {"unit": "999999999999"}}}).quote({"A": 1000})
    assert [finding.rule for finding in refused.value.findings] == ["basket/too-large"]


def test_every_fault_has_a_rule_with_a_reason() -> None:
    assert {rule for _, rule, _, _ in CASES} <= {rule.id for rule in BASKET_RULES}
    assert all(rule.why.endswith(".") for rule in BASKET_RULES)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": [{"id": str(number), "sku": f"TEE-{number}", "quantity": 0} for number in range(2_000)]},
        {"facts": {f"fact_{number}": 1 for number in range(2_000)}},
        {"uses": {f"code-{number}": {} for number in range(2_000)}},
        {f"key-{number}": 1 for number in range(2_000)},
    ],
    ids=["lines", "facts", "uses", "keys"],
)
def test_of_very_many_faults_the_first_are_told(wrong: Any) -> None:
    with pytest.raises(Invalid) as refused:
        shop_of(SHOP).ask({"lines": [LINE], **wrong})
    assert len(refused.value.findings) == MOST_FAULTS
    assert refused.value.message.startswith("100 or more things are wrong with the basket")


def test_what_was_given_is_repeated_short_and_without_what_drives_a_terminal() -> None:
    with pytest.raises(Invalid) as refused:
        shop_of(SHOP).ask(line(sku="\x1b[31m" + "x" * 500))
    said = refused.value.findings[0].message
    assert "\x1b" not in said
    assert len(said) < 160
