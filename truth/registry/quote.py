"""Quote: a basket's total, in the words of a locale. The numbers come from `truth.kinds.price`; here they get labels,
reasons and formats, and the release they belong to."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from truth.kinds.price.book import PriceBook, book_of
from truth.kinds.price.quote import Quote, price
from truth.kinds.price.trace import Step, trace
from truth.kinds.price.written import digests, result
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean
from truth.model.snapshot import Snapshot
from truth.registry.catalogue import Catalogue
from truth.registry.quote_words import Rendered, Says
from truth.text.choice import fallbacks

_KEPT = 16


@dataclass(frozen=True)
class Asked:
    """How a quote is wanted: its locale (None: the company's first), with its trace, and without some adjustments."""

    locale: str | None = None
    traced: bool = False
    off: frozenset[str] = frozenset()


def quote_basket(catalogue: Catalogue, basket: Json, now: datetime, asked: Asked = Asked()) -> dict[str, Json]:
    """The quote of a basket as JSON, complete: amounts, labels, reasons, displays, digests.

    Raises `Invalid`, with a finding for each, where anything in the basket is unknown, and for a locale the company
    does not have. `now` is the instant of a basket that names none.
    """
    locale = fallbacks(asked.locale or catalogue.setting.locales[0], catalogue.setting.locales)[0]
    quote = price_basket(catalogue, basket, now, asked.off)
    return shown(quote, catalogue, locale, traced=asked.traced)


def price_basket(catalogue: Catalogue, basket: Json, now: datetime, off: frozenset[str] = frozenset()) -> Quote:
    """The quote without words."""
    book = prices_of(catalogue)
    if off:
        _require_known(off, book)
    return price(book, basket, now, off)


def _require_known(off: frozenset[str], book: PriceBook) -> None:
    known = {document.entry.key for document, _ in book.standings if document.body["type"] == "adjustment"}
    for unknown in sorted(off - known):
        raise Invalid(f"there is no adjustment '{unknown[:80]}'{did_you_mean(unknown, known)}")


def prices_of(catalogue: Catalogue) -> PriceBook:
    """The prices of a Snapshot, compiled once for it."""
    return _kept(catalogue).book


def shown(quote: Quote, catalogue: Catalogue, locale: str, *, traced: bool) -> dict[str, Json]:
    """A quote in the words of one of the company's locales."""
    worked_out = result(quote)
    says = Says(quote, catalogue, locale, _kept(catalogue).rendered)
    head = _head(catalogue.snapshot, quote)
    return {
        **head,
        **worked_out,
        "locale": locale,
        "lines": [says.line(line) for line in worked_out["lines"]],
        "charges": [says.charge(charge) for charge in worked_out["charges"]],
        "applied": [says.labelled(one) for one in worked_out["applied"]],
        "not_applied": [
            {**told, "label": says.left_label(left), "reason": says.reason(left)}
            for told, left in zip(worked_out["not_applied"], quote.left, strict=True)
        ],
        "display": says.display(),
        "help": says.help(),
        "next_steps": says.next_steps(),
        **({"trace": [dict(zip(Step._fields, step, strict=True)) for step in trace(quote)]} if traced else {}),
        "digests": digests(quote, worked_out),
    }


class _Kept:
    """What is compiled and rendered once for a Snapshot."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.book = book_of(catalogue.snapshot.standings.values(), catalogue.profile.body)
        self.rendered = Rendered()


@dataclass
class _Memory:
    """The last few Snapshots that were asked."""

    known: OrderedDict[int, _Kept] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def of(self, catalogue: Catalogue) -> _Kept:
        with self.lock:
            kept = self.known.get(id(catalogue))
            if kept is None or kept.catalogue is not catalogue:
                kept = self.known[id(catalogue)] = _Kept(catalogue)
            self.known.move_to_end(id(catalogue))
            while len(self.known) > _KEPT:
                self.known.popitem(last=False)
            return kept


_MEMORY = _Memory()


def _kept(catalogue: Catalogue) -> _Kept:
    return _MEMORY.of(catalogue)


def _head(snapshot: Snapshot, quote: Quote) -> dict[str, Json]:
    pointer = snapshot.pointer
    return {
        "position": str(pointer.position) if pointer.position else None,
        "release": pointer.release,
        "snapshot": snapshot.digest,
        "basket": quote.basket.given,
    }
