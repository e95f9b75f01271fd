"""A quote as JSON: amounts as decimal strings in the currency's digits. No words, so it is the same in every locale.

`result` is the part that the result's digest covers; labels, displays and release come to it from outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from truth.kinds.price.invoice import invoice, percent
from truth.kinds.price.lanes import Left
from truth.kinds.price.lines import Line
from truth.kinds.price.money import all_written, written
from truth.kinds.price.quote import Discount, Quote, QuotedCharge, QuotedGift, QuotedLine
from truth.model.canonical import Json, digest_of_bytes
from truth.model.instant import format_instant


def digest(value: Json) -> str:
    """`sha256:…` over RFC 8785 bytes; quotes hold no numbers but whole ones below 2⁵³, and no keys beyond ASCII."""
    return digest_of_bytes(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))


def result(quote: Quote) -> Mapping[str, Json]:
    """What was worked out."""
    market, digits = quote.market, quote.market.digits
    by_id = {line.line.id: line for line in quote.lines}
    lines = _lines([by_id[id] for id in quote.basket.order], digits)
    given = [(line.line.id, line.net) for line in quote.lines] + [(gift.id, 0) for gift in quote.gifts]
    return {
        "at": format_instant(quote.at),
        "currency": market.currency,
        "basis": market.basis,
        "lines": [*lines, *(_gift(gift, digits) for gift in quote.gifts)],
        "charges": [_charge(charge, digits) for charge in quote.charges],
        "applied": _discounts(quote.discounts, digits),
        "not_applied": [_left(left, quote) for left in quote.left],
        "tax": [
            {
                "class": group.tax_class,
                "rate": percent(group.rate),
                "net": written(group.net, digits),
                "tax": written(group.tax, digits),
            }
            for group in quote.groups
        ],
        "totals": {name: written(amount, digits) for name, amount in quote.totals._asdict().items()},
        "invoice": invoice(given, [one.net for one in quote.charges], quote.groups, quote.totals.payable, digits),
        "expires_at": format_instant(quote.expires_at),
        **({"switched_off": sorted(quote.off)} if quote.off else {}),
    }


def digests(quote: Quote, of: Mapping[str, Json]) -> Mapping[str, str]:
    """What was asked, what it was worked out from, and what came of it."""
    return {"input": digest(quote.basket.given), "catalogue": quote.market.prices.digest, "result": digest(of)}


def _lines(quoted: Sequence[QuotedLine], digits: int) -> list[Json]:
    """Lines as JSON; amounts are written column by column."""
    base = all_written([line.base for line in quoted], digits)
    net = all_written([line.net for line in quoted], digits)
    tax = all_written([line.tax for line in quoted], digits)
    gross = all_written([line.gross for line in quoted], digits)
    return [
        {
            "id": one.line.id,
            "sku": one.line.article.sku,
            "quantity": one.line.written,
            "unit": _unit(one.line),
            "list": one.line.article.listed,
            "version": one.line.article.version,
            "base": base[place],
            "discounts": _discounts(one.discounts, digits),
            "net": net[place],
            "tax": tax[place],
            "gross": gross[place],
        }
        for place, one in enumerate(quoted)
    ]


def _unit(line: Line) -> str | None:
    """What one costs; None where several prices make up the line."""
    article = line.article
    if article.tiers is not None and article.tiers.mode == "volume":
        return percent(article.tiers.row(line.parts, article.scale).unit)
    return article.written


def _gift(quoted: QuotedGift, digits: int) -> Mapping[str, Json]:
    gift, nothing = quoted.gift, written(0, digits)
    return {
        "id": quoted.id,
        "sku": gift.article.sku,
        "quantity": gift.quantity,
        "unit": gift.article.written,
        "list": gift.article.listed,
        "version": gift.article.version,
        "base": written(gift.base, digits),
        "discounts": _discounts([(gift.offer, gift.base)], digits),
        "net": nothing,
        "tax": nothing,
        "gross": nothing,
        "gift": True,
    }


def _charge(quoted: QuotedCharge, digits: int) -> Mapping[str, Json]:
    charge = quoted.charge
    rule = charge.surcharge.named if charge.surcharge else {"rule": None, "version": None}
    missing = charge.missing if charge.amount else None
    return {
        "name": charge.name,
        "scope": charge.scope,
        **rule,
        "base": written(charge.full, digits),
        "discounts": _discounts(quoted.discounts, digits),
        "free": charge.full > 0 and quoted.amount == 0,
        "missing": None if missing is None else written(missing, digits),
        "amount": written(quoted.amount, digits),
        "net": written(quoted.net, digits),
        "tax": written(quoted.tax, digits),
        "gross": written(quoted.gross, digits),
    }


def _discounts(discounts: Sequence[Discount], digits: int) -> list[Json]:
    return [{**offer.named, "amount": written(amount, digits)} for offer, amount in discounts]


def _left(left: Left, quote: Quote) -> Mapping[str, Json]:
    given = sorted(quote.basket.codes & set(left.offer.codes))
    digits, money = quote.market.digits, left.why == "too_little"
    amounts = {"threshold": left.threshold, "missing": left.missing}
    return {
        **left.offer.named,
        "code": given[0] if given else None,
        "why": left.why,
        "other": str(left.other.adjustment.document.entry) if left.other else None,
        **{
            name: written(amount, digits) if money else amount for name, amount in amounts.items() if amount is not None
        },
    }
