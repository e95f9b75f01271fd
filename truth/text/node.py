"""What the text rules look at: one text of a document, and what surrounds it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from truth.model.finding import Finding, Rule, Stretch
from truth.model.ref import Ref
from truth.text.argument import Argument, TypedValue
from truth.text.choice import DEFAULT
from truth.text.setting import Setting

Role = Literal["label", "title", "sentence", "clause"]
"""A label stands alone in little room, a title heads something, a sentence is read, a clause is Markdown."""


@dataclass(frozen=True)
class Variant:
    """The words of one locale, for one channel or (None) for all; `path` leads to them within the document."""

    locale: str
    channel: str | None
    pattern: str
    path: tuple[str, ...]

    @property
    def where(self) -> str:
        """`de`, or `de for sms`: as messages say it."""
        return self.locale if self.channel is None else f"{self.locale} for {self.channel}"


@dataclass(frozen=True)
class TextNode:
    """One text: `path` is its place within the document, the locale and the channel come after it.

    `scope` narrows the arguments it may use; None: all that surround it.
    """

    ref: Ref
    path: tuple[str, ...]
    text: Mapping[str, str | Mapping[str, str]]
    role: Role
    markdown: bool
    scope: frozenset[str] | None = None

    def variants(self) -> Iterator[Variant]:
        """Every pattern of the text, by locale and channel."""
        for locale, words in self.text.items():
            if isinstance(words, str):
                yield Variant(locale, None, words, (*self.path, locale))
                continue
            for channel, pattern in words.items():
                name = None if channel == DEFAULT else channel
                yield Variant(locale, name, pattern, (*self.path, locale, channel))

    def finding(
        self, rule: Rule, variant: Variant, message: str, fix: str | None = None, at: tuple[int, int] | None = None
    ) -> Finding:
        """A finding on one variant; the message begins with where it stands.

        `at` is the piece of the pattern it is about, from one character up to another.
        """
        found = rule.finding(self.ref, f"{variant.where}: {message}", path=variant.path, fix=fix)
        return found if at is None else replace(found, within=Stretch.of(variant.pattern, *at))


@dataclass(frozen=True)
class OwnedValue:
    """A value the entry owns; `anchors` and `not_near` are words per locale that tie a sentence to it, or do not."""

    value: TypedValue
    anchors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    not_near: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Surroundings:
    """The company's setting, the arguments in scope, and the values the entry owns."""

    setting: Setting
    arguments: Mapping[str, Argument]
    owned: Mapping[str, OwnedValue] = field(default_factory=dict)

    def known(self, node: TextNode) -> Mapping[str, Argument]:
        """The arguments a node may use."""
        if node.scope is None:
            return self.arguments
        return {name: argument for name, argument in self.arguments.items() if name in node.scope}
