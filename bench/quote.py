"""What a basket costs, in four ways: ours; a decision table of zen-engine; py-moneyed; and bare integers, the limit.

The other ways find every amount of a quote, and nothing else: their prices stand in dicts, nobody judges the basket, no
line knows its discounts, and nothing says why. Halves are rounded up; the tax of a class is shared out among its lines
by largest remainder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import zen
from moneyed import EUR, Money

from bench.shop import DELIVERY, FREE_FROM, RATES, Article, Line, Rule, Shop
from truth.kinds.price.quote import Quote


class Amounts(NamedTuple):
    """In cents: for each line as it was given the list price, net, tax and gross; for each class net and tax; and what
    is paid."""

    lines: list[tuple[int, int, int, int]]
    groups: list[tuple[int, int]]
    payable: int


Way = Callable[[Sequence[Line]], Amounts]

_CENT = Decimal("0.01")


def amounts_of(quote: Quote) -> Amounts:
    """Those of a quote of ours."""
    by_id = {one.line.id: (one.base, one.net, one.tax, one.gross) for one in quote.lines}
    groups = [(group.net, group.tax) for group in quote.groups]
    return Amounts([by_id[id] for id in quote.basket.order], groups, quote.totals.payable)


def by_integers(shop: Shop) -> Way:
    """The same sums over lists of cents."""
    articles, rules = shop.articles, shop.rules

    def priced(lines: Sequence[Line]) -> Amounts:
        found = [articles[sku] for sku, _ in lines]
        base = [one.cents * count for one, (_, count) in zip(found, lines, strict=True)]
        goods, left = sum(base), list(base)
        for rule in rules:
            if goods < rule.goods:
                continue
            for place, one in enumerate(found):
                if (rule.tag is None or one.tag == rule.tag) and lines[place][1] >= rule.pieces:
                    left[place] -= min(left[place], (2 * base[place] * rule.percent + 100) // 200)
        return _closed(found, base, left)

    return priced


def _closed(found: Sequence[Article], base: Sequence[int], left: Sequence[int]) -> Amounts:
    """Delivery, tax and totals on what is left of each line."""
    total = sum(left)
    delivery = 0 if total >= FREE_FROM else DELIVERY
    taxes, groups = [0] * len(left), []
    for name, rate in RATES.items():
        places = [place for place, one in enumerate(found) if one.tax == name]
        parts = [left[place] for place in places] + ([delivery] if name == "standard" else [])
        amount = sum(parts)
        tax = (2 * amount * rate + 100 + rate) // (200 + 2 * rate)
        for place, share in zip(places, _spread(tax, parts, amount), strict=False):  # delivery is no line
            taxes[place] = share
        groups.append((amount - tax, tax))
    lines = [(one, amount - tax, tax, amount) for one, amount, tax in zip(base, left, taxes, strict=True)]
    return Amounts(lines, groups, total + delivery)


def _spread(total: int, weights: Sequence[int], whole: int) -> list[int]:
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % whole))
    for place in order[: total - sum(shares)]:
        shares[place] += 1
    return shares


def by_moneyed(shop: Shop) -> Way:
    """The same with a Money for every amount."""
    units = {sku: _money(one.cents) for sku, one in shop.articles.items()}
    least = {rule.key: _money(rule.goods) for rule in shop.rules}
    percents = {rule.key: Decimal(rule.percent) / 100 for rule in shop.rules}
    free_from, nothing = _money(FREE_FROM), _money(0)

    def priced(lines: Sequence[Line]) -> Amounts:
        found = [shop.articles[sku] for sku, _ in lines]
        base = [units[sku] * count for sku, count in lines]
        goods, left = sum(base, nothing), list(base)
        for rule in shop.rules:
            if goods < least[rule.key]:
                continue
            for place, one in enumerate(found):
                if (rule.tag is None or one.tag == rule.tag) and lines[place][1] >= rule.pieces:
                    left[place] -= min(left[place], _rounded(base[place] * percents[rule.key]))
        delivery = nothing if sum(left, nothing) >= free_from else _money(DELIVERY)
        return _closed_in_money(found, base, left, delivery)

    return priced


def _closed_in_money(
    found: Sequence[Article], base: Sequence[Money], left: Sequence[Money], delivery: Money
) -> Amounts:
    nothing = _money(0)
    taxes, groups = [nothing] * len(left), []
    for name, rate in RATES.items():
        places = [place for place, one in enumerate(found) if one.tax == name]
        parts = [left[place] for place in places] + ([delivery] if name == "standard" else [])
        amount = sum(parts, nothing)
        tax = _rounded(Money(amount.amount * rate / (100 + rate), EUR))
        for place, share in zip(places, _spread_money(tax, parts, amount), strict=False):  # delivery is no line
            taxes[place] = share
        groups.append((_cents(amount - tax), _cents(tax)))
    lines = [
        (_cents(one), _cents(amount - tax), _cents(tax), _cents(amount))
        for one, amount, tax in zip(base, left, taxes, strict=True)
    ]
    return Amounts(lines, groups, _cents(sum(left, nothing) + delivery))


def _spread_money(total: Money, weights: Sequence[Money], whole: Money) -> list[Money]:
    exact = [total * (weight / whole) for weight in weights]
    shares = [Money(one.amount.quantize(_CENT, ROUND_DOWN), EUR) for one in exact]
    left = _cents(total - sum(shares, _money(0)))
    order = sorted(range(len(weights)), key=lambda place: shares[place].amount - exact[place].amount)
    for place in order[:left]:
        shares[place] += Money(_CENT, EUR)
    return shares


def _rounded(money: Money) -> Money:
    return Money(money.amount.quantize(_CENT, ROUND_HALF_UP), EUR)


def _money(cents: int) -> Money:
    return Money(Decimal(cents) / 100, EUR)


def _cents(money: Money) -> int:
    return int(money.amount * 100)


def by_zen(shop: Shop, *, traced: bool) -> Way:
    """The rules as a decision table that goes over the lines in one call; around it the sums over integers."""
    decision = zen.ZenEngine().create_decision(json.dumps(decision_table(shop.rules)))
    articles = shop.articles

    def priced(lines: Sequence[Line]) -> Amounts:
        found = [articles[sku] for sku, _ in lines]
        base = [one.cents * count for one, (_, count) in zip(found, lines, strict=True)]
        goods = sum(base)
        told = [
            {"amount": amount, "goods": goods, "tag": one.tag, "pieces": count}
            for amount, one, (_, count) in zip(base, found, lines, strict=True)
        ]
        answer: Mapping[str, Any] = decision.evaluate({"lines": told}, {"trace": traced})
        hits = answer["result"]["lines"]
        left = [
            max(0, amount - int(sum([hit["off"] for hit in of_line])))
            for amount, of_line in zip(base, hits, strict=True)
        ]
        return _closed(found, base, left)

    return priced


def decision_table(rules: Sequence[Rule]) -> dict[str, Any]:
    """The rules as a JSON decision model: a row each, every row that fits a line is a hit."""
    inputs = [{"id": name, "name": name, "field": name} for name in ("goods", "tag", "pieces")]
    rows = [
        {
            "_id": rule.key,
            "goods": f">= {rule.goods}" if rule.goods else "",
            "tag": json.dumps(rule.tag) if rule.tag else "",
            "pieces": f">= {rule.pieces}" if rule.pieces > 1 else "",
            "off": f"floor(amount * {rule.percent} / 100 + 0.5)",
        }
        for rule in rules
    ]
    table = {
        "hitPolicy": "collect",
        "inputs": inputs,
        "outputs": [{"id": "off", "name": "off", "field": "off"}],
        "rules": rows,
        "passThrough": False,
        "inputField": "lines",
        "outputPath": "lines",
        "executionMode": "loop",
    }
    kinds = {"in": ("inputNode", {}), "rules": ("decisionTableNode", table), "out": ("outputNode", {})}
    nodes = [
        {"id": name, "name": name, "type": kind, "content": content, "position": {"x": 0, "y": 0}}
        for name, (kind, content) in kinds.items()
    ]
    edges = [
        {"id": f"{one}-{two}", "type": "edge", "sourceId": one, "targetId": two}
        for one, two in (("in", "rules"), ("rules", "out"))
    ]
    return {"nodes": nodes, "edges": edges}
