"""Promises: the values, prices and charges that a sentence may state, with the words that tie a sentence to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from truth.kinds.kind import ValueAt
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.snapshot import Snapshot
from truth.registry.catalogue import Catalogue, index_of
from truth.text.argument import TypedValue
from truth.text.formatting import display
from truth.text.setting import Setting
from truth.text.size import Size, size_of

COMPARED = ("duration", "business_days", "percent", "money", "integer")
"""The types of values that can be contradicted."""


@dataclass(frozen=True)
class Promise:
    """Something a sentence may state.

    `size` is what it comes to (None for money); `amounts` of money by currency: a price may be another in another list.
    `shown` is how it is written, by currency (`""` for what is no money) and locale; `since` the release that says so,
    where there is a history.
    """

    ref: str
    type: str
    anchors: Mapping[str, Sequence[str]]
    not_near: Mapping[str, Sequence[str]]
    size: Size | None
    amounts: Mapping[str, frozenset[Decimal]]
    shown: Mapping[str, Mapping[str, str]]
    since: int | None
    priced: bool = False

    def shown_in(self, locale: str, currency: str | None = None) -> str:
        """How it is written in a locale, or else in the first there is; of money, the amount in a currency."""
        written = self.shown.get(currency or "", {})
        return written.get(locale) or next(iter(written.values()), "")


def promises_of(catalogue: Catalogue) -> Iterator[Promise]:
    """The values with anchors of every entry, the price of every article, and what is charged on top."""
    articles: dict[tuple[str, str], list[tuple[Document, Mapping[str, Json]]]] = {}
    elsewhere = _thresholds(catalogue)
    for document in catalogue.snapshot.documents.values():
        for at in index_of(document).values.values():
            if at.anchors and at.value.type in COMPARED:
                also = elsewhere if at.path[-1] == "free_from" else ()
                yield from (_widened(one, also) for one in _promise(catalogue, document, at))
        if document.entry.kind == "price":
            for price in document.body.get("prices", ()):
                sold = price["sku"], document.body["selector"]["currency"]
                articles.setdefault(sold, []).append((document, price))
            yield from _surcharge(catalogue, document)
    yield from (_price(sku, currency, listed, catalogue) for (sku, currency), listed in articles.items())


def _thresholds(catalogue: Catalogue) -> list[Mapping[str, str]]:
    """From which amounts delivery is free for some customers: they may be told so."""
    prices = catalogue.snapshot.of_kind("price")
    free = [one for one in prices if one.body.get("effect", {}).get("type") == "free_shipping"]
    asked = [index_of(one).values.get(("when", "threshold")) for one in free]
    return [at.value.value for at in asked if at and at.value.type == "money"]


def _widened(promise: Promise, also: Sequence[Mapping[str, str]]) -> Promise:
    """The promise, with amounts that are right for some."""
    amounts = {
        currency: each | {Decimal(one[currency]) for one in also if currency in one}
        for currency, each in promise.amounts.items()
    }
    return replace(promise, amounts=amounts)


def _surcharge(catalogue: Catalogue, document: Document) -> Iterator[Promise]:
    """What is charged for something on top, by the name customers know it by."""
    effect = document.body.get("effect", {})
    at = index_of(document).values.get(("effect", "amount"))
    labels = document.body.get("label", {})
    if (
        effect.get("type") == "surcharge"
        and at
        and all(isinstance(one, str) and "{" not in one for one in labels.values())
    ):
        named = replace(at, anchors={locale: (label,) for locale, label in labels.items()})
        yield from _promise(catalogue, document, named)


def _promise(catalogue: Catalogue, document: Document, at: ValueAt) -> Iterator[Promise]:
    money = at.value.type == "money"
    try:
        size = None if money else size_of(at.value)
        shown = _shown(at, catalogue.setting)
    except Invalid:  # a value that cannot be read is a finding where it is published
        return
    yield Promise(
        str(document.entry.join(at.path)),
        at.value.type,
        at.anchors,
        at.not_near,
        size,
        {currency: frozenset([Decimal(amount)]) for currency, amount in at.value.value.items()} if money else {},
        shown,
        _since(catalogue.snapshot, document),
        priced=money,
    )


def _shown(at: ValueAt, setting: Setting) -> Mapping[str, Mapping[str, str]]:
    currencies = at.value.value if at.value.type == "money" else ("",)
    return {one: {locale: _written(at, locale, one, setting) for locale in setting.locales} for one in currencies}


def _written(at: ValueAt, locale: str, currency: str, setting: Setting) -> str:
    return display(at.value, locale, currency=currency or setting.currency, time_zone=setting.time_zone).text


def _price(
    sku: str, currency: str, listed: Sequence[tuple[Document, Mapping[str, Json]]], catalogue: Catalogue
) -> Promise:
    amounts: set[Decimal] = set()
    anchors: dict[str, list[str]] = {}
    for _, price in listed:
        amounts.update(_amounts(price))
        for locale, label in price["label"].items():
            anchors.setdefault(locale, []).append(label if isinstance(label, str) else next(iter(label.values())))
    first, price = listed[0]
    unit = ValueAt((), TypedValue("money", {currency: str(next(_amounts(price), Decimal()))}))
    return Promise(
        str(first.entry.join(("prices", sku, "unit"))),
        "money",
        {locale: tuple(dict.fromkeys(labels)) for locale, labels in anchors.items()},
        {},
        None,
        {currency: frozenset(amounts)},
        _shown(unit, catalogue.setting),
        _since(catalogue.snapshot, first),
        priced=True,
    )


def _amounts(price: Mapping[str, Json]) -> Iterator[Decimal]:
    rows: Sequence[Mapping[str, Json]] = price.get("tiers", {}).get("rows", ())
    for amount in (price.get("unit"), *(row.get("unit") for row in rows)):
        try:
            if amount is not None:
                yield Decimal(str(amount))
        except InvalidOperation:
            continue


def _since(snapshot: Snapshot, document: Document) -> int | None:
    standing = snapshot.standings.get(document.entry)
    return standing.release if standing else None
