"""Given: everything a language's module needs to write a vocabulary, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from truth.kinds.status.code.facts import Facts, StatusFacts, facts_of
from truth.kinds.status.code.labels import label, locales_of
from truth.kinds.status.code.naming import pascal
from truth.kinds.status.graph import graph_of
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean
from truth.text.setting import Setting


@dataclass(frozen=True)
class Header:
    """Where a generated text comes from: the release its document came with (None: a draft, from a folder)."""

    release: int | None = None

    def __str__(self) -> str:
        return "draft" if self.release is None else f"release {self.release}"


@dataclass(frozen=True)
class Selection:
    """What of a vocabulary is written.

    `locales`: those of the labels (empty: every locale in which all statuses have one); `channel`: whose words;
    `package`: the package of a Kotlin file.
    """

    locales: tuple[str, ...] = ()
    channel: str | None = None
    labels: bool = True
    package: str | None = None


EVERYTHING = Selection()


def selected(
    setting: Setting,
    locales: tuple[str, ...] = (),
    channel: str | None = None,
    *,
    labels: bool = True,
    package: str | None = None,
) -> Selection:
    """What a company's reader asks for: all its locales where none are named; `Invalid` for an unknown channel."""
    if channel is not None and channel not in setting.channels:
        raise Invalid(f"there is no channel '{channel[:80]}'{did_you_mean(channel, setting.channels)}")
    return Selection(locales or setting.locales, channel, labels, package)


@dataclass(frozen=True)
class Given:
    """A vocabulary ready to be written.

    - `labels`: per status code, per locale; empty mappings where no labels are wanted.
    - `allowed`: the codes that may follow each code, in the order of `facts`.
    - `name`: the vocabulary's key as a type's name begins, `Fulfilment`.
    - `source`: one line that says what the text was made from.
    """

    facts: Facts
    labels: Mapping[str, Mapping[str, str]]
    allowed: Mapping[str, tuple[str, ...]]
    locales: tuple[str, ...]
    name: str
    digest: str
    header: Header
    package: str | None = None

    @property
    def source(self) -> str:
        """Entry, release and digest."""
        return source_line(self.facts, self.header, self.digest)

    def follows_anything(self, code: str) -> bool:
        """Whether every status may follow this one."""
        return len(self.allowed[code]) == len(self.facts.statuses)

    @property
    def offers(self) -> tuple[str, ...]:
        """Everything some status allows a page to offer, sorted."""
        return tuple(sorted({offer for status in self.facts.statuses for offer in status.allows}))


def given(document: Document, header: Header, selection: Selection) -> Given:
    """A vocabulary that fits its schema, ready to be written.

    Raises `Invalid` for a label that cannot be a constant, and for a status shown as one that is not there.
    """
    facts = facts_of(document)
    _require_shown(facts)
    graph = graph_of(document)
    locales = (selection.locales or locales_of(facts)) if selection.labels else ()
    return Given(
        facts=facts,
        labels={status.code: _labels(status, locales, selection.channel, facts) for status in facts.statuses},
        allowed={code: tuple(one for one in facts.codes if one in graph.allowed[code]) for code in facts.codes},
        locales=locales,
        name=pascal(facts.entry.key),
        digest=document.digest,
        header=header,
        package=selection.package,
    )


def source_line(facts: Facts, header: Header, digest: str) -> str:
    """Entry, release and digest: the head of every generated text, and what says whether it is current."""
    return f"{facts.entry}, {header}, {digest}"


def _require_shown(facts: Facts) -> None:
    for status in facts.statuses:
        if status.shown_as and status.shown_as not in facts.codes:
            nearest = did_you_mean(status.shown_as, facts.codes)
            raise Invalid(f"{facts.entry}/{status.code} is shown as '{status.shown_as}', which is no status{nearest}")


def _labels(status: StatusFacts, locales: tuple[str, ...], channel: str | None, facts: Facts) -> dict[str, str]:
    return {locale: label(status, locale, channel, facts.entry) for locale in locales}
