"""Is there markup a channel could not show, or a reader should not get?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from truth.model.finding import Finding, Rule, Severity
from truth.text.foreign_markup import foreign_markup, names_in_code
from truth.text.message import BadPattern
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.rules.examples import clause

MARKUP_NOT_ALLOWED = Rule(
    "text/markup-not-allowed",
    Severity.ERROR,
    "Clauses are CommonMark without HTML and images, other texts are plain: anything else would be shown as typed.",
    passes=clause("You have **{window}**."),
    fails=clause("You have <b>{window}</b>."),
)
RULES = (MARKUP_NOT_ALLOWED,)

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>{}]*)?/?>|<!--")


def markup_not_allowed(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """HTML, images and script links in clauses; HTML tags in plain texts; arguments in code, shown there as typed."""
    known = around.known(node)
    for variant in node.variants():
        for message, fix in _in_clause(variant, frozenset(known)) if node.markdown else _in_plain(variant):
            yield node.finding(MARKUP_NOT_ALLOWED, variant, message, fix)


def _in_plain(variant: Variant) -> Iterator[tuple[str, str]]:
    for tag in dict.fromkeys(_TAG.findall(variant.pattern)):
        yield f"{tag[:40]} is HTML, and would be shown as typed", "take it out; this text is plain"


def _in_clause(variant: Variant, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    try:
        for what in dict.fromkeys(foreign_markup(variant.pattern)):
            yield what, "use CommonMark: **strong**, *emphasis*, [words](https://…), lists, tables"
        for name in sorted(names_in_code(variant.pattern) & known):
            yield f"{{{name}}} stands in code, where it is shown as typed", "take it out of the backticks"
    except BadPattern:
        return
