"""A shop of any size: articles, percentage rules over them, and baskets; the same for the same numbers.

The rules are such that a decision table can say them too: how much the goods come to, an article's tag, the pieces of a
line, and the percentage that is taken off it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.content import PROFILE
from truth.model.document import Document
from truth.model.ref import Ref

RATES: Mapping[str, int] = {"reduced": 7, "standard": 19}
DELIVERY, FREE_FROM = 495, 50_00
AT = "2026-03-03T09:00:00+01:00"
_TEAM = {"title": {"en": "A shop", "de": "Ein Laden"}, "owner": "care"}

Line = tuple[str, int]
"""An article and how many of it."""


@dataclass(frozen=True)
class Rule:
    """`percent` off every line whose article has the tag, with so many pieces, if the goods come to so many cents."""

    key: str
    percent: int
    tag: str | None = None
    goods: int = 0
    pieces: int = 1


@dataclass(frozen=True)
class Article:
    """What one costs, in cents; its tag and its tax class."""

    cents: int
    tag: str
    tax: str


@dataclass(frozen=True)
class Shop:
    """Articles by their number, and the rules in order of their keys; what each takes is taken off the list price."""

    articles: Mapping[str, Article]
    rules: Sequence[Rule]


TEN_RULES = (
    Rule("all-of-ten", 2, goods=100_00),
    Rule("apparel-7", 7, "apparel", goods=150_00),
    Rule("bath-3", 3, "bath"),
    Rule("huge", 10, goods=5_000_00),
    Rule("linen-10", 10, "linen"),
    Rule("linen-4-more", 1, "linen", pieces=4),
    Rule("many", 4, pieces=4),
    Rule("soap-5", 5, "soap", pieces=2),
    Rule("tea-15", 15, "tea", goods=2_500_00),
    Rule("tea-3", 3, "tea", pieces=3),
)
_TAGS = ("apparel", "bath", "linen", "soap", "tea")


def small_shop() -> Shop:
    """Sixty articles, ten rules: most of them are about some of the articles, two ask for more than anyone buys."""
    return Shop(_articles(60, _TAGS), TEN_RULES)


def large_shop(articles: int, rules: int) -> Shop:
    """As many of each, over fifty tags."""
    tags = tuple(f"tag-{number}" for number in range(50))
    made = [
        Rule(f"rule-{number:05d}", 1 + number % 3, tags[number % 50], goods=number % 7 * 10_00)
        for number in range(rules)
    ]
    return Shop(_articles(articles, tags), made)


def _articles(count: int, tags: Sequence[str]) -> Mapping[str, Article]:
    drawn = random.Random(4)  # noqa: S311 - reproducible, not secret
    classes = list(RATES)
    return {
        f"SKU-{number:05d}": Article(drawn.randrange(2_00, 90_00), tags[number % len(tags)], drawn.choice(classes))
        for number in range(count)
    }


def baskets(shop: Shop, lines: int, count: int) -> list[list[Line]]:
    """So many baskets of so many different articles, one to five of each."""
    drawn = random.Random(9)  # noqa: S311 - reproducible, not secret
    numbers = list(shop.articles)
    return [[(number, drawn.randint(1, 5)) for number in drawn.sample(numbers, lines)] for _ in range(count)]


def as_json(lines: Sequence[Line]) -> dict[str, Any]:
    """A basket as a caller sends it."""
    told = [{"id": str(place), "sku": sku, "quantity": count} for place, (sku, count) in enumerate(lines, 1)]
    return {"currency": "EUR", "zone": "DE", "channel": "email", "at": AT, "lines": told}


def documents(shop: Shop) -> Iterator[Document]:
    """The shop as the registry holds it: a profile, a list, totals, and an adjustment for each rule."""
    yield Document(Ref("company", "profile"), PROFILE)
    yield Document(Ref("price", "list"), _list(shop))
    yield Document(Ref("price", "totals"), _totals())
    for rule in shop.rules:
        yield Document(Ref("price", rule.key), _adjustment(rule))


def _list(shop: Shop) -> dict[str, Any]:
    prices = [
        {
            "sku": sku,
            "unit": f"{one.cents // 100}.{one.cents % 100:02d}",
            "tax": one.tax,
            "tags": [one.tag],
            "label": {"en": f"Article {sku}", "de": f"Artikel {sku}"},
        }
        for sku, one in shop.articles.items()
    ]
    selector = {"currency": "EUR", "zones": ["DE"], "channels": [], "groups": []}
    return {**_TEAM, "type": "list", "selector": selector, "specificity": 10, "basis": "gross", "prices": prices}


def _totals() -> dict[str, Any]:
    delivery = {
        "scope": "shipping",
        "amount": {"EUR": f"{DELIVERY / 100:.2f}"},
        "free_from": {"EUR": f"{FREE_FROM / 100:.2f}"},
        "label": {"en": "Delivery", "de": "Versand"},
    }
    rates = {name: str(rate) for name, rate in RATES.items()}
    return {
        **_TEAM,
        "type": "totals",
        "currencies": {"EUR": {"digits": 2}},
        "rounding": {"mode": "half_up", "on": "discount"},
        "allocation": {"weight": "gross"},
        "lanes": ["item", "order", "shipping", "fee"],
        "tax": {"level": "group", "zones": {"DE": rates}, "shipping": "standard"},
        "charges": {"delivery": delivery},
        "quote": {"valid_for": "P14D"},
    }


def _adjustment(rule: Rule) -> dict[str, Any]:
    tests: list[dict[str, Any]] = []
    if rule.tag:
        tests.append({"input": "tags", "op": "contains", "value": rule.tag})
    if rule.pieces > 1:
        tests.append({"input": "quantity", "op": "gte", "value": rule.pieces})
    where = {"where": tests[0] if len(tests) == 1 else {"all": tests}} if tests else {}
    reached = {"input": "goods", "op": "gte", "value": {"EUR": f"{rule.goods // 100}.00"}}
    return {
        **_TEAM,
        "type": "adjustment",
        "lane": "item",
        "priority": 10,
        "stacking": {"group": "offers", "choose": "all"},
        "target": {"scope": "line", **where},
        "effect": {"type": "percent_off", "percent": str(rule.percent)},
        "label": {"en": f"{rule.percent}% off", "de": f"{rule.percent} % Rabatt"},
        **({"when": reached} if rule.goods else {}),
    }
