"""Do the example baskets come to what they should?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truth.kinds.price.results import changed_results, moved, quote_of
from truth.kinds.price.rules.around import Around
from truth.kinds.price.rules.examples import SOAP, TEE, example, price_list, shop
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.finding import Category, Finding, Rule, Severity
from truth.model.snapshot import Snapshot

_DEARER = {"price:shop": price_list({**TEE, "unit": "21.99"}, SOAP)}

RESULT_CHANGED = Rule(
    "price/result-changed",
    Severity.REVIEW,
    "A basket that comes to another total than before is a promise that changed.",
    passes={"before": shop(three_tees=example("59.97")), "after": {"price:shop": {"title": {"en": "Prices"}}}},
    fails={"before": shop(three_tees=example("59.97")), "after": _DEARER},
    category=Category.PROMISE,
)
RULES = (RESULT_CHANGED,)


def expected_totals(document: Document, around: Around) -> Iterator[Finding]:
    """An example that comes to something else, or cannot be priced; an error until it is written down."""
    book = around.book
    if book is None:
        return
    try:
        quote = quote_of(document, book)
    except Invalid as error:
        message = f"its basket cannot be priced: {error.message}"
        yield replace(RESULT_CHANGED.finding(document.entry, message, path=("basket",)), severity=Severity.ERROR)
        return
    for one in moved(document, quote):
        message = f"{one.name} was {_shown(one.before)} and is now {_shown(one.after)}"
        fix = f"if that is meant, write {one.name}: {_shown(one.after)} here; if not, look at what changed"
        path = ("expect", one.name)
        yield replace(RESULT_CHANGED.finding(document.entry, message, path=path, fix=fix), severity=Severity.ERROR)


def results_changed(old: Snapshot, new: Snapshot) -> Iterator[Finding]:
    """Examples that came to another total before a change of prices; a person confirms that it is meant."""
    for document, one in changed_results(old, new):
        message = f"{one.name} was {_shown(one.before)} and is now {_shown(one.after)}"
        fix = "confirm that this is meant, or look at what changed"
        yield RESULT_CHANGED.finding(document.entry, message, path=("expect", one.name), fix=fix)


CHECKS = (expected_totals,)


def _shown(value: object) -> str:
    return ", ".join(str(one) for one in value) or "none" if isinstance(value, list) else str(value)
