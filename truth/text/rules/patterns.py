"""Can every pattern be read, and does it say the same everywhere?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from truth.model.finding import Finding, Rule, Severity
from truth.model.nearest import did_you_mean
from truth.text.clause import MarkupInBranch
from truth.text.message import BadPattern, names_of
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.occurrence import first_name
from truth.text.reading import messages_of, readable, slots_outside_none
from truth.text.rules.examples import clause, happened

BAD_PATTERN = Rule(
    "text/bad-pattern",
    Severity.ERROR,
    "A pattern that cannot be read cannot be shown.",
    passes=happened("It arrives {eta, select, none {soon} other {on {eta}}}."),
    fails=happened("It arrives {eta, select, none {soon} other {on {eta}."),
)
MARKUP_IN_BRANCH = Rule(
    "text/markup-in-branch",
    Severity.ERROR,
    "Markdown is read before the pattern, so markup inside a plural or select branch cuts it in two.",
    passes=clause("You have **{window, plural, one {# day} other {# days}}**."),
    fails=clause("You have {window, plural, one {**one** day} other {# days}}."),
)
APOSTROPHE = Rule(
    "text/apostrophe-before-brace",
    Severity.ERROR,
    "ICU takes a straight apostrophe before a brace as a quote and prints the braces.",
    passes=clause("That is the parcel’s {window}."),
    fails=clause("That is the parcel'{window}."),
)
UNKNOWN_ARGUMENT = Rule(
    "text/unknown-argument",
    Severity.ERROR,
    "A name nobody declared has no value, and a bare name is never printed.",
    passes=clause("You have {window}."),
    fails=clause("You have {windw}."),
)
ARGUMENT_DIFFERS = Rule(
    "text/argument-differs-between-locales",
    Severity.ERROR,
    "A fact that one language states and another leaves out is a different promise.",
    passes=clause("You have {window}.", "Sie haben {window} Zeit."),
    fails=clause("You have {window}.", "Sie haben genug Zeit."),
)
OPTIONAL_WITHOUT_NONE = Rule(
    "text/optional-without-none",
    Severity.ERROR,
    "An optional argument can be absent, and a sentence with a hole in it cannot be shown.",
    passes=happened(
        "It arrives {eta, select, none {soon} other {on {eta}}}.",
        "Es kommt {eta, select, none {bald} other {am {eta}}}.",
    ),
    fails=happened("It arrives on {eta}.", "Es kommt am {eta}."),
)
RULES = (BAD_PATTERN, MARKUP_IN_BRANCH, APOSTROPHE, UNKNOWN_ARGUMENT, ARGUMENT_DIFFERS, OPTIONAL_WITHOUT_NONE)

_QUOTED_NAME = re.compile(r"(?<!')((?:'')*)'(\{\s*[a-z][a-z0-9_]{0,63}\s*[,}])")


def unreadable_patterns(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Patterns that are no ICU message, and markup inside one."""
    for variant in node.variants():
        try:
            messages_of(variant.pattern, node.markdown)
        except MarkupInBranch as error:
            yield node.finding(MARKUP_IN_BRANCH, variant, error.message, at=error.stretch)
        except BadPattern as error:
            yield node.finding(BAD_PATTERN, variant, error.message, at=error.stretch)


def apostrophes_before_braces(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """`l'{name}`: ICU would print `l{name}`."""
    for variant in node.variants():
        found = _QUOTED_NAME.search(variant.pattern)
        if found:
            message = f"the apostrophe in '{found.group(2)} hides what follows; customers would read the braces"
            yield node.finding(APOSTROPHE, variant, message, "write a typographic apostrophe: ’", found.span(2))


def unknown_arguments(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Names in a pattern that nothing declares."""
    known = around.known(node)
    for variant in node.variants():
        for name in sorted(_names(node, variant) - set(known)):
            message = f"{{{name}}} is not declared{did_you_mean(name, known)}"
            fix = "declare it under arguments, or correct the name"
            yield node.finding(UNKNOWN_ARGUMENT, variant, message, fix, first_name(variant.pattern, name))


def differing_arguments(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """A locale's words that use other arguments than the source locale's, channel by channel."""
    variants = [variant for variant in node.variants() if _is_readable(node, variant)]
    source = {variant.channel: _names(node, variant) for variant in variants if variant.locale == around.setting.source}
    for variant in variants:
        wanted = source.get(variant.channel)
        if wanted is None or variant.locale == around.setting.source:
            continue
        names = _names(node, variant)
        for name in sorted(wanted - names):
            message, fix = f"{{{name}}} is missing; {around.setting.source} says it", f"say it in {variant.locale} too"
            yield node.finding(ARGUMENT_DIFFERS, variant, message, fix)
        for name in sorted(names - wanted):
            message, fix = f"{{{name}}} is not in {around.setting.source}", f"say it in {around.setting.source} too"
            yield node.finding(ARGUMENT_DIFFERS, variant, message, fix, first_name(variant.pattern, name))


def optional_holes(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Optional arguments shown where they may be absent."""
    known = around.known(node)
    for variant in node.variants():
        messages = readable(variant.pattern, node.markdown)
        for name in sorted(_names(node, variant)):
            holes = any(slots_outside_none(message, name) for message in messages)
            if holes and name in known and known[name].optional:
                message = f"{{{name}}} is optional, and there are no words for when it is absent"
                fix = f"write {{{name}, select, none {{…}} other {{… {{{name}}} …}}}}"
                yield node.finding(OPTIONAL_WITHOUT_NONE, variant, message, fix, first_name(variant.pattern, name))


def _names(node: TextNode, variant: Variant) -> frozenset[str]:
    return frozenset().union(*(names_of(message) for message in readable(variant.pattern, node.markdown)))


def _is_readable(node: TextNode, variant: Variant) -> bool:
    try:
        messages_of(variant.pattern, node.markdown)
    except BadPattern:
        return False
    return True
