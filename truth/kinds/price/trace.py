"""How a total was made, step by step, in numbers anyone can check with a pencil."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import NamedTuple

from truth.kinds.price.arithmetic import effect_said, tiers_said
from truth.kinds.price.invoice import percent
from truth.kinds.price.lanes import Applied
from truth.kinds.price.lines import Line
from truth.kinds.price.money import all_written, written
from truth.kinds.price.quote import Quote, QuotedCharge

GOODS = ("item", "order")
"""The lanes that are about goods; the others are about charges."""


class Step(NamedTuple):
    """One step: what was done, to what, the arithmetic, and what it came to (a decimal string)."""

    step: str
    subject: str
    says: str
    amount: str


_STEP: Callable[[tuple[str, ...]], Step] = partial(tuple.__new__, Step)
"""What `Step._make` does, without a call into Python for each step."""


def trace(quote: Quote) -> list[Step]:
    """Every step of a quote, in the order they were taken."""
    goods = [one for one in quote.applied if one.lane in GOODS]
    charged = [one for one in quote.applied if one.lane not in GOODS]
    return [
        *_prices(quote),
        *(_gift for gift in quote.gifts for _gift in _gifts(gift.id, gift.gift.base, quote)),
        *_applied(goods, [line.line.id for line in quote.lines], quote),
        *(_charge(charge, quote) for charge in quote.charges),
        *_applied(charged, [charge.charge.name for charge in quote.charges], quote),
        *_taxes(quote),
        *_end(quote),
    ]


def _prices(quote: Quote) -> Iterator[Step]:
    amounts = all_written([line.base for line in quote.lines], quote.market.digits)
    lines = [quoted.line for quoted in quote.lines]
    subjects = [f"{id} {article.sku}" for id, article, _, _ in lines]
    bought = _bought([line for line in lines if line.article.tiers])
    says = [
        f"{tiers_said(article, bought[article.sku])}, {article.listed}"
        if article.tiers
        else f"{quantity} × {article.written}, {article.listed}"
        for _, article, _, quantity in lines
    ]
    return map(_STEP, zip(repeat("price"), subjects, says, amounts))


def _bought(lines: Sequence[Line]) -> Mapping[str, int]:
    """How much there is of each article, over all these lines."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts[line.article.sku] += line.parts
    return counts


def _gifts(id: str, base: int, quote: Quote) -> Iterator[Step]:
    amount = written(base, quote.market.digits)
    yield Step("gift", id, f"{amount} at list price, given", written(0, quote.market.digits))


def _applied(applied: Sequence[Applied], names: Sequence[str], quote: Quote) -> Iterator[Step]:
    """Adjustments, each with what it takes off which of the named lines or charges."""
    digits = quote.market.digits
    for one in applied:
        places, amounts = one.shares
        written_amounts = all_written(amounts, digits)
        shares = [f"{names[place]}: {amount}" for place, amount in zip(places, written_amounts, strict=True)]
        before, after = effect_said(one.offer, digits)
        says = f"{before} {written(one.of, digits)}{after} → {', '.join(shares)}"
        yield Step(one.lane, one.offer.key, says, written(-one.amount, digits))


def _charge(quoted: QuotedCharge, quote: Quote) -> Step:
    charge, digits = quoted.charge, quote.market.digits
    free_from = charge.charge.free_from if charge.charge else None
    says = f"{written(charge.full, digits)} for {charge.scope}"
    if free_from is not None:
        says = f"{written(charge.full, digits)}, free from {written(free_from, digits)} of goods"
    return Step("charge", charge.name, says, written(charge.amount, digits))


def _taxes(quote: Quote) -> Iterator[Step]:
    digits, gross = quote.market.digits, quote.market.basis == "gross"
    for group in quote.groups:
        rate = percent(group.rate)
        how = f"{rate} ÷ {percent(100_000_000 + group.rate)}" if gross else f"{rate} %"
        says = f"{written(group.amount, digits)} × {how}{' (included)' if gross else ''}"
        yield Step("tax", group.tax_class, says, written(group.tax, digits))


def _end(quote: Quote) -> Iterator[Step]:
    totals, digits = quote.totals, quote.market.digits
    sums = " + ".join(written(amount, digits) for amount in (totals.net, totals.tax))
    yield Step("total", "gross", f"{sums} (net + tax)", written(totals.gross, digits))
    if totals.rounding:
        step = quote.market.cash.step if quote.market.cash else 1
        says = f"to steps of {written(step, digits)}"
        yield Step("cash", "rounding", says, written(totals.rounding, digits))
    yield Step("total", "payable", quote.market.currency, written(totals.payable, digits))
