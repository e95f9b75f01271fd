"""The arithmetic of a price and of an effect, as one writes it down to check it with a pencil."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from truth.kinds.price.invoice import percent
from truth.kinds.price.market import Article, Offer
from truth.kinds.price.money import HUNDRED, ONE, written
from truth.kinds.price.tiers import Row, Tiers
from truth.model.canonical import Json


def tiers_said(article: Article, parts: int) -> str:
    """What `parts` of 1/scale of an article with tiers cost, row by row: `graduated, 6 in all: 5 × 7 + 1 × 6.5`."""
    if article.tiers is None:
        return ""
    whole = percent(parts * (ONE // article.scale))
    return f"{article.tiers.mode}, {whole} in all: {' + '.join(_rows(article.tiers, parts, article.scale))}"


@lru_cache(maxsize=4096)
def effect_said(offer: Offer, digits: int) -> tuple[str, str]:
    """What an effect does by its numbers, before and after the amount it is of: `10 % of`, `, at most 20.00`."""
    effect = offer.adjustment.effect
    said = _EFFECTS.get(effect["type"], _plain)(offer, effect, digits)
    capped = f", at most {written(offer.cap, digits)}" if offer.cap is not None else ""
    floored = ", down to floors" if offer.floors else ""
    return f"{said} of" if effect["type"] == "percent_off" else f"{said}, of", f"{capped}{floored}"


def _rows(tiers: Tiers, parts: int, scale: int) -> Iterator[str]:
    if tiers.mode == "package":
        yield from _packs(tiers, -(-parts // scale))
    elif tiers.mode == "volume":
        yield _row(tiers.row(parts, scale), parts, scale)
    else:
        for row in tiers.rows:
            if parts > row.start * scale:
                end = parts if row.up_to is None else min(parts, row.up_to * scale)
                yield _row(row, end - row.start * scale, scale)


def _row(row: Row, parts: int, scale: int) -> str:
    flat = f" + {percent(row.flat)}" if row.flat else ""
    return f"{percent(parts * (ONE // scale))} × {percent(row.unit)}{flat}"


def _packs(tiers: Tiers, quantity: int) -> Iterator[str]:
    """The largest first; what is left takes one more of the smallest."""
    smallest = tiers.packs[-1][0]
    for size, price in tiers.packs:
        count, quantity = divmod(quantity, size)
        count += bool(quantity) and size == smallest
        if count:
            yield f"{count} × {percent(price)} for {size}"


def _percent(offer: Offer, effect: Mapping[str, Json], digits: int) -> str:
    return f"{percent(offer.percent)} %"


def _amount(offer: Offer, effect: Mapping[str, Json], digits: int) -> str:
    return f"{written(offer.amount, digits)} off{' each' if offer.per_unit else ''}"


def _set(offer: Offer, effect: Mapping[str, Json], digits: int) -> str:
    return f"{written(offer.price, digits)} each"


def _pieces(offer: Offer, effect: Mapping[str, Json], digits: int) -> str:
    less = "free" if offer.percent == HUNDRED else f"{percent(offer.percent)} % off"
    return f"buy {effect['trigger']['quantity']}, get {effect['get']['quantity']} {less}"


def _bundle(offer: Offer, effect: Mapping[str, Json], digits: int) -> str:
    return f"{sum(item['quantity'] for item in effect['items'])} for {written(offer.price, digits)}"


def _plain(offer: Offer, effect: Mapping[str, Json], digits: int) -> str:
    return str(effect["type"]).replace("_", " ")


_EFFECTS = {
    "percent_off": _percent,
    "amount_off": _amount,
    "set_price": _set,
    "buy_x_get_y": _pieces,
    "bundle_price": _bundle,
}
