"""How a total was made, step by step, in numbers anyone can check with a pencil."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from truth.kinds.price.invoice import percent
from truth.kinds.price.lanes import Applied
from truth.kinds.price.money import written
from truth.kinds.price.quote import Quote, QuotedCharge, QuotedLine


class Step(NamedTuple):
    """One step: what was done, to what, the arithmetic, and what it came to (a decimal string)."""

    step: str
    subject: str
    says: str
    amount: str


def trace(quote: Quote) -> list[Step]:
    """Every step of a quote, in the order they were taken."""
    return [
        *(_price(line, quote) for line in quote.lines),
        *(_gift for gift in quote.gifts for _gift in _gifts(gift.id, gift.gift.base, quote)),
        *(_applied(one, quote) for one in quote.applied if one.lane in ("item", "order")),
        *(_charge(charge, quote) for charge in quote.charges),
        *(_applied(one, quote) for one in quote.applied if one.lane not in ("item", "order")),
        *_taxes(quote),
        *_end(quote),
    ]


def _price(quoted: QuotedLine, quote: Quote) -> Step:
    line, digits = quoted.line, quote.market.digits
    article = line.article
    how = f"{article.tiers.mode} tiers" if article.tiers else f"{line.written} × {article.written}"
    says = f"{how}, {article.document.entry}"
    return Step("price", f"{line.id} {article.sku}", says, written(quoted.base, digits))


def _gifts(id: str, base: int, quote: Quote) -> Iterator[Step]:
    amount = written(base, quote.market.digits)
    yield Step("gift", id, f"{amount} at list price, given", written(0, quote.market.digits))


def _applied(one: Applied, quote: Quote) -> Step:
    digits = quote.market.digits
    of, key = written(one.of, digits), one.offer.key
    names = _names(one, quote)
    shares = ", ".join(f"{names[place]}: {written(amount, digits)}" for place, amount in one.shares)
    return Step(one.lane, key, f"{_arithmetic(one)} of {of} → {shares}", written(-one.amount, digits))


def _names(one: Applied, quote: Quote) -> Sequence[str]:
    if one.lane in ("item", "order"):
        return [line.line.id for line in quote.lines]
    return [charge.charge.name for charge in quote.charges]


def _arithmetic(one: Applied) -> str:
    if one.offer.adjustment.type == "percent_off":
        return f"{percent(one.offer.percent)} %"
    return one.offer.adjustment.type.replace("_", " ")


def _charge(quoted: QuotedCharge, quote: Quote) -> Step:
    charge, digits = quoted.charge, quote.market.digits
    full = written(charge.full, digits)
    says = charge.scope if charge.amount else f"{full}, free from {written(_free_from(quoted), digits)} of goods"
    return Step("charge", charge.name, says, written(charge.amount, digits))


def _free_from(quoted: QuotedCharge) -> int:
    charge = quoted.charge.charge
    return (charge.free_from or 0) if charge else 0


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
