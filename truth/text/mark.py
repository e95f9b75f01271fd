"""Marks: how a message stands in written text of any format, until it is spliced in."""

from __future__ import annotations

import re
from collections.abc import Callable

from truth.text.message import Literal, Message, Node

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")

Escape = Callable[[Message, str], Message]


def mark_of(index: int) -> str:
    """How the message at `index` stands in written text until it is spliced in."""
    return f"{_OPEN}{index}{_CLOSE}"


def splice(marked: str, messages: tuple[Message, ...], escape: Escape | None = None) -> Message:
    """Written text with its marks replaced by their messages, adjacent words joined.

    `escape` readies a message for the format; it takes the message and what was written since the mark before it.
    """
    found: list[Node] = []
    words: list[str] = []
    for position, piece in enumerate(_MARK.split(marked)):
        if position % 2 == 0:
            before = piece
            words.append(piece)
            continue
        message = messages[int(piece)]
        for node in escape(message, before) if escape else message:
            if isinstance(node, Literal):
                words.append(node.text)
            else:
                _end_words(words, found)
                found.append(node)
    _end_words(words, found)
    return tuple(found)


def _end_words(words: list[str], found: list[Node]) -> None:
    text = "".join(words)
    if text:
        found.append(Literal(text))
    words.clear()
