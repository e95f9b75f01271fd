"""PO catalogues (GNU gettext): what each message is translated into, or the message itself, which is shown then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from truth.drift.extract.block import says_something
from truth.drift.extract.bom import not_utf_8, without_mark
from truth.drift.extract.catalogue import message
from truth.drift.extract.locales import locale_code, locale_of
from truth.drift.extract.moved import in_order
from truth.drift.extract.python_strings import unescaped
from truth.drift.extract.spelled import Spelled, literal_piece
from truth.drift.piece import Piece, Role
from truth.drift.source_file import SourceFile

_LINE = re.compile(rb"[^\n]*(?:\n|$)")
_KEYWORD = re.compile(rb"[ \t]*(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]{1,2}\])?)[ \t]*(?=\")")
_STRING = re.compile(rb'[ \t]*"((?:[^"\\\r\n]|\\.)*)"[ \t]*\r?$')
_COMMENT = re.compile(rb"[ \t]*#([^\r\n]*)")
_ESCAPE = re.compile(rb"\\(?:x[0-9a-fA-F]{2}|[0-7]{1,3}|.)")
_LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z_-]+)", re.MULTILINE)


class Po:
    """A TEXT for each translation; `path` is the message's context and id with a dot between."""

    name = "po"
    endings = (".po", ".pot")
    text_call = None
    value_call = None

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """The translations and comments; a line that is neither is a BROKEN piece, and the next is read."""
        broken = not_utf_8(file)
        yield from [broken] if broken else in_order(_Reader(file.path, without_mark(file)).pieces())


@dataclass
class _Entry:
    parts: dict[str, Spelled] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.parts[name].text if name in self.parts else ""


class _Reader:
    def __init__(self, path: str, data: bytes) -> None:
        self._data = data
        self._locale = locale_of(path)
        self._entry = _Entry()
        self._part = ""

    def pieces(self) -> Iterator[Piece]:
        at = 0
        while at < len(self._data) and (line := _LINE.match(self._data, at)):
            yield from self._line(at, line.end() - self._data.endswith(b"\n", at, line.end()))
            at = line.end()
        yield from self._finish()

    def _line(self, start: int, end: int) -> Iterator[Piece]:
        keyword = _KEYWORD.match(self._data, start, end)
        if keyword:
            name = keyword[1].decode()
            if name == "msgctxt" or (name == "msgid" and self._part != "msgctxt"):
                yield from self._finish()
            self._part, start = name, keyword.end()
            self._entry.parts[name] = Spelled()
            self._entry.starts[name] = start
        string = _STRING.match(self._data, start, end)
        if string and self._part:
            self._entry.parts[self._part].escaped(self._data, *string.span(1), _ESCAPE, unescaped)
        elif comment := _COMMENT.match(self._data, start, end):
            yield from self._finish()
            yield literal_piece(Role.COMMENT, self._data, *comment.span(1))
        elif self._data[start:end].strip():
            yield Piece(Role.BROKEN, "this is neither a keyword, a string nor a comment of PO", start, end)

    def _finish(self) -> Iterator[Piece]:
        entry, self._entry, self._part = self._entry, _Entry(), ""
        key = entry.text("msgid")
        if not key and not entry.text("msgctxt"):
            self._header(entry.text("msgstr"))
            return
        path = ".".join(part for part in (entry.text("msgctxt"), key) if part)
        said = [name for name in entry.parts if name.startswith("msgstr") and says_something(entry.text(name))]
        shows_id = not said and " " in key.strip()
        for name in ["msgid"] if shows_id else said:
            piece = entry.parts[name].piece(Role.TEXT, entry.starts[name])
            yield message(piece, path, None if shows_id else self._locale)

    def _header(self, text: str) -> None:
        said = _LANGUAGE.search(text)
        self._locale = (locale_code(said[1]) if said else None) or self._locale


EXTRACTORS = (Po(),)
