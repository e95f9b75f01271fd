"""Markup's tokens, as browsers split them (HTML Standard, 13.2.5): any bytes have them, and none is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class Sort(Enum):
    """What a token is."""

    WORDS = "words"
    OPEN = "open"
    CLOSE = "close"
    COMMENT = "comment"


class Attribute(NamedTuple):
    """A name with its value as written and the value's bytes, without quotes."""

    name: str
    start: int
    end: int
    written: bytes = b""


class Token(NamedTuple):
    """Bytes of one sort: `name` is a tag's, in small letters; a comment's `inner` is without its signs."""

    sort: Sort
    start: int
    end: int
    name: str = ""
    attributes: tuple[Attribute, ...] = ()
    closed: bool = False
    """Whether a tag opens and closes at once, `<br/>`."""
    inner: tuple[int, int] = (0, 0)

    def attribute(self, name: str) -> Attribute | None:
        """The first attribute of a name."""
        return next((one for one in self.attributes if one.name == name), None)

    def said(self, name: str) -> str:
        """An attribute's value in small letters, as written; empty where it is not there."""
        attribute = self.attribute(name)
        return attribute.written.decode("utf-8", "replace").strip().lower() if attribute else ""


_VERBATIM = frozenset(("script", "style", "xmp", "mj-style"))
_TAG = re.compile(rb"</?([A-Za-z][^\s/>\xff]*)")
_ATTRIBUTE = re.compile(
    rb"[\s/\xff]*(?P<name>[^\s/>=\xff][^\s/>=\xff]*)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"']+)))?"
)
_TAG_END = re.compile(rb"[\s/\xff]*>")
_EMPTY_COMMENT = re.compile(rb"<!---?>")
_CONDITIONAL = re.compile(rb"\[if[^\]>]*\]>")


def tokens(shown: bytes) -> Iterator[Token]:
    """The tokens of bytes whose template constructs are masked; what is in `script` and `style` is one token."""
    return _Lexer(shown).tokens()


class _Lexer:
    """Nothing is looked for twice in vain, so that time stays linear."""

    def __init__(self, shown: bytes) -> None:
        self._shown = shown
        self._end = len(shown)
        self._vain: set[bytes] = set()

    def tokens(self) -> Iterator[Token]:
        at = 0
        while at < self._end:
            opened = self._find(b"<", at)
            token = self._markup(opened) if opened < self._end else None
            if opened > at:
                yield Token(Sort.WORDS, at, opened)
            if token is not None:
                yield token
            elif opened < self._end:
                yield Token(Sort.WORDS, opened, opened + 1)
            at = token.end if token else opened + 1
            if token and token.sort is Sort.OPEN and token.name in _VERBATIM and not token.closed:
                close = self._close_of(token.name, at)
                yield Token(Sort.WORDS, at, close)
                at = close

    def _markup(self, at: int) -> Token | None:
        if self._shown.startswith(b"<!--", at):
            return self._comment(at)
        if self._shown.startswith((b"<!", b"<?"), at):
            end = self._find(b">", at)
            return Token(Sort.COMMENT, at, min(end + 1, self._end), inner=(at, at))
        tag = _TAG.match(self._shown, at)
        return self._tag(tag) if tag else None

    def _comment(self, at: int) -> Token:
        """A comment; of a conditional one for a mail client (`<!--[if mso]>…`) only its signs."""
        conditional = _CONDITIONAL.match(self._shown, at + 4)
        if conditional:
            return Token(Sort.COMMENT, at, conditional.end(), inner=(at, at))
        empty = _EMPTY_COMMENT.match(self._shown, at)
        if empty:
            return Token(Sort.COMMENT, at, empty.end(), inner=(at, at))
        close = self._find(b"-->", at + 4)
        return Token(Sort.COMMENT, at, min(close + 3, self._end), inner=(at + 4, close))

    def _tag(self, tag: re.Match[bytes]) -> Token | None:
        name = tag[1].decode("utf-8", "replace").lower()
        attributes: list[Attribute] = []
        at = tag.end()
        while not (end := _TAG_END.match(self._shown, at)):
            found = _ATTRIBUTE.match(self._shown, at)
            if not found:
                return self._unclosed(tag, name, attributes, at)
            attributes.append(_attribute(found))
            at = found.end()
        closes = self._shown.startswith(b"</", tag.start())
        sort = Sort.CLOSE if closes else Sort.OPEN
        return Token(sort, tag.start(), end.end(), name, tuple(attributes), b"/" in end.group())

    def _unclosed(self, tag: re.Match[bytes], name: str, attributes: list[Attribute], at: int) -> Token:
        """A tag whose quotes or bracket do not close: it ends at the next bracket."""
        end = min(self._find(b">", at) + 1, self._end)
        closes = self._shown.startswith(b"</", tag.start())
        return Token(Sort.CLOSE if closes else Sort.OPEN, tag.start(), end, name, tuple(attributes))

    def _close_of(self, name: str, start: int) -> int:
        found = re.compile(b"</" + name.encode(), re.IGNORECASE).search(self._shown, start, self._end)
        return found.start() if found else self._end

    def _find(self, sign: bytes, start: int) -> int:
        if sign in self._vain:
            return self._end
        at = self._shown.find(sign, start, self._end)
        if at < 0:
            self._vain.add(sign)
            return self._end
        return at


def _attribute(found: re.Match[bytes]) -> Attribute:
    name = found["name"].decode("utf-8", "replace").lower()
    for quoting in ("double", "single", "bare"):
        if found[quoting] is not None:
            return Attribute(name, *found.span(quoting), found[quoting])
    return Attribute(name, found.end(), found.end())
