"""Is there markup a channel could not show, or a reader should not get?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from truth.model.finding import Finding, Rule, Severity
from truth.text.clause import read_clause
from truth.text.foreign_markup import foreign_markup, names_in_code
from truth.text.message import BadPattern
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.occurrence import first_name
from truth.text.rules.examples import clause
from truth.text.rules.shown import shown_where
from truth.text.setting import Format

MARKUP_NOT_ALLOWED = Rule(
    "text/markup-not-allowed",
    Severity.ERROR,
    "Clauses are CommonMark without HTML and images, other texts are plain: anything else would be shown as typed.",
    passes=clause("You have **{window}**."),
    fails=clause("You have <b>{window}</b>."),
)
_TABLE = "\n\n| Where to | How long |\n|---|---|\n| Berlin | {window} |"
TABLE_NOT_SHOWN = Rule(
    "text/table-not-shown",
    Severity.WARNING,
    "An SMS has no columns: a table arrives there as sentences, which seldom read well.",
    passes={"company:profile": {"channels": {"sms": None}}, **clause(f"You have {{window}}.{_TABLE}")},
    fails=clause(f"You have {{window}}.{_TABLE}"),
)
RULES = (MARKUP_NOT_ALLOWED, TABLE_NOT_SHOWN)

Wrong = tuple[str, str, tuple[int, int] | None]
"""What is wrong, what to do, and where in the pattern."""

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>{}]*)?/?>|<!--")


def markup_not_allowed(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """HTML, images and script links in clauses; HTML tags in plain texts; arguments in code, shown there as typed."""
    known = around.known(node)
    for variant in node.variants():
        for message, fix, at in _in_clause(variant, frozenset(known)) if node.markdown else _in_plain(variant):
            yield node.finding(MARKUP_NOT_ALLOWED, variant, message, fix, at)


def tables_not_shown(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Tables in the words of a channel that has no columns."""
    for channel, variant in shown_where(node, around) if node.markdown else ():
        table = _table(variant) if channel.format is Format.SMS else None
        if table is not None:
            fix = f"write words for {channel.name} of their own, without a table"
            yield node.finding(TABLE_NOT_SHOWN, variant, f"{channel.name} cannot show a table", fix, table)


def _table(variant: Variant) -> tuple[int, int] | None:
    """Where the first table begins; none where the clause cannot be read."""
    try:
        tokens = read_clause(variant.pattern).tokens
    except BadPattern:
        return None
    first = next((token.map[0] for token in tokens if token.type == "table_open" and token.map), None)
    if first is None:
        return None
    begin = sum(len(line) + 1 for line in variant.pattern.split("\n")[:first])
    return begin, begin + 1


def _in_plain(variant: Variant) -> Iterator[Wrong]:
    for tag in dict.fromkeys(_TAG.findall(variant.pattern)):
        begin = variant.pattern.index(tag)
        what = f"{tag[:40]} is HTML, and would be shown as typed"
        yield what, "take it out; this text is plain", (begin, begin + len(tag))


def _in_clause(variant: Variant, known: frozenset[str]) -> Iterator[Wrong]:
    try:
        for what, typed in dict.fromkeys(foreign_markup(variant.pattern)):
            fix = "use CommonMark: **strong**, *emphasis*, [words](https://…), lists, tables"
            yield what, fix, _span(variant.pattern, typed)
        for name in sorted(names_in_code(variant.pattern) & known):
            what, fix = f"{{{name}}} stands in code, where it is shown as typed", "take it out of the backticks"
            yield what, fix, first_name(variant.pattern, name)
    except BadPattern:
        return


def _span(pattern: str, typed: str) -> tuple[int, int] | None:
    begin = pattern.find(typed) if typed else -1
    return None if begin < 0 else (begin, begin + len(typed))
