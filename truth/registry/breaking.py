"""Breaking: what does a change break, and for whom? Two Snapshots, nothing else. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from truth.kinds import KINDS, kind_of
from truth.kinds.company.profile import PROFILE
from truth.kinds.policy.breaking.decisions import stricter
from truth.kinds.price.rules.expectations import results_changed
from truth.model.finding import Category, Finding, in_order
from truth.model.ref import Ref
from truth.model.snapshot import Snapshot
from truth.registry.catalogue import Catalogue
from truth.registry.text_breaking import RULES, text_breaks

__all__ = ["RULES", "breaking", "category_of"]


def breaking(old: Snapshot, new: Snapshot) -> list[Finding]:
    """Every break of every entry of the old Snapshot, most severe first; what is new breaks nothing.

    Both Snapshots' documents fit their schemas. Raises `Invalid` for one without a company profile.
    """
    return in_order(_breaks(old, new))


def category_of(rule: str) -> Category | None:
    """What a change that breaks a rule breaks; None for a rule that is about no change."""
    return _categories().get(rule)


def _breaks(old: Snapshot, new: Snapshot) -> Iterator[Finding]:
    before, after = Catalogue(old), Catalogue(new)
    changed = [entry for entry, document in old.documents.items() if new.documents.get(entry) != document]
    for entry in changed:
        yield from kind_of(entry.kind).breaking(old.documents[entry], new.documents.get(entry))
    if any(entry.kind == "price" for entry in changed):
        yield from results_changed(old, new)
    if any(entry.kind == "policy" or entry == PROFILE for entry in changed):
        yield from stricter(old, new)
    for entry in _with_other_texts(old, new, changed):
        yield from text_breaks(before, after, entry)


def _with_other_texts(old: Snapshot, new: Snapshot, changed: list[Ref]) -> Iterator[Ref]:
    """The changed entries; all of them where the company's shared arguments changed."""
    entries = old.documents if PROFILE in changed else changed
    return (entry for entry in entries if entry in new.documents)


@cache
def _categories() -> Mapping[str, Category]:
    rules = [*RULES, *(rule for kind in KINDS.values() for rule in kind.rules)]
    return {rule.id: rule.category for rule in rules if rule.category}
