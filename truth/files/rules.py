"""The rules a file can break before its content is looked at.

Their examples are files: the path within a content folder, and the text in it, laid over the starter content.
"""

from __future__ import annotations

from truth.model.finding import Finding, Mark, Rule, Severity

_GREETING = """\
title: {en: Help}
owner: legal
clauses: [help]
wording: {en: {clauses: {help: {heading: Help, text: Ask.}}}}
"""

SYNTAX = Rule(
    "document/syntax",
    Severity.ERROR,
    "What two readers would read differently is refused, so that a file says the same to everyone.",
    passes={"policy/help.yaml": _GREETING + 'tags: ["19.99"]\n'},
    fails={"policy/help.yaml": _GREETING + "tags: [19.99]\n"},
    fixed=True,
)
DUPLICATE_KEY = Rule(
    "document/duplicate-key",
    Severity.ERROR,
    "Of two entries with one key, readers keep the first or the last; nobody sees which.",
    passes={"policy/help.yaml": _GREETING},
    fails={"policy/help.yaml": _GREETING + "owner: operations\n"},
    fixed=True,
)
STYLE_OF_KEY = Rule(
    "document/style-of-key",
    Severity.ERROR,
    "An entry's key is part of its address, in files, URLs and templates alike.",
    passes={"policy/gift-cards.yaml": _GREETING},
    fails={"policy/Gift_Cards.yaml": _GREETING},
    fixed=True,
)
UNKNOWN_FILE = Rule(
    "document/unknown-file",
    Severity.ERROR,
    "A file nobody reads looks published and is not.",
    passes={"policy/help.yaml": _GREETING},
    fails={"polices/help.yaml": _GREETING},
    fixed=True,
)
DUPLICATE_FILE = Rule(
    "document/duplicate-file",
    Severity.ERROR,
    "An entry has one main file; of two, one would be lost.",
    passes={"policy/help.yaml": _GREETING},
    fails={"policy/help.yaml": _GREETING, "policy/help/policy.yaml": _GREETING},
    fixed=True,
)
UNREADABLE_FILE = Rule(
    "document/unreadable-file",
    Severity.ERROR,
    "A file that is too large, elsewhere, or no file at all is not content.",
    passes={"policy/help.yaml": _GREETING},
    fails={"policy/help.yaml": _GREETING + "#" * (1024 * 1024)},
    fixed=True,
)
RULES = (SYNTAX, DUPLICATE_KEY, STYLE_OF_KEY, UNKNOWN_FILE, DUPLICATE_FILE, UNREADABLE_FILE)


def found(rule: Rule, mark: Mark, message: str, fix: str | None = None) -> Finding:
    """A finding about a place in a file; its subject is the file until an entry is known."""
    return rule.finding(mark.file, message, fix=fix).at(mark)
