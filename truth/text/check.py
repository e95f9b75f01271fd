"""The text rules: what is wrong with the words customers read, before they read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from truth.model.finding import Finding, Rule
from truth.text.message import BadPattern
from truth.text.node import OwnedValue, Role, Surroundings, TextNode, Variant
from truth.text.reading import guess_names
from truth.text.render import names_in
from truth.text.rules import (
    branches,
    budget,
    dates,
    declarations,
    hidden,
    literals,
    markup,
    patterns,
    presence,
    tone,
)
from truth.text.rules.declarations import check_arguments, check_declaration, check_translation, source_digest

__all__ = [
    "RULES",
    "OwnedValue",
    "Role",
    "Surroundings",
    "TextNode",
    "Variant",
    "check_arguments",
    "check_declaration",
    "check_text",
    "check_translation",
    "source_digest",
    "used_names",
]

RULES: tuple[Rule, ...] = (
    *presence.RULES,
    *patterns.RULES,
    *branches.RULES,
    *markup.RULES,
    *budget.RULES,
    *hidden.RULES,
    *tone.RULES,
    *literals.RULES,
    *dates.RULES,
    *declarations.RULES,
)

_CHECKS: tuple[Callable[[TextNode, Surroundings], Iterator[Finding]], ...] = (
    presence.missing_locales,
    presence.unknown_locales,
    presence.missing_channels,
    presence.unknown_channels,
    patterns.unreadable_patterns,
    patterns.apostrophes_before_braces,
    patterns.unknown_arguments,
    patterns.differing_arguments,
    patterns.optional_holes,
    branches.uncountable_plurals,
    branches.missing_categories,
    branches.branches_never_chosen,
    branches.codes_shown_raw,
    markup.markup_not_allowed,
    markup.tables_not_shown,
    budget.labels_too_long,
    budget.messages_too_long,
    budget.sentences_too_long,
    hidden.hidden_characters,
    tone.avoided_words,
    tone.preferred_words,
    tone.apologies,
    tone.promises,
    literals.repeated_values,
    dates.typed_dates,
    declarations.arguments_without_words,
)


def check_text(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Every finding on one text; never an error, whatever the text holds."""
    for check in _CHECKS:
        yield from check(node, around)


def used_names(text: Mapping[str, str | Mapping[str, str]], markdown: bool) -> frozenset[str]:
    """The argument names a text uses in any locale or channel; of a pattern that cannot be read, those it seems to."""
    names: set[str] = set()
    for words in text.values():
        for pattern in [words] if isinstance(words, str) else words.values():
            try:
                names |= names_in(pattern, markdown)
            except BadPattern:
                names |= guess_names(pattern)
    return frozenset(names)
