"""Resolve: one text or one value of a Snapshot, as one channel shows it in one locale. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref
from truth.registry.binding import argument, declared
from truth.registry.catalogue import Catalogue
from truth.registry.page import WITH_CONTENTS, Clause, Page
from truth.registry.wording import Answer, Shown, Supplied, Wording
from truth.text.argument import Argument, TypedValue
from truth.text.choice import choose, fallbacks
from truth.text.counted import Counted, counted
from truth.text.formatting import Formatted, cldr, display
from truth.text.render import names_in, template_of
from truth.text.setting import Channel, Format
from truth.text.words import word_for_contents

__all__ = [
    "Answer",
    "Question",
    "Reading",
    "Shown",
    "ValueAnswer",
    "format_named",
    "read_text",
    "refuse_unknown",
    "resolve_text",
    "resolve_value",
]

Reading = Wording | Page
"""What a reader gets at a ref, the supplied arguments open."""

CLAUSE = re.compile(r"[a-z][a-z0-9_]*")
"""The id of a clause."""

_MOST_READINGS = 4_096  # of one Catalogue; locales and currencies come from readers, so there is no end of them


@dataclass(frozen=True)
class Question:
    """How a reader wants something shown; None leaves it to the channel, else to the company."""

    ref: Ref
    locale: str | None = None
    channel: str | None = None
    format: Format | None = None
    currency: str | None = None
    supplied: Supplied = field(default_factory=dict)
    only: tuple[str, ...] | None = None
    """Of a policy's clauses, the ids of those wanted, in their order; None: all of them, in the policy's."""
    contents: bool = False
    """Whether a table of contents stands before a policy's clauses."""


@dataclass(frozen=True)
class ValueAnswer:
    """One typed value: how it is written in the locale asked for and in every other, and what it counts."""

    ref: Ref
    value: TypedValue
    display: str
    locale: str
    displays: Mapping[str, str]
    counted: Counted


def resolve_text(catalogue: Catalogue, question: Question) -> Answer:
    """The text at `question.ref`, its arguments typed, bound through the Snapshot and checked.

    A ref to a policy's `clauses` is the whole policy: every clause with its heading, in order, or those of `only`.
    """
    reading = read_text(catalogue, question)
    refuse_unknown(catalogue, reading, question.supplied)
    return reading.answer(question.supplied)


def read_text(catalogue: Catalogue, question: Question) -> Reading:
    """The text at `question.ref` without what the channel supplies; worked out once for each way to ask."""
    how = (question.locale, question.channel, question.format, question.currency)
    asked = (question.ref, *how, question.only, question.contents)
    known = catalogue.readings.get(asked)
    if known is None:
        if len(catalogue.readings) >= _MOST_READINGS:
            catalogue.readings.clear()
        known = catalogue.readings[asked] = _read(catalogue, question)
    return known


def refuse_unknown(catalogue: Catalogue, reading: Reading, supplied: Supplied) -> None:
    """Raise `Invalid` for a name that is no argument the channel may supply; one these words do not use is fine."""
    for name in sorted(supplied.keys() - reading.open):
        _refuse_unless_open(catalogue, reading, name)


def resolve_value(catalogue: Catalogue, question: Question) -> ValueAnswer:
    """The value at `question.ref`, with its display; `displays` has every locale that has words for it."""
    at = catalogue.value(question.ref)
    view = _View(catalogue, _in_its_only_currency(question, at.value))
    locale = fallbacks(view.locale, catalogue.setting.locales)[0]
    display = view.writer(locale)(at.value).text
    displays = dict(_displays(at.value, view, catalogue.setting.locales))
    return ValueAnswer(question.ref, at.value, display, locale, displays, counted(at.value, view.currency))


def _displays(value: TypedValue, view: _View, locales: Sequence[str]) -> Iterator[tuple[str, str]]:
    for locale in locales:
        with suppress(Invalid):
            yield locale, view.writer(locale)(value).text


def _in_its_only_currency(question: Question, value: TypedValue) -> Question:
    """An amount that is there in one currency is shown in it, where nobody asked for another."""
    if question.currency is None and value.type == "money" and len(value.value) == 1:
        return replace(question, currency=next(iter(value.value)))
    return question


def format_named(name: str | None) -> Format | None:
    """The format of that name (None: None); `Invalid` names the nearest."""
    known = [one.value for one in Format]
    if name is not None and name not in known:
        raise Invalid(f"there is no format '{name[:64]}'{did_you_mean(name, known)}")
    return None if name is None else Format(name)


class _View:
    """What the reader, the channel and the company together say about showing."""

    def __init__(self, catalogue: Catalogue, question: Question) -> None:
        self._setting = catalogue.setting
        self.channel = self._channel(question.channel)
        self.locale = question.locale or self._setting.locales[0]
        self.format = question.format or (self.channel.format if self.channel else Format.TEXT)
        self.currency = question.currency or self._setting.currency_of(question.channel)

    def writer(self, locale: str) -> Callable[[TypedValue], Formatted]:
        """Writes values as they are written in a locale."""
        return partial(display, locale=locale, currency=self.currency, time_zone=self._setting.time_zone)

    def _channel(self, name: str | None) -> Channel | None:
        if name is None:
            return None
        if name not in self._setting.channels:
            raise Invalid(f"there is no channel '{name[:64]}'{did_you_mean(name, self._setting.channels)}")
        return self._setting.channels[name]


def _read(catalogue: Catalogue, question: Question) -> Reading:
    view = _View(catalogue, question)
    clauses = catalogue.clauses(question.ref)
    if clauses:
        return _page(catalogue, view, question, clauses)
    if question.only is not None or question.contents:
        raise Invalid(f"{question.ref} is no section of clauses; choose among those of {question.ref.entry}/clauses")
    return _wording(catalogue, view, question.ref)


def _page(catalogue: Catalogue, view: _View, question: Question, clauses: Sequence[Ref]) -> Page:
    wanted = clauses if question.only is None else _chosen(catalogue, question.ref, question.only)
    read = [Clause(_wording(catalogue, view, ref / "heading"), _wording(catalogue, view, ref)) for ref in wanted]
    if not question.contents:
        return Page(question.ref, read)
    if view.format not in WITH_CONTENTS:
        raise Invalid(f"a table of contents is for {', '.join(WITH_CONTENTS)}; there is none in {view.format}")
    return Page(question.ref, read, word_for_contents(cldr(read[0].heading.chosen.locale)))


def _chosen(catalogue: Catalogue, section: Ref, only: Sequence[str]) -> list[Ref]:
    """The clauses of these ids, in this order; one that is not there is refused, with the nearest."""
    if not only:
        raise Invalid(f"no clause of {section} is named; name one or more, or leave it out for all of them")
    for place, id in enumerate(only):
        if id in only[:place]:
            raise Invalid(f"the clause '{id[:64]}' is named twice; keep one")
        if not CLAUSE.fullmatch(id):
            raise Invalid(f"'{id[:64]}' is no clause's id: small letters, digits and _, beginning with a letter")
        catalogue.text(section / id)
    return [section / id for id in only]


def _wording(catalogue: Catalogue, view: _View, ref: Ref) -> Wording:
    at = catalogue.text(ref)
    channel = view.channel.name if view.channel else None
    chosen = choose(at.text, view.locale, channel, catalogue.setting)
    return Wording(
        ref=ref,
        chosen=chosen,
        channel=channel,
        template=template_of(chosen.pattern, view.format, at.markdown),
        arguments=_arguments(catalogue, ref, names_in(chosen.pattern, at.markdown)),
        show=view.writer(chosen.locale),
        markdown=at.markdown,
    )


def _arguments(catalogue: Catalogue, ref: Ref, names: frozenset[str]) -> Mapping[str, Argument]:
    document, at = catalogue.document(ref), catalogue.text(ref)
    found = {name: argument(catalogue, document, at, name) for name in sorted(names)}
    unknown = [name for name, known in found.items() if known is None]
    if unknown:
        raise Invalid(f"{ref} uses {{{unknown[0]}}}, which is not declared")
    return {name: known for name, known in found.items() if known}


def _refuse_unless_open(catalogue: Catalogue, reading: Reading, name: str) -> None:
    text = reading.clauses[0].body.ref if isinstance(reading, Page) else reading.ref
    document: Document = catalogue.document(text)
    known = argument(catalogue, document, catalogue.text(text), name)
    if known is None:
        open_names = [name for name, one in declared(catalogue, document).items() if one.bound is None]
        raise Invalid(f"{reading.ref} has no argument '{name}'{did_you_mean(name, open_names)}")
    if known.bound is not None:
        source = f"{known.ref} in the registry" if known.ref else "the registry itself"
        raise Invalid(f"'{name}' cannot be supplied: it is bound to {source}")
