"""ICU MessageFormat, restricted to `{name}`, plural, selectordinal and select, as a tree.

pyicumessageformat reads the syntax; what we do not allow (number and date skeletons, choice, names that are no
argument names, the same branch twice) is refused here, with its place and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from pyicumessageformat import Parser

from truth.model.errors import Invalid

LONGEST = 20_000
DEEPEST = 10
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_SLOT = re.compile(rf"\{{({NAME.pattern})\}}")
_BRACE = re.compile(r"[{}]")
_EXACT = re.compile(r"=(0|[1-9][0-9]{0,8})")
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_UNUSABLE = re.compile("[\ud800-\udfff\ufdd0-\ufdef]")  # lone surrogates; noncharacters, which we use as marks
_SPACE = re.compile("[\t\n\v\f\r \x85\u2028\u2029]*")  # what ICU skips inside a {…}
_AT = re.compile(r"at position (\d+)")


class BadPattern(Invalid):
    """A pattern that cannot be read; `position` counts characters from 0."""

    def __init__(self, cause: str, pattern: str, position: int | None = None) -> None:
        where = "" if position is None else f' at character {position + 1}, near "{_near(pattern, position)}"'
        super().__init__(f"{cause}{where}")
        self.cause = cause
        self.pattern = pattern
        self.position = position

    def again(self) -> BadPattern:
        """The same, to be raised anew: what is remembered would gather a traceback each time."""
        return type(self)(self.cause, self.pattern, self.position)

    @property
    def stretch(self) -> tuple[int, int] | None:
        """The character it stumbled on, where it is known."""
        return None if self.position is None else (self.position, min(self.position + 1, len(self.pattern)))


class Way(StrEnum):
    """How a value enters the text: as words, as a whole link, or as a part of one."""

    WORDS = "words"
    OPENING = "words that may open a line"
    LINK = "link"
    LINK_PART = "link part"
    PHONE_PART = "phone part"


@dataclass(frozen=True, slots=True)
class Literal:
    """Words as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """`{name}`: the formatted value."""

    name: str
    way: Way = Way.WORDS


@dataclass(frozen=True, slots=True)
class Count:
    """`#` in a plural: the number less the offset, written in the locale."""

    name: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Plural:
    """`{name, plural, …}` or selectordinal; `branches` by CLDR category or `=n`, always with `other`."""

    name: str
    ordinal: bool
    offset: int
    branches: tuple[tuple[str, Message], ...]


@dataclass(frozen=True, slots=True)
class Select:
    """`{name, select, …}`; `branches` by choice, always with `other`."""

    name: str
    branches: tuple[tuple[str, Message], ...]


Node = Literal | Slot | Count | Plural | Select
Message = tuple[Node, ...]


def parse(pattern: str) -> Message:
    """The tree of a pattern; `BadPattern` says what is wrong, where, and what to write instead."""
    require_usable(pattern)
    return parse_usable(pattern)


def parse_usable(pattern: str) -> Message:
    """The same, of what is known to be usable; it may hold marks of ours."""
    parsed = _parsed(pattern)
    if isinstance(parsed, BadPattern):
        raise parsed.again()
    return parsed


@lru_cache(maxsize=8192)
def _parsed(pattern: str) -> Message | BadPattern:
    try:
        return _read(pattern)
    except BadPattern as error:
        return error.again()


def _read(pattern: str) -> Message:
    pieces = _SLOT.split(pattern)
    if "'" not in pattern and not any(_BRACE.search(words) for words in pieces[::2]):
        return tuple(_words_and_slots(pieces))
    return _read_by_grammar(pattern)


def _words_and_slots(pieces: list[str]) -> Iterator[Node]:
    """A pattern of words and `{name}` alone, split at its names: most are, and need no grammar."""
    for index, piece in enumerate(pieces):
        if index % 2:
            yield Slot(piece)
        elif piece:
            yield Literal(piece)


def _read_by_grammar(pattern: str) -> Message:
    tokens: list[dict[str, str]] = []
    try:
        tree = Parser({"maximum_depth": DEEPEST, "include_indices": True}).parse(pattern, tokens)
    except (SyntaxError, ValueError) as error:
        raise _unreadable(pattern, str(error), tokens) from error
    _refuse_traps(pattern, tokens)
    return tuple(_node(item, pattern) for item in tree)


def require_usable(pattern: str) -> None:
    """`BadPattern` for a pattern that is too long or holds code points that are no characters."""
    if len(pattern) > LONGEST:
        raise BadPattern(f"the pattern has {len(pattern):,} characters; {LONGEST:,} is the limit", pattern)
    unusable = None if pattern.isascii() else _UNUSABLE.search(pattern)
    if unusable:
        raise BadPattern("there is a code point that is no character", pattern, unusable.start())


def is_literal(pattern: str) -> bool:
    """Whether a pattern is its own result: no arguments, and no apostrophe that ICU would read."""
    return "{" not in pattern and "}" not in pattern and "''" not in pattern


def walk(message: Message) -> Iterator[Node]:
    """Every node, outer before inner."""
    for node in message:
        yield node
        if isinstance(node, Plural | Select):
            for _, branch in node.branches:
                yield from walk(branch)


def names_of(message: Message) -> frozenset[str]:
    """The argument names a message uses."""
    return frozenset(node.name for node in walk(message) if not isinstance(node, Literal))


def escaped(message: Message, escape: Callable[[str], str]) -> Message:
    """The message with its words escaped for a format."""
    return tuple([_escaped_node(node, escape) for node in message])


def with_branches(node: Plural | Select, branches: Iterator[tuple[str, Message]]) -> Plural | Select:
    """The same node with other branches."""
    return replace(node, branches=tuple(branches))


def _escaped_node(node: Node, escape: Callable[[str], str]) -> Node:
    if isinstance(node, Literal):
        return Literal(escape(node.text))
    if isinstance(node, Plural | Select):
        return with_branches(node, ((key, escaped(branch, escape)) for key, branch in node.branches))
    return node


def _node(item: Any, pattern: str) -> Node:
    if isinstance(item, str):
        return Literal(item)
    name, kind = item["name"], item.get("type")
    if item.get("hash"):
        return Count(name, 0)
    if not NAME.fullmatch(name):
        raise BadPattern(f"'{name[:64]}' is not an argument name: small letters, digits, _", pattern, item["start"])
    if kind is None:
        return Slot(name)
    if kind == "select":
        return Select(name, _branches(item, pattern, _BRANCH))
    if kind in ("plural", "selectordinal"):
        return _plural(item, pattern)
    raise BadPattern(
        f"'{kind[:64]}' is not used here; values arrive formatted, so write {{{name}}}", pattern, item["start"]
    )


def _plural(item: Any, pattern: str) -> Plural:
    offset = item["offset"]
    if not 0 <= offset <= 1000:
        raise BadPattern(f"the offset {offset} is not between 0 and 1000", pattern, item["start"])
    branches = tuple(
        (key, tuple(_lowered(node, offset) for node in branch)) for key, branch in _branches(item, pattern, _EXACT)
    )
    return Plural(item["name"], item["type"] == "selectordinal", offset, branches)


def _lowered(node: Node, offset: int) -> Node:
    """A `#` directly in the branch counts less the plural's offset; one in an inner plural has been given its own."""
    return Count(node.name, offset) if isinstance(node, Count) else node


def _branches(item: Any, pattern: str, allowed: re.Pattern[str]) -> tuple[tuple[str, Message], ...]:
    for key in item["options"]:
        if not (key in CATEGORIES or allowed.fullmatch(key)):
            wanted = "a category (one, few, other …) or =number" if allowed is _EXACT else "a word without punctuation"
            raise BadPattern(f"'{key[:64]}' is not a branch of {item['type']}: {wanted}", pattern, item["start"])
    return tuple((key, tuple(_node(each, pattern) for each in branch)) for key, branch in item["options"].items())


def _refuse_traps(pattern: str, tokens: list[dict[str, str]]) -> None:
    open_braces: list[set[str]] = [set()]
    position = 0
    for token in tokens:
        text = token["text"]
        if token["type"] == "space" and not _SPACE.fullmatch(text):
            raise BadPattern("there is a special space inside a {…}; type an ordinary one", pattern, position)
        if token["type"] == "syntax" and text == "{":
            open_braces.append(set())
        elif token["type"] == "syntax" and text == "}":
            open_braces.pop()
        elif token["type"] == "selector":
            if text in open_braces[-1]:
                raise BadPattern(f"the branch '{text[:64]}' is there twice", pattern, position)
            open_braces[-1].add(text)
        position += len(text)


def _unreadable(pattern: str, cause: str, tokens: list[dict[str, str]]) -> BadPattern:
    found = _AT.search(cause)
    position = int(found.group(1)) if found else None
    if position is None or position >= len(pattern):
        position = _last_left_open(tokens)
    return BadPattern(_in_our_words(cause), pattern, position)


def _last_left_open(tokens: list[dict[str, str]]) -> int | None:
    """Where the innermost { stands that no } closes."""
    left_open, position = [], 0
    for token in tokens:
        if token["type"] == "syntax" and token["text"] == "{":
            left_open.append(position)
        elif token["type"] == "syntax" and token["text"] == "}" and left_open:
            left_open.pop()
        position += len(token["text"])
    return left_open[-1] if left_open else None


def _in_our_words(cause: str) -> str:
    if "recursion" in cause:
        return f"the pattern is nested more than {DEEPEST} deep"
    if "sub-message other" in cause:
        return "a plural or select has no branch 'other'; add other {…}"
    if 'Unexpected "}"' in cause:
        return "a } closes nothing; write '}' for a brace that is shown"
    if cause.endswith('"<EOF>"'):
        return "the pattern ends inside a {…}; a } is missing"
    expected = re.search(r"Expected (.+?) at position", cause)
    return f"{expected.group(1)} was expected" if expected else "the pattern cannot be read"


def _near(pattern: str, position: int) -> str:
    excerpt = pattern[max(0, position - 12) : position + 20]
    return " ".join("".join([_visible(char) for char in excerpt]).split()) or "the end"


def _visible(char: str) -> str:
    """A character, by its number where nobody would see it."""
    return char if char.isprintable() or char.isspace() else f"U+{ord(char):04X}"
