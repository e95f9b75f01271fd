"""Example baskets: what they come to, and whether that is what they are expected to come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from truth.conditions.inputs import micro
from truth.kinds.price.book import PriceBook, book_of
from truth.kinds.price.money import written
from truth.kinds.price.quote import Quote, price
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.instant import parse_instant
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot

PROFILE = Ref("company", "profile")


@dataclass(frozen=True)
class Moved:
    """One amount of an example that is not what was expected; `before` was, `after` is."""

    name: str
    before: Json
    after: Json


def book_in(snapshot: Snapshot) -> PriceBook | None:
    """The prices of a Snapshot; None where there is no company profile."""
    profile = snapshot.documents.get(PROFILE)
    return book_of(snapshot.standings.values(), profile.body) if profile else None


def quote_of(example: Document, book: PriceBook) -> Quote:
    """The quote of an example's basket; `Invalid` where the basket cannot be priced."""
    basket = example.body["basket"]
    return price(book, basket, parse_instant(basket["at"]))


def moved(example: Document, quote: Quote) -> Iterator[Moved]:
    """What an example expects and the quote does not say."""
    found = amounts(quote)
    expected: Mapping[str, Json] = example.body["expect"]
    for name, told in expected.items():
        if name == "applied":
            if sorted(told) != found[name]:
                yield Moved(name, sorted(told), found[name])
        elif not _same(told, str(found[name])):
            yield Moved(name, told, found[name])


def amounts(quote: Quote) -> Mapping[str, Json]:
    """The totals by name, and the keys of what applies."""
    digits = quote.market.digits
    totals = {name: written(amount, digits) for name, amount in quote.totals._asdict().items()}
    return {**totals, "applied": sorted({offer.key for offer, _ in quote.discounts} | _surcharges(quote))}


def _surcharges(quote: Quote) -> set[str]:
    return {one.charge.surcharge.key for one in quote.charges if one.charge.surcharge}


def _same(told: str, says: str) -> bool:
    """4.9 and 4.90 are one amount."""
    return micro(told) == micro(says)


def changed_results(old: Snapshot, new: Snapshot) -> Iterator[tuple[Document, Moved]]:
    """The examples of both Snapshots that come to something else, or (`after` None) can no longer be priced.

    An example is judged by the basket it had: one that is rewritten together with its expectation is found too.
    """
    before, after = book_in(old), book_in(new)
    if before is None or after is None:
        return
    for example in old.of_kind("price"):
        if example.body["type"] == "example":
            yield from ((example, one) for one in _compared(example, before, after))


def _compared(example: Document, before: PriceBook, after: PriceBook) -> Iterator[Moved]:
    try:
        was = amounts(quote_of(example, before))
    except Invalid:
        return
    try:
        now = amounts(quote_of(example, after))
    except Invalid as error:
        yield Moved("payable", was["payable"], error.message)
        return
    if was["payable"] != now["payable"]:
        yield Moved("payable", was["payable"], now["payable"])
