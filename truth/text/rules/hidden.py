"""Is there a character nobody sees, that hides or turns the words around it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from truth.model.finding import Finding, Rule, Severity
from truth.text.node import Surroundings, TextNode, Variant
from truth.text.reading import words_of
from truth.text.rules.examples import clause

HIDDEN_CHARACTER = Rule(
    "text/hidden-character",
    Severity.ERROR,
    "Characters that turn or hide others let a text say one thing to people and another to programs.",
    passes=clause("You have {window}."),
    fails=clause("You have \u202e{window}."),
)
RULES = (HIDDEN_CHARACTER,)

_ZERO_WIDTH = "\u200b\u2060\u180e\ufeff"
_TURNING = "\u202a-\u202e\u2066-\u2069"  # Unicode UAX #9 §2: embeddings, overrides, isolates
_TAGS = "\U000e0000-\U000e007f"  # drawn only after a black flag (UTS #51 §C)
_HIDDEN = re.compile(f"[{_ZERO_WIDTH}{_TURNING}{_TAGS}]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")


def hidden_characters(node: TextNode, around: Surroundings) -> Iterator[Finding]:
    """Zero-width characters, those that turn the direction of words, and tags: as typed, or written as an entity."""
    for variant in node.variants():
        typed = _first(variant.pattern)
        for char, start in typed.items():
            yield _finding(node, variant, char, (start, start + 1))
        shown = [char for phrase in words_of(variant.pattern, node.markdown) for char in _first(phrase)]
        for char in dict.fromkeys(shown):
            if char not in typed:
                yield _finding(node, variant, char, None)


def _first(text: str) -> dict[str, int]:
    """Each hidden character of a text, and where it stands first."""
    without_flags = _FLAG.sub(lambda flag: " " * len(flag.group()), text)
    return {char: without_flags.index(char) for char in sorted(set(without_flags)) if _HIDDEN.match(char)}


def _finding(node: TextNode, variant: Variant, char: str, at: tuple[int, int] | None) -> Finding:
    message = f"the character U+{ord(char):04X} is there, which nobody sees and which hides or turns others"
    return node.finding(HIDDEN_CHARACTER, variant, message, "take it out", at)
