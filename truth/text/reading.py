"""What checks read out of a pattern: its messages, and the words people see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from truth.text.clause import read_clause
from truth.text.layout import lay_out
from truth.text.message import BadPattern, Count, Literal, Message, Plural, Select, Slot, parse
from truth.text.render import template_of
from truth.text.setting import Format

_SEEMS_A_NAME = re.compile(r"\{\s*([a-z][a-z0-9_]{0,63})\s*[,}]")
OPEN = "\ufffc"
"""Stands in words for what an argument will say (U+FFFC, object replacement character)."""


@lru_cache(maxsize=4096)
def messages_of(pattern: str, markdown: bool) -> tuple[Message, ...]:
    """The messages of a pattern: one, or one per text run and link of a clause. `BadPattern` where there are none."""
    return read_clause(pattern).messages if markdown else (parse(pattern),)


def guess_names(pattern: str) -> frozenset[str]:
    """The names that seem to be in a pattern that cannot be read."""
    return frozenset(_SEEMS_A_NAME.findall(pattern))


def readable(pattern: str, markdown: bool) -> tuple[Message, ...]:
    """The messages of a pattern; none where it cannot be read, which is a finding of its own."""
    try:
        return messages_of(pattern, markdown)
    except BadPattern:
        return ()


@lru_cache(maxsize=4096)
def words_of(pattern: str, markdown: bool) -> tuple[str, ...]:
    """The words people see, markup gone, arguments as `OPEN`: the text, then each branch on its own."""
    try:
        template = template_of(pattern, Format.JSON, markdown)
    except BadPattern:
        return ()
    phrases = _phrases(template.message)
    return tuple(lay_out(phrase, None) if template.laid_out else phrase for phrase in phrases)


def _phrases(message: Message) -> Iterator[str]:
    yield "".join(node.text if isinstance(node, Literal) else OPEN for node in message)
    for node in message:
        if isinstance(node, Plural | Select):
            for _, branch in node.branches:
                yield from _phrases(branch)


def slots_outside_none(message: Message, name: str) -> bool:
    """Whether a message shows or counts `name` where it may be absent: outside a select that has a branch `none`."""
    return any(_shows(node, name) for node in message)


def _shows(node: object, name: str) -> bool:
    match node:
        case Slot() | Count():
            return node.name == name
        case Plural() if node.name == name:
            return True
        case Select() if node.name == name and any(key == "none" for key, _ in node.branches):
            return any(slots_outside_none(branch, name) for key, branch in node.branches if key == "none")
        case Plural() | Select():
            return any(slots_outside_none(branch, name) for _, branch in node.branches)
    return False
