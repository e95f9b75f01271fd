"""Quotes: beside a rules engine and a money library, growth with the basket, and over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import orjson

from bench.databases import opened, write_history
from bench.measuring import Spread, per, ratios, repeated, seconds, turn_by_turn
from bench.quote import amounts_of, by_integers, by_moneyed, by_zen
from bench.report import Section, Table, Verdict, ratio, time
from bench.scale import Scale
from bench.service import TRUTH, free_port, load, post, serving
from bench.shop import Line, Shop, as_json, baskets, documents, large_shop, small_shop
from truth.kinds.price.trace import trace
from truth.model.snapshot import snapshot_of
from truth.registry.catalogue import Catalogue
from truth.registry.quote import Asked, price_basket, quote_basket

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
_ROUNDS = 3  # for each round of the scale
_LINES, _BASKETS = 20, 32
_CONNECTIONS = 16
_LIMIT = 150e-6
_EVERYTHING = Asked("en", traced=True)

_NOTES = (
    f"{_BASKETS} baskets of {_LINES} lines in turn, {len(small_shop().rules)} rules. *Quote with trace*: the basket "
    "as JSON is judged and priced, and every step told in words; there are lines with their discounts, what did not "
    "apply and why, tax, charges and totals. *Whole answer*: that with labels, amounts as the locale writes them, the "
    "invoice view, three digests and the JSON bytes. The others find every amount of the quote (list price, net, tax "
    "and gross of each line, tax by class, what is paid) from prices in a dict and a basket nobody judges: zen-engine "
    "with the rules as a decision table that goes over all lines in one call, with its trace and without; py-moneyed "
    "with a Money for every amount; bare integers are the limit. All of them find the same amounts for every basket, "
    "which is checked. django-oscar keeps offers, products and baskets in a database behind Django's models and cannot "
    "price a basket in process without one, so it takes no part. *Over HTTP*: one worker, "
    f"{_CONNECTIONS} kept connections; the client takes a share of the machine's cores."
)


Work = Callable[[], object]
Basket = TypeVar("Basket")


def measure(scale: Scale) -> Section:
    """All of it."""
    in_process, verdicts = _in_process(scale)
    growth, grown = _growth(scale)
    served = _served(scale)
    return Section("Quotes", _NOTES, [in_process, growth, served], [*verdicts, grown])


def _in_process(scale: Scale) -> tuple[Table, list[Verdict]]:
    shop = small_shop()
    works = _works(shop, baskets(shop, _LINES, _BASKETS))
    times = max(1, int(scale.burst / 8 / seconds(works[_WHOLE])))
    taken = turn_by_turn({name: repeated(work, times) for name, work in works.items()}, scale.rounds * _ROUNDS)
    each = {name: per(Spread.of(values), times * _BASKETS) for name, values in taken.items()}
    rows = [(name, time(each[name]), ratio(ratios(taken[name], taken[_OURS]))) for name in works]
    table = Table((f"{_LINES} lines, {len(shop.rules)} rules", "each", "÷ quote with trace"), rows)
    target = Verdict("quote with trace", "≤ 150 µs", time(each[_OURS]), each[_OURS].median <= _LIMIT)
    return table, [target, *(_beside(name, taken) for name in (_ZEN, _MONEYED))]


def _beside(name: str, taken: Mapping[str, Sequence[float]]) -> Verdict:
    slower = ratios(taken[name], taken[_OURS])
    return Verdict(f"{name} ÷ quote with trace", "≥ 5 ×", ratio(slower), slower.median >= 5)


_OURS, _WHOLE = "quote with trace", "whole answer"
_ZEN, _MONEYED = "zen-engine with its trace", "py-moneyed"


def _works(shop: Shop, asked: Sequence[Sequence[Line]]) -> Mapping[str, Work]:
    """Each way over all baskets, once it came to the same as ours for each of them."""
    catalogue = Catalogue(snapshot_of(documents(shop)))
    told = [as_json(lines) for lines in asked]
    amounts = [amounts_of(price_basket(catalogue, basket, NOW)) for basket in told]
    others = {
        _ZEN: by_zen(shop, traced=True),
        "zen-engine": by_zen(shop, traced=False),
        _MONEYED: by_moneyed(shop),
        "bare integers": by_integers(shop),
    }
    for name, way in others.items():
        assert [way(lines) for lines in asked] == amounts, name

    return {
        _OURS: _one_by_one(lambda basket: trace(price_basket(catalogue, basket, NOW)), told),
        "quote, its steps not yet in words": _one_by_one(lambda basket: price_basket(catalogue, basket, NOW), told),
        _WHOLE: _one_by_one(lambda basket: orjson.dumps(quote_basket(catalogue, basket, NOW, _EVERYTHING)), told),
        **{name: _one_by_one(way, asked) for name, way in others.items()},
    }


def _one_by_one(price: Callable[[Basket], object], baskets: Sequence[Basket]) -> Work:
    """Price each basket and forget what came of it."""

    def work() -> None:
        for basket in baskets:
            price(basket)

    return work


def _growth(scale: Scale) -> tuple[Table, Verdict]:
    """A hundred and a thousand lines, over as many rules as there are articles."""
    few, many, rules = scale.quoted
    shop = large_shop(many, rules)
    catalogue = Catalogue(snapshot_of(documents(shop)))
    works = {}
    for lines in (few, many):
        (asked,) = baskets(shop, lines, 1)
        basket = as_json(asked)
        assert amounts_of(price_basket(catalogue, basket, NOW)) == by_integers(shop)(asked)
        works[f"{lines:,} lines, {rules:,} rules"] = lambda basket=basket: trace(price_basket(catalogue, basket, NOW))
    taken = turn_by_turn(works, max(2, scale.rounds))
    small, large = taken
    grown = ratios(taken[large], taken[small])
    rows = [(name, time(Spread.of(taken[name]))) for name in works]
    allowed = many / few
    verdict = Verdict(f"quote, {small} → {large}", f"growth ≤ {allowed:g} ×", ratio(grown), grown.median <= allowed)
    return Table(("quote with trace", "measured"), rows), verdict


def _served(scale: Scale) -> Table:
    """The whole answer from a service of its own."""
    shop = small_shop()
    (lines,) = baskets(shop, _LINES, 1)
    body = orjson.dumps(as_json(lines))
    with TemporaryDirectory(prefix="truth-bench-") as name:
        folder = Path(name)
        (folder / "none").mkdir()
        database = f"sqlite:///{folder}/truth.db"
        with opened(database) as store:
            write_history(store, [{document.entry: document for document in documents(shop)}])
        port = free_port()
        command = [*TRUTH, "serve", "--port", str(port), "--database", database, "--content", str(folder / "none")]
        with serving(command, port, "/v1/text/price/totals/title?locale=en"):
            rows = [_load(port, path, body, scale) for path in ("/v1/quotes", "/v1/quotes?trace=yes")]
    return Table(("over HTTP", "answers a second", "half within", "99 % within"), rows)


def _load(port: int, path: str, body: bytes, scale: Scale) -> tuple[str, ...]:
    answer = post(port, path, body)
    assert answer.status == HTTPStatus.OK, answer.body
    load(port, path, _CONNECTIONS, scale.burst, body)  # warm
    found = [load(port, path, _CONNECTIONS, scale.burst, body) for _ in range(scale.rounds)]
    half, nearly_all = (Spread.of([one.slowest(share) for one in found]) for share in (0.5, 0.01))
    rate = Spread.of([one.per_second for one in found])
    return f"POST {path}", f"{rate.median:,.0f} ({rate.low:,.0f}–{rate.high:,.0f})", time(half), time(nearly_all)
