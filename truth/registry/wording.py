"""Wording: one text as one reader gets it, everything decided but what the channel supplies.

Pattern, locale and format are chosen, and what is bound is formatted; a Wording fills in the rest as often as it is
asked, and remembers what it says when nothing is supplied. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.ref import Ref
from truth.text.argument import Argument, TypedValue, read_argument
from truth.text.choice import Chosen
from truth.text.formatting import ABSENT, Formatted
from truth.text.render import Segments, fill, write
from truth.text.setting import Format
from truth.text.template import Template

Supplied = Mapping[str, Json]
"""The arguments a channel brings, by name, as strings or JSON."""

NOTHING: Supplied = MappingProxyType({})


@dataclass(frozen=True)
class Shown:
    """One argument as a text shows it; `ref` where it is bound."""

    type: str
    value: Json
    display: str
    ref: str | None


@dataclass(frozen=True)
class Answer:
    """One text, rendered: in which locale and from which channel's words it really came."""

    ref: Ref
    text: str
    locale: str
    channel: str | None
    format: Format
    pattern: str
    arguments: Mapping[str, Shown]
    segments: Segments | None
    tree: Sequence[Json] | None = None
    """For a clause asked for as JSON: its blocks (`truth.text.tree_writer`)."""
    clauses: Sequence[ClauseAnswer] = ()
    """For a page asked for as JSON: each of its clauses."""


@dataclass(frozen=True)
class ClauseAnswer:
    """One clause of a page: its heading, and its words."""

    heading: str
    body: Answer


@dataclass(frozen=True, slots=True)
class Filled:
    """An argument's value and how it is written; no value, and the choice `none`, where an optional one is absent."""

    value: TypedValue | None
    formatted: Formatted


@dataclass(frozen=True, eq=False)
class Wording:
    """The words chosen for a reader, and the arguments they use, by name.

    `show` writes a typed value as the reader reads it.
    """

    ref: Ref
    chosen: Chosen
    channel: str | None
    template: Template
    arguments: Mapping[str, Argument]
    show: Callable[[TypedValue], Formatted]
    markdown: bool = False

    @property
    def format(self) -> Format:
        """What the text comes out as."""
        return self.template.format

    @cached_property
    def open(self) -> frozenset[str]:
        """The arguments these words use and the channel may supply."""
        return frozenset(name for name, argument in self.arguments.items() if argument.bound is None)

    def text(self, supplied: Supplied) -> str:
        """The text alone; `Invalid` for an argument that is missing or does not fit."""
        if not supplied:
            return self._unsupplied.text
        return write(self.template, self.chosen.locale, self._values(supplied))

    def unfinished(self, supplied: Supplied) -> str:
        """The text alone, not yet laid out in lines, so that several can be laid out as one."""
        return self.template.fill(self.chosen.locale, self._values(supplied))

    def answer(self, supplied: Supplied) -> Answer:
        """The text and what went into it; `Invalid` for an argument that is missing or does not fit."""
        return self._answer(supplied) if supplied else self._unsupplied

    @cached_property
    def _unsupplied(self) -> Answer:
        return self._answer(NOTHING)

    def _answer(self, supplied: Supplied) -> Answer:
        filled = self._filled(supplied)
        values = {name: one.formatted for name, one in filled.items()}
        rendered = fill(self.template, self.chosen.locale, values)
        return Answer(
            ref=self.ref,
            text=rendered.text,
            locale=self.chosen.locale,
            channel=self.channel,
            format=self.format,
            pattern=self.chosen.pattern,
            arguments={
                name: Shown(one.value.type, one.value.value, one.formatted.text, self.arguments[name].ref)
                for name, one in filled.items()
                if one.value is not None
            },
            segments=rendered.segments,
            tree=self._tree(values),
        )

    def _tree(self, values: Mapping[str, Formatted]) -> Sequence[Json] | None:
        if not (self.markdown and self.format is Format.JSON):
            return None
        # Imported here: a client that renders finished patterns need not load a Markdown parser.
        from truth.text.tree_writer import clause_tree

        return clause_tree(self.chosen.pattern, self.chosen.locale, values)

    def _values(self, supplied: Supplied) -> Mapping[str, Formatted]:
        return {
            name: self.show(read_argument(argument, supplied[name])) if name in supplied else self._left(name).formatted
            for name, argument in self.arguments.items()
        }

    def _filled(self, supplied: Supplied) -> Mapping[str, Filled]:
        return {name: self._fill(argument, supplied) for name, argument in self.arguments.items()}

    def _fill(self, argument: Argument, supplied: Supplied) -> Filled:
        if argument.name not in supplied:
            return self._left(argument.name)
        value = read_argument(argument, supplied[argument.name])
        return Filled(value, self.show(value))

    def _left(self, name: str) -> Filled:
        """An argument that was left to the registry."""
        settled = self._settled.get(name)
        if settled is None:
            raise Invalid(f"the argument '{name}' is missing; supply {_expected(self.arguments[name])}")
        return settled

    @cached_property
    def _settled(self) -> Mapping[str, Filled]:
        """What the arguments are that the channel may leave out, or cannot supply."""
        return {name: self._settle(argument) for name, argument in self.arguments.items() if not _is_needed(argument)}

    def _settle(self, argument: Argument) -> Filled:
        value = argument.bound
        if value is None and argument.default is not None:
            value = read_argument(argument, argument.default)
        return Filled(None, ABSENT) if value is None else Filled(value, self.show(value))


def _is_needed(argument: Argument) -> bool:
    return argument.bound is None and argument.default is None and argument.required


def _expected(argument: Argument) -> str:
    example = f", for example {argument.example}" if argument.example is not None else ""
    return f"with.{argument.name} as {argument.type}{example}"
