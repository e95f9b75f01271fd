"""Facts: everything a rule needs to know of a Snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from truth.drift.facts.phrasebook import Phrasebook
from truth.drift.facts.phrases import phrases_of
from truth.drift.facts.promises import Promise, promises_of
from truth.drift.facts.vocabularies import Vocabulary, vocabularies_of
from truth.model.errors import Invalid
from truth.model.nearest import nearest
from truth.registry.catalogue import Catalogue
from truth.text.choice import fallbacks


@dataclass(frozen=True, eq=False)
class Facts:
    """What one Snapshot says. Everything is worked out when it is first asked for, and once."""

    catalogue: Catalogue

    @cached_property
    def locales(self) -> tuple[str, ...]:
        """The company's locales, the source first."""
        return self.catalogue.setting.locales

    @cached_property
    def refs(self) -> Mapping[str, Sequence[str]]:
        """Every text and value there is, by entry."""
        by_entry: dict[str, list[str]] = {str(entry): [] for entry in self.catalogue.snapshot.documents}
        for ref in self.catalogue.refs():
            by_entry[str(ref.entry)].append(str(ref))
        return by_entry

    def nearest_ref(self, text: str) -> str | None:
        """The text or value that a wrong ref was probably meant to be: of its own entry, or of the nearest."""
        entry = text.partition("/")[0]
        entries = [entry] if entry in self.refs else nearest(entry, self.refs)
        return next((close for one in entries for close in nearest(text, self.refs[one])), None)

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """The vocabularies and displays, by key."""
        return vocabularies_of([*self.catalogue.snapshot.of_kind("status")])

    @cached_property
    def phrasebook(self) -> Phrasebook:
        """The canonical wordings."""
        return Phrasebook(tuple(phrases_of(self.catalogue)))

    @cached_property
    def promises(self) -> Sequence[Promise]:
        """The values, prices and charges a sentence may state."""
        return tuple(promises_of(self.catalogue))

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """The currencies anything has an amount in."""
        return tuple(sorted({currency for promise in self.promises for currency in promise.amounts}))

    def said_in(self, locale: str | None) -> tuple[str, ...]:
        """The company's locales that words in a language may be held against; all, where nobody says which it is.

        None of them for a language the company does not have: those words are not its own.
        """
        if locale is None:
            return self.locales
        try:
            language = locale.replace("_", "-").split("-")[0].lower()
            return tuple(one for one in fallbacks(locale, self.locales) if one.split("-")[0].lower() == language)
        except Invalid:
            return ()
