"""The kind `price`: `price:retail-de/prices/TEE-01/label`, `price:totals/charges/delivery/free_from`.

An entry is of one of four types: a list, an adjustment, totals, or an example. In refs an article is known by its SKU;
in the body prices are a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from truth.conditions.inputs import micro
from truth.kinds.entry import own_links, own_values, title
from truth.kinds.kind import Assembled, BodyPath, Link, Part, Path, TextAt, ValueAt, descend
from truth.kinds.price import breaking, rules
from truth.kinds.price.adjustment import asked_amount
from truth.kinds.price.reasons import arguments
from truth.model.canonical import Body, Json
from truth.model.document import Document
from truth.model.finding import Finding
from truth.model.snapshot import Snapshot
from truth.text.argument import TypedValue


class Price:
    """What things cost, and how a total is made."""

    name = "price"
    foldered = False
    shelves: Mapping[str, str] = {"example": "examples"}
    rules = (*rules.RULES, *breaking.RULES)

    def read(self, body: Body, parts: Sequence[Part]) -> Assembled:
        """The main file is the document."""
        return Assembled(body)

    def write(self, body: Body) -> tuple[Body, tuple[Part, ...]]:
        """The document is the main file."""
        return body, ()

    def texts(self, document: Document) -> Iterator[TextAt]:
        """The title, and what customers call articles, adjustments, charges and facts."""
        return chain([title(document)], _TEXTS.get(document.body["type"], _no_texts)(document))

    def values(self, document: Document) -> Iterator[ValueAt]:
        """The entry's own constants, and every amount a text may want to say."""
        return chain(own_values(document), _VALUES.get(document.body["type"], _no_values)(document))

    def links(self, document: Document) -> Iterator[Link]:
        """Arguments' refs, and the successor."""
        return own_links(document)

    def check(self, document: Document, snapshot: Snapshot) -> Iterator[Finding]:
        """The rules of its type."""
        return rules.check(document, snapshot)

    def breaking(self, old: Document, new: Document | None) -> Iterator[Finding]:
        """What a change takes from callers and customers."""
        return breaking.breaking(old, new)

    def body_path(self, document: Document, path: Path) -> BodyPath:
        """Refs follow the body; an article stands at a place of its list."""
        if len(path) > 1 and path[0] == "prices" and path[1] in _places(document):
            return ("prices", _places(document)[path[1]], *path[2:])
        return path

    def node(self, document: Document, path: Path) -> Json:
        """A section, or something in it; articles by their SKU."""
        if len(path) > 1 and path[0] == "prices":
            return descend(document.body["prices"][_places(document)[path[1]]], path[2:])
        return descend(document.body, path)

    def retired(self, document: Document) -> Mapping[Path, Path | None]:
        """Nothing is retired within an entry."""
        return {}


@lru_cache(maxsize=1024)
def _places(document: Document) -> Mapping[str, int]:
    """Where each article stands in its list; the first place, where it stands in several."""
    prices = document.body["prices"] if document.body["type"] == "list" else ()
    return {price["sku"]: place for place, price in reversed([*enumerate(prices)])}


def _no_texts(document: Document) -> Iterator[TextAt]:
    return iter(())


def _no_values(document: Document) -> Iterator[ValueAt]:
    return iter(())


def _list_texts(document: Document) -> Iterator[TextAt]:
    for price in document.body["prices"]:
        yield TextAt(("prices", price["sku"], "label"), price["label"], "title")


def _list_values(document: Document) -> Iterator[ValueAt]:
    currency = document.body["selector"]["currency"]
    for price in document.body["prices"]:
        for name in ("unit", "floor"):
            if name in price:
                yield _money(("prices", price["sku"], name), {currency: price[name]})


def _adjustment_texts(document: Document) -> Iterator[TextAt]:
    body = document.body
    extra = dict(_effect_arguments(body))
    yield TextAt(("label",), body["label"], "title", extra=extra)
    if "why_not" in body:
        asked = asked_amount(body)
        reached = {"threshold": asked, "missing": asked} if asked else {}
        yield TextAt(("why_not",), body["why_not"], "sentence", extra={**extra, **reached})


def _effect_arguments(body: Body) -> Iterator[tuple[str, TypedValue]]:
    """The numbers of an effect, for its texts: {percent}, {amount}, {price}, {cap}."""
    effect = body["effect"]
    if "percent" in effect:
        yield "percent", TypedValue("percent", effect["percent"])
    for name in ("amount", "price", "cap"):
        if name in effect:
            yield name, TypedValue("money", effect[name])


def _adjustment_values(document: Document) -> Iterator[ValueAt]:
    for name, value in _effect_arguments(document.body):
        yield ValueAt(("effect", name), value)
    asked = asked_amount(document.body)
    if asked:
        yield ValueAt(("when", "threshold"), asked)


def _totals_texts(document: Document) -> Iterator[TextAt]:
    for name, charge in document.body.get("charges", {}).items():
        yield TextAt(("charges", name, "label"), charge["label"], "title")
    for name, fact in document.body.get("facts", {}).items():
        if "label" in fact:
            yield TextAt(("facts", name, "label"), fact["label"], "title")
    yield from _reasons(document)


def _reasons(document: Document) -> Iterator[TextAt]:
    for why, text in document.body.get("reasons", {}).items():
        yield TextAt(("reasons", why), text, "sentence", extra=arguments(why))


def _totals_values(document: Document) -> Iterator[ValueAt]:
    for name, charge in document.body.get("charges", {}).items():
        for amount in ("amount", "free_from"):
            if amount in charge:
                yield _money(("charges", name, amount), charge[amount], charge.get("anchors", {}).get(amount, {}))
    yield ValueAt(("quote", "valid_for"), TypedValue("duration", document.body["quote"]["valid_for"]))
    for zone, rates in document.body["tax"]["zones"].items():
        for tax_class, rate in rates.items():
            if isinstance(rate, str) and micro(rate):
                yield ValueAt(("tax", "zones", zone, tax_class), TypedValue("percent", rate))


def _money(path: Path, amount: Mapping[str, str], anchors: Mapping[str, Sequence[str]] | None = None) -> ValueAt:
    return ValueAt(path, TypedValue("money", dict(amount)), anchors or {})


_TEXTS: Mapping[str, Callable[[Document], Iterator[TextAt]]] = {
    "list": _list_texts,
    "adjustment": _adjustment_texts,
    "totals": _totals_texts,
}
_VALUES: Mapping[str, Callable[[Document], Iterator[ValueAt]]] = {
    "list": _list_values,
    "adjustment": _adjustment_values,
    "totals": _totals_values,
}
