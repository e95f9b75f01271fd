"""JSON (RFC 8259), read as strictly as YAML is, into the same events: one reader judges both."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from yaml import Mark as Position
from yaml import MarkedYAMLError
from yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from truth.files.building import build, invalid
from truth.files.located import Located
from truth.files.rules import SYNTAX, found
from truth.files.syntax import at_index

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"')
_WORD = re.compile(r"null|true|false|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


def read_json(text: str, file: str) -> Located:
    """What a JSON text says, with the place of everything in it.

    Raises `Invalid` with a finding for each thing wrong, as far as the text can be read.
    """
    if text.startswith("\ufeff"):
        message = "the file begins with a byte order mark"
        raise invalid([found(SYNTAX, at_index(text, 0, file), message, "save it as UTF-8 without one")])
    return build(text, file, json_events)


def json_events(text: str) -> Iterator[Event]:
    """A JSON text as the events a YAML parser gives; `MarkedYAMLError` where it is not JSON."""
    return _Scan(text).events()


class _Scan:
    """Reads from `index` on; `open` holds the closing bracket of each open collection, so any depth is safe."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.index = 0
        self.line = 0
        self.line_start = 0
        self.open: list[str] = []

    def events(self) -> Iterator[Event]:
        yield DocumentStartEvent(self._position(), self._position())
        self._space()
        yield self._value()
        while self.open:
            self._space()
            if self.text[self.index : self.index + 1] == self.open[-1]:
                yield self._close()
                self._separate()
            elif self.open[-1] == "}":
                yield self._key()
                yield self._value()
            else:
                yield self._value()
        self._space()
        if self.index < len(self.text):
            self._fail("text after the end of the value", "take it out; a file holds one JSON value")

    def _value(self) -> Event:
        start = self._position()
        character = self.text[self.index : self.index + 1]
        if character in ("{", "["):
            self.index += 1
            self.open.append("}" if character == "{" else "]")
            begin = MappingStartEvent if character == "{" else SequenceStartEvent
            return begin(None, None, True, start, self._position(), flow_style=True)
        event = self._string() if character == '"' else self._word()
        self._separate()
        return event

    def _key(self) -> Event:
        if self.text[self.index : self.index + 1] != '"':
            self._fail("a key in double quotes is expected here", "take a comma before } out, and quote every key")
        event = self._string()
        self._space()
        self._expect(":", "a colon is expected after the key")
        self._space()
        return event

    def _string(self) -> Event:
        start = self._position()
        match = _STRING.match(self.text, self.index)
        if match is None:
            self._fail("the text is not closed, or holds an unknown escape or a control character", "check its quotes")
        self.index = match.end()
        value = json.loads(match.group())
        return ScalarEvent(None, None, (False, True), value, start, self._position(), style='"')

    def _word(self) -> Event:
        start = self._position()
        match = _WORD.match(self.text, self.index)
        if match is None:
            self._fail("a JSON value is expected here", "write a text in quotes, a number, true, false, null, [ or {")
        self.index = match.end()
        return ScalarEvent(None, None, (True, False), match.group(), start, self._position(), style=None)

    def _close(self) -> Event:
        start = self._position()
        end = MappingEndEvent if self.open.pop() == "}" else SequenceEndEvent
        self.index += 1
        return end(start, self._position())

    def _separate(self) -> None:
        """After a value: a comma and something more, or the end of the collection."""
        if not self.open:
            return
        self._space()
        if self.text[self.index : self.index + 1] == self.open[-1]:
            return
        self._expect(",", f"a comma or {self.open[-1]} is expected here")
        self._space()
        if self.text[self.index : self.index + 1] == self.open[-1]:
            self._fail("a comma before the end", "take it out")

    def _expect(self, character: str, message: str) -> None:
        if self.text[self.index : self.index + 1] != character:
            self._fail(message, f"add {character}, or quote the text before it")
        self.index += 1

    def _space(self) -> None:
        match = _SPACE.match(self.text, self.index)
        if match and match.end() > self.index:
            breaks = self.text.count("\n", self.index, match.end())
            if breaks:
                self.line += breaks
                self.line_start = self.text.rfind("\n", self.index, match.end()) + 1
            self.index = match.end()

    def _position(self) -> Position:
        return Position("", self.index, self.line, self.index - self.line_start, self.text, 0)

    def _fail(self, message: str, fix: str) -> NoReturn:
        raise MarkedYAMLError(problem=message, problem_mark=self._position(), note=fix)
