"""What a change of prices breaks, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from truth.kinds.price.breaking import breaking
from truth.kinds.price.rules.examples import SOAP, TEE, adjustment, percent_off, price_list, totals
from truth.model.document import Document
from truth.model.ref import Ref

SUMMER = {"from": "2026-06-01T00:00:00Z", "until": "2026-10-01T00:00:00Z"}
LATER = {"from": "2026-07-01T00:00:00Z", "until": "2026-10-01T00:00:00Z"}
SURCHARGE = adjustment({"type": "surcharge", "amount": {"EUR": "2.00"}}, lane="fee", target={"scope": "fee"})


def goods(op: str, amount: str) -> dict[str, Any]:
    return {"input": "goods", "op": op, "value": {"EUR": amount}}


def selector(**changes: Any) -> Any:
    return {"currency": "EUR", "zones": ["DE", "AT"], "channels": [], "groups": [], **changes}


def facts(**spec: Any) -> Any:
    return totals(facts={"way": {"type": "enum", "default": "card", **spec}})


def zones(*names: str) -> Any:
    return totals(tax={"level": "group", "zones": {name: {"standard": "19"} for name in names}, "shipping": "standard"})


BREAKS: list[tuple[str, Any, Any, list[str], str]] = [
    (
        "an end that comes sooner",
        percent_off(window=SUMMER),
        percent_off(window={**SUMMER, "until": "2026-08-01T00:00:00Z"}),
        ["removed-before-its-end"],
        "until 2026-10-01",
    ),
    ("gone before its end", percent_off(window=SUMMER), None, ["removed-before-its-end"], "until 2026-10-01"),
    ("an end that comes later", percent_off(window=SUMMER), percent_off(window={"from": SUMMER["from"]}), [], ""),
    (
        "a beginning that comes later",
        percent_off(window=SUMMER),
        percent_off(window=LATER),
        ["coverage-shrunk"],
        "now begins at 2026-07-01",
    ),
    (
        "a beginning where there was none",
        percent_off(),
        percent_off(window={"from": SUMMER["from"]}),
        ["coverage-shrunk"],
        "without a beginning",
    ),
    ("a beginning that comes sooner", percent_off(window=LATER), percent_off(window=SUMMER), [], ""),
    ("an offer without an end that is gone", percent_off(), None, ["coverage-shrunk"], "the offer is gone"),
    ("a surcharge that is gone", SURCHARGE, None, [], ""),
    (
        "a code that is gone",
        percent_off(codes=["A", "B"]),
        percent_off(codes=["B"]),
        ["coverage-shrunk"],
        "codes no longer count: A",
    ),
    (
        "no code any more: those who send it are refused",
        percent_off(codes=["A"]),
        percent_off(),
        ["coverage-shrunk"],
        "codes no longer count: A",
    ),
    ("a code where none was needed", percent_off(), percent_off(codes=["A"]), ["coverage-shrunk"], "now needs a code"),
    (
        "a higher threshold",
        percent_off(when=goods("gte", "30.00")),
        percent_off(when=goods("gte", "50.00")),
        ["coverage-shrunk"],
        "goods 30.00",
    ),
    ("a lower threshold", percent_off(when=goods("gte", "50.00")), percent_off(when=goods("gte", "30.00")), [], ""),
    (
        "the same said otherwise",
        percent_off(when=goods("gte", "30.00")),
        percent_off(when={"not": goods("lt", "30.00")}),
        [],
        "",
    ),
    (
        "fewer articles",
        percent_off(),
        percent_off(target={"scope": "line", "where": {"input": "tags", "op": "contains", "value": "soap"}}),
        ["coverage-shrunk"],
        "no longer meets it",
    ),
    (
        "other stacking",
        percent_off(),
        percent_off(stacking={"group": "offers", "choose": "best"}),
        ["stacking-changed"],
        "combined",
    ),
    (
        "another currency",
        price_list(),
        price_list(selector=selector(currency="GBP", zones=["DE"])),
        ["currency-changed"],
        "was EUR and is now GBP",
    ),
    ("another basis", price_list(), price_list(basis="net"), ["basis-changed"], "were gross and are now net"),
    (
        "fewer zones",
        price_list(selector=selector()),
        price_list(selector=selector(zones=["DE"])),
        ["coverage-shrunk"],
        "zones: AT",
    ),
    (
        "only some channels",
        price_list(),
        price_list(selector=selector(zones=["DE"], channels=["web"])),
        ["coverage-shrunk"],
        "channels: all others",
    ),
    ("all channels again", price_list(selector=selector(channels=["web"])), price_list(selector=selector()), [], ""),
    ("an article less", price_list(TEE, SOAP), price_list(TEE), ["coverage-shrunk"], "SOAP-1 has no price here"),
    ("the list is gone", price_list(), None, ["coverage-shrunk"], "the list is gone"),
    ("another type", price_list(), percent_off(), ["coverage-shrunk"], "the list is gone"),
    ("the totals are gone", totals(), None, ["coverage-shrunk"], "every total"),
    (
        "another rounding",
        totals(),
        totals(rounding={"mode": "half_even", "on": "discount"}),
        ["rounding-changed"],
        "half_even",
    ),
    ("another spreading", totals(), totals(allocation={"weight": "net"}), ["allocation-changed"], "weight net"),
    (
        "another order of lanes",
        totals(),
        totals(lanes=["order", "item", "shipping", "fee"]),
        ["stacking-changed"],
        "order, item",
    ),
    (
        "a currency less",
        totals(currencies={"EUR": {"digits": 2}, "GBP": {"digits": 2}}),
        totals(),
        ["currency-changed"],
        "GBP is gone",
    ),
    (
        "other digits",
        totals(),
        totals(currencies={"EUR": {"digits": 3}}),
        ["digits-changed"],
        "had 2 decimals and now has 3",
    ),
    (
        "other cash",
        totals(),
        totals(currencies={"EUR": {"digits": 2, "cash_step": "0.05"}}),
        ["rounding-changed"],
        "when it is paid",
    ),
    ("a zone less", zones("DE", "AT"), zones("DE"), ["coverage-shrunk"], "AT has no rates"),
    (
        "a fact without a default",
        totals(),
        totals(facts={"way": {"type": "boolean"}}),
        ["input-newly-required"],
        "have to say 'way'",
    ),
    ("a fact with a default", totals(), totals(facts={"way": {"type": "boolean", "default": False}}), [], ""),
    (
        "a default that is gone",
        totals(facts={"way": {"type": "boolean", "default": True}}),
        totals(facts={"way": {"type": "boolean"}}),
        ["input-newly-required"],
        "way",
    ),
    ("fewer words", facts(of=["card", "cash"]), facts(of=["card"]), ["input-narrowed"], "can no longer be cash"),
    ("any word, then some", facts(), facts(of=["card"]), ["input-narrowed"], "can no longer be anything else"),
    ("some words, then any", facts(of=["card"]), facts(), [], ""),
    (
        "another type of fact",
        facts(),
        totals(facts={"way": {"type": "boolean", "default": True}}),
        ["input-narrowed"],
        "was a enum",
    ),
    ("a fact that is gone", facts(), totals(), ["input-narrowed"], "the fact 'way' is gone"),
    (
        "a group that is gone",
        totals(groups=["trade", "member"]),
        totals(groups=["trade"]),
        ["input-narrowed"],
        "'member' is gone",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "rules", "says"), [case[1:] for case in BREAKS], ids=[case[0] for case in BREAKS]
)
def test_a_change_breaks_what_it_breaks_and_nothing_else(old: Any, new: Any, rules: list[str], says: str) -> None:
    ref = Ref("price", "thing")
    found = list(breaking(Document(ref, old), Document(ref, new) if new else None))
    assert [one.rule for one in found] == [f"price/{rule}" for rule in rules]
    assert all(says in one.message for one in found)
