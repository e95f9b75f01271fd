"""Totals: rounding, currencies, rates, and what baskets have to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from truth.kinds.price.breaking.rules import (
    ALLOCATION_CHANGED,
    COVERAGE_SHRUNK,
    CURRENCY_CHANGED,
    DIGITS_CHANGED,
    INPUT_NARROWED,
    INPUT_NEWLY_REQUIRED,
    ROUNDING_CHANGED,
    STACKING_CHANGED,
)
from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.finding import Finding


def totals_gone(old: Document, new: Document | None) -> Iterator[Finding]:
    """Totals that are there no more."""
    if new is None:
        yield COVERAGE_SHRUNK.finding(old.entry, "the totals are gone, and with them every total")


def totals_changed(old: Document, new: Document | None) -> Iterator[Finding]:
    """How totals are made otherwise, and what baskets must say or may no longer say."""
    if new is None:
        return
    for name, rule in (("rounding", ROUNDING_CHANGED), ("allocation", ALLOCATION_CHANGED), ("lanes", STACKING_CHANGED)):
        if old.body[name] != new.body[name]:
            message = f"{name} was {_shown(old.body[name])} and is now {_shown(new.body[name])}"
            yield rule.finding(old.entry, message, path=(name,))
    if old.body["tax"]["level"] != new.body["tax"]["level"]:
        message = f"tax was rounded per {old.body['tax']['level']} and is now per {new.body['tax']['level']}"
        yield ROUNDING_CHANGED.finding(old.entry, message, path=("tax", "level"))
    yield from _currencies_changed(old, new)
    for zone in sorted(set(old.body["tax"]["zones"]) - set(new.body["tax"]["zones"])):
        yield COVERAGE_SHRUNK.finding(old.entry, f"{zone} has no rates any more", path=("tax", "zones"))
    yield from _facts_changed(old, new)
    yield from _groups_changed(old, new)


def _currencies_changed(old: Document, new: Document) -> Iterator[Finding]:
    before, after = old.body["currencies"], new.body["currencies"]
    for currency, spec in before.items():
        path = ("currencies", currency)
        if currency not in after:
            yield CURRENCY_CHANGED.finding(old.entry, f"{currency} is gone", path=("currencies",))
        elif spec["digits"] != after[currency]["digits"]:
            message = f"{currency} had {spec['digits']} decimals and now has {after[currency]['digits']}"
            yield DIGITS_CHANGED.finding(old.entry, message, path=path)
        elif spec != after[currency]:
            yield ROUNDING_CHANGED.finding(old.entry, f"{currency} is rounded otherwise when it is paid", path=path)


def _facts_changed(old: Document, new: Document) -> Iterator[Finding]:
    before, after = old.body.get("facts", {}), new.body.get("facts", {})
    for name, spec in after.items():
        if "default" not in spec and (name not in before or "default" in before[name]):
            message = f"baskets now have to say '{name}'"
            yield INPUT_NEWLY_REQUIRED.finding(old.entry, message, path=("facts", name), fix="give it a default")
    for name, spec in before.items():
        lost = _lost(spec.get("of", ()), after.get(name, {}).get("of", ()))
        if name not in after:
            yield INPUT_NARROWED.finding(old.entry, f"the fact '{name}' is gone", path=("facts",))
        elif spec["type"] != after[name]["type"]:
            message = f"'{name}' was a {spec['type']} and is now a {after[name]['type']}"
            yield INPUT_NARROWED.finding(old.entry, message, path=("facts", name, "type"))
        elif lost:
            message = f"'{name}' can no longer be {', '.join(lost)}"
            yield INPUT_NARROWED.finding(old.entry, message, path=("facts", name, "of"))


def _groups_changed(old: Document, new: Document) -> Iterator[Finding]:
    for group in sorted(set(old.body.get("groups", ())) - set(new.body.get("groups", ()))):
        yield INPUT_NARROWED.finding(old.entry, f"the customer group '{group}' is gone", path=("groups",))


def _lost(before: Sequence[str], after: Sequence[str]) -> Sequence[str]:
    """The words that are no longer allowed; without any, all are."""
    if not after:
        return []
    return sorted(set(before) - set(after)) if before else ["anything else"]


def _shown(value: Json) -> str:
    return ", ".join(f"{key} {one}" for key, one in value.items()) if isinstance(value, Mapping) else ", ".join(value)
