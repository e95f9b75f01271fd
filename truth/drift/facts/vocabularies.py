"""Vocabularies: the codes there are, the words for them, and the words they must not be given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from truth.kinds.status.block import for_customers
from truth.kinds.status.meant import Spoken, spoken_of
from truth.kinds.status.tombstone import in_force
from truth.model.canonical import Json
from truth.model.document import Document
from truth.text.phrases import for_locale


@dataclass(frozen=True)
class Status:
    """One status: `labels` by locale, those of all channels, the default first; `avoid` by locale."""

    code: str
    labels: Mapping[str, Sequence[str]]
    avoid: Mapping[str, Sequence[str]]
    allows: frozenset[str]
    staff: bool
    shown_as: str | None

    def labels_in(self, locales: Sequence[str]) -> tuple[str, ...]:
        """Its labels in any of the locales."""
        return tuple(dict.fromkeys(label for locale in locales for label in for_locale(self.labels, locale)))


@dataclass(frozen=True)
class Vocabulary:
    """The statuses of one entry; `retired` codes with the status in force that took their place."""

    entry: str
    key: str
    statuses: Mapping[str, Status]
    retired: Mapping[str, str | None]
    spoken: Spoken

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes in force."""
        return frozenset(self.statuses)

    def allowing(self, action: str) -> frozenset[str]:
        """The statuses in which something may be done."""
        return frozenset(code for code, status in self.statuses.items() if action in status.allows)


def vocabularies_of(documents: Sequence[Document]) -> Mapping[str, Vocabulary]:
    """The vocabularies and displays among the documents of the kind `status`, by key."""
    return {one.entry.key: _vocabulary(one) for one in documents if one.body["type"] != "mapping"}


def _vocabulary(document: Document) -> Vocabulary:
    statuses: Mapping[str, Mapping[str, Json]] = document.body.get("statuses", {})
    retired = {code: stone.get("replaced_by") for code, stone in document.body.get("retired", {}).items()}
    return Vocabulary(
        str(document.entry),
        document.entry.key,
        {code: _status(code, status) for code, status in statuses.items()},
        {code: in_force(code, statuses, retired) for code in retired},
        spoken_of(statuses),
    )


def _status(code: str, status: Mapping[str, Json]) -> Status:
    return Status(
        code,
        {locale: tuple(dict.fromkeys(_patterns(words))) for locale, words in status["label"].items()},
        {locale: tuple(words) for locale, words in status.get("avoid", {}).items()},
        frozenset(status.get("allows", ())),
        not for_customers(status),
        status.get("shown_as"),
    )


def _patterns(words: str | Mapping[str, str]) -> Iterator[str]:
    if isinstance(words, str):
        yield words
        return
    yield from (words[name] for name in sorted(words, key=lambda name: name != "default"))
