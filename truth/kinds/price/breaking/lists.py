"""Lists: currency, basis, and for whom and what they have prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truth.kinds.price.breaking.rules import BASIS_CHANGED, COVERAGE_SHRUNK, CURRENCY_CHANGED
from truth.model.document import Document
from truth.model.finding import Finding


def list_gone(old: Document, new: Document | None) -> Iterator[Finding]:
    """A list that is there no more."""
    if new is None:
        yield COVERAGE_SHRUNK.finding(old.entry, "the list is gone, and with it its prices")


def list_changed(old: Document, new: Document | None) -> Iterator[Finding]:
    """What a list no longer says, or says otherwise."""
    if new is None:
        return
    before, after = old.body["selector"], new.body["selector"]
    if before["currency"] != after["currency"]:
        message = f"the currency was {before['currency']} and is now {after['currency']}"
        yield CURRENCY_CHANGED.finding(old.entry, message, path=("selector", "currency"), fix="make a list of its own")
    if old.body["basis"] != new.body["basis"]:
        message = f"prices were {old.body['basis']} and are now {new.body['basis']}"
        yield BASIS_CHANGED.finding(old.entry, message, path=("basis",), fix="make a list of its own")
    for name in ("zones", "channels", "groups"):
        gone = _no_longer(before.get(name, []), after.get(name, []), none_is_all=name != "zones")
        if gone:
            message = f"its prices no longer hold for {name}: {', '.join(gone)}"
            yield COVERAGE_SHRUNK.finding(old.entry, message, path=("selector", name))
    kept = {price["sku"] for price in new.body["prices"]}
    for sku in [price["sku"] for price in old.body["prices"] if price["sku"] not in kept]:
        yield COVERAGE_SHRUNK.finding(old.entry / "prices" / sku, f"{sku} has no price here any more", path=("prices",))


def _no_longer(before: Sequence[str], after: Sequence[str], *, none_is_all: bool) -> Sequence[str]:
    if none_is_all and not after:
        return []
    if none_is_all and not before:
        return ["all others"]
    return sorted(set(before) - set(after))
