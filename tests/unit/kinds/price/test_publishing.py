"""Rules of prices at publishing that need more than one example: what offers take together, and who shadows whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import truth
from tests.architecture.test_rules import laid_over
from truth.files.folder import read_folder
from truth.kinds import KINDS
from truth.kinds.price.rules import check
from truth.kinds.price.rules.examples import SOAP, TEE, adjustment, percent_off, price_list, shop
from truth.model.finding import Finding
from truth.model.snapshot import snapshot_of

STARTER = read_folder(Path(truth.__file__).parent / "files" / "starter", KINDS).documents
NOW = datetime(2026, 3, 3, tzinfo=UTC)
ORDER: Mapping[str, Any] = {"lane": "order", "target": {"scope": "order"}}
ALONE: Mapping[str, Any] = {"group": "alone", "choose": "all"}
BEST: Mapping[str, Any] = {"group": "offers", "choose": "best"}


def found(*ids: str, **entries: Any) -> list[Finding]:
    """The findings of these rules on the starter content with a small shop, and these entries in it."""
    snapshot = snapshot_of(laid_over(STARTER, shop(**entries)).values(), NOW)
    every = (one for document in snapshot.of_kind("price") for one in check(document, snapshot))
    return [one for one in every if one.rule in {f"price/{id}" for id in ids}]


def tags(word: str) -> dict[str, Any]:
    return {"scope": "line", "where": {"input": "tags", "op": "contains", "value": word}}


def amount_off(amount: str, **changes: Any) -> Any:
    return adjustment({"type": "amount_off", "amount": {"EUR": amount}}, **changes)


def floored(percent: str) -> Any:
    return adjustment({"type": "percent_off", "percent": percent, "respects_floor": True})


def goods(op: str, amount: str) -> dict[str, Any]:
    return {"input": "goods", "op": op, "value": {"EUR": amount}}


def matching(op: str, amount: str) -> dict[str, Any]:
    return {"input": "matching", "op": op, "value": {"EUR": amount}}


def zone(op: str) -> dict[str, Any]:
    return {"input": "zone", "op": op, "value": "DE"}


FLOORED = price_list({**TEE, "floor": "15.00"}, {**SOAP, "floor": "5.00"})
TOO_MUCH: list[tuple[str, dict[str, Any], str]] = [
    ("two percentages", {"one": percent_off("60"), "two": percent_off("41")}, "101 % of one TEE-01 (19.99 EUR)"),
    (
        "three percentages",
        {"one": percent_off("40"), "two": percent_off("40"), "three": percent_off("40")},
        "120 % of one TEE-01",
    ),
    (
        "a percentage and an amount off an order",
        {"one": percent_off("50", **ORDER), "two": amount_off("20.00", when=goods("gte", "30.00"), **ORDER)},
        "50 % and 20.00 EUR of the least goods it can be for (30.00 EUR)",
    ),
    (
        "on the articles both are about",
        {"one": percent_off("60", target=tags("soap")), "two": percent_off("60")},
        "120 % of one SOAP-1",
    ),
    ("an amount off a line", {"one": amount_off("7.00")}, "it takes 7.00 EUR of one SOAP-1 (6.50 EUR)"),
    (
        "floors nobody gave an article keep nothing",
        {
            "one": percent_off("99"),
            "two": floored("2"),
        },
        "101 % of one TEE-01",
    ),
]
FINE: list[tuple[str, dict[str, Any]]] = [
    ("exactly a hundred", {"one": percent_off("60"), "two": percent_off("40")}),
    ("one of a group", {"one": percent_off("60", stacking=BEST), "two": percent_off("60", stacking=BEST)}),
    ("groups that do not combine", {"one": percent_off("60"), "two": percent_off("60", stacking=ALONE)}),
    ("one lane after another", {"one": percent_off("60"), "two": percent_off("60", **ORDER)}),
    (
        "articles of their own",
        {"one": percent_off("60", target=tags("soap")), "two": percent_off("60", target=tags("apparel"))},
    ),
    (
        "conditions that exclude each other",
        {"one": percent_off("60", when=zone("eq")), "two": percent_off("60", when=zone("ne"))},
    ),
    (
        "one after the other in time",
        {
            "one": percent_off("60", window={"until": "2026-06-01T00:00:00Z"}),
            "two": percent_off("60", window={"from": "2026-06-01T00:00:00Z"}),
        },
    ),
    (
        "enough goods for both",
        {"one": percent_off("50", **ORDER), "two": amount_off("20.00", when=goods("gte", "40.00"), **ORDER)},
    ),
    ("the cheapest article costs more", {"one": amount_off("6.50")}),
    (
        "floors all respect",
        {
            "shop": FLOORED,
            "one": floored("60"),
            "two": percent_off("60"),
        },
    ),
]


@pytest.mark.parametrize(("entries", "says"), [case[1:] for case in TOO_MUCH], ids=[case[0] for case in TOO_MUCH])
def test_offers_that_take_more_than_there_is_are_seen_once(entries: dict[str, Any], says: str) -> None:
    seen = found("negative-total", **entries)
    assert len(seen) == 1
    assert says in seen[0].message


@pytest.mark.parametrize("entries", [case[1] for case in FINE], ids=[case[0] for case in FINE])
def test_offers_that_leave_something_are_fine(entries: dict[str, Any]) -> None:
    assert found("negative-total", **entries) == []


def test_what_is_tried_out_says_so_and_prints_the_basket() -> None:
    pieces = {
        "type": "buy_x_get_y",
        "trigger": {"quantity": 1},
        "get": {"quantity": 1},
        "percent": "100",
        "pick": "cheapest",
    }
    [seen] = found("negative-total", half=percent_off("60"), second=adjustment(pieces))
    assert "tried out, not decided" in seen.message
    assert '"lines": [{"id": "1", "sku": "TEE-01", "quantity": 2}]' in seen.message


def test_what_two_offers_match_is_told_apart() -> None:
    """Less than 50 of soap says nothing about all goods: the wider offer does not always come first."""
    first = {"group": "offers", "choose": "first"}
    wide = percent_off("20", stacking=first, priority=20, when=matching("lt", "60.00"))
    soap = percent_off(stacking=first, target=tags("soap"), when=matching("lt", "50.00"))
    assert found("shadowed", one=wide, two=soap) == []
    both = {"stacking": first, "target": tags("soap")}
    one = percent_off("20", priority=20, when=matching("lt", "60.00"), **both)
    assert [
        finding.subject for finding in found("shadowed", one=one, two=percent_off(when=matching("lt", "50.00"), **both))
    ]


def test_two_offers_meet_where_each_matches_articles_of_its_own() -> None:
    first = {"group": "offers", "choose": "first"}
    few = percent_off(stacking=first, target=tags("soap"), when=matching("lt", "10.00"))
    many = percent_off("20", stacking=first, target=tags("apparel"), when=matching("gte", "10.00"))
    assert [one.rule for one in found("ambiguous-priority", few=few, many=many)] == ["price/ambiguous-priority"]
