"""YAML with positions: PyYAML's events, with the bytes every scalar was written in."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from truth.drift.extract.json_tree import MOST_DEPTH, unescaped
from truth.drift.extract.masking import JINJA, LIQUID, mask
from truth.drift.extract.spelled import Spelled, literal_piece
from truth.drift.extract.tree import Branches, Leaf, Node
from truth.drift.piece import Piece, Role

_NOT_TEXT = re.compile(r"(?:true|false|null|~|[-+]?[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?)?", re.IGNORECASE)
_FOLD = rb"[ \t]*\r?\n(?:[ \t]*\r?\n)*[ \t]*"
_PLAIN = re.compile(_FOLD)
_SINGLE = re.compile(_FOLD + rb"|''")
_DOUBLE = re.compile(rb"\\\r?\n[ \t]*|" + _FOLD + rb"|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.")
_LINE = re.compile(rb"[^\r\n]*(?:\r?\n|\r|$)")
_COMMENT = re.compile(rb"(?:^|(?<=[ \t\n]))#([^\r\n]*)")
_KNOWN = {b"0": "\0", b"a": "\a", b"v": "\v", b"e": "\x1b", b"N": "\x85", b"_": "\xa0", b"L": "\u2028", b"P": "\u2029"}


@dataclass
class YamlRead:
    """What could be read: a root for each document, the comments, and what is wrong."""

    roots: list[Node] = field(default_factory=list)
    comments: list[Piece] = field(default_factory=list)
    broken: Piece | None = None


def read_yaml(data: bytes) -> YamlRead:
    """The documents of a YAML file; one a template writes is read with what the template fills in masked."""
    read = _Reader(data, data).read()
    if read.broken and (b"{{" in data or b"{%" in data):
        masked = mask(data, LIQUID if b"{{#" in data else JINJA)
        again = _Reader(data, masked.as_code(0, len(data))).read()
        read = again if again.broken is None else read
    return read


class _Reader:
    """`shown` is what the parser sees; positions and words are those of `data`, which is as long."""

    def __init__(self, data: bytes, shown: bytes) -> None:
        self._data = data
        self._shown = shown
        text = shown.decode("utf-8", "surrogateescape")
        self._at = _places(text, len(shown))
        self._text = "".join(_readable(character) for character in text) if not text.isprintable() else text
        self._read = YamlRead()
        self._open: list[Branches] = []
        self._keys: list[str | None] = []
        self._spans: list[tuple[int, int]] = []

    def read(self) -> YamlRead:
        try:
            for event in yaml.parse(self._text, Loader=yaml.CLoader):
                self._take(event)
                if len(self._open) > MOST_DEPTH:
                    self._stop("nested too deeply to be read", self._open[-1].start)
                    break
        except yaml.YAMLError as error:
            at = self._byte(getattr(error, "problem_mark", None))
            self._stop(str(getattr(error, "problem", None) or "this is not YAML"), at)
        self._read.comments.extend(self._comments())
        return self._read

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop().end = self._byte(event.end_mark)
            self._keys.pop()
        elif isinstance(event, yaml.NodeEvent):
            start, end = self._byte(event.start_mark), self._byte(event.end_mark)
            self._node(event, start, end)

    def _node(self, event: yaml.NodeEvent, start: int, end: int) -> None:
        node: Node
        if isinstance(event, yaml.CollectionStartEvent):
            node = Branches(start, end, [] if isinstance(event, yaml.MappingStartEvent) else None)
        else:
            node = self._leaf(event, start, end)
            self._spans.append((start, end))
        self._put(node)
        if isinstance(node, Branches):
            self._open.append(node)
            self._keys.append(None)

    def _put(self, node: Node) -> None:
        if not self._open:
            self._read.roots.append(node)
            return
        around = self._open[-1]
        if around.keys is None:
            around.children.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = node.piece.text if isinstance(node, Leaf) else ""
        else:
            around.keys.append(self._keys[-1])
            around.children.append(node)
            self._keys[-1] = None

    def _leaf(self, event: yaml.NodeEvent, start: int, end: int) -> Leaf:
        if not isinstance(event, yaml.ScalarEvent):
            return Leaf(Piece(Role.VALUE, "", start, start), is_text=False)
        quoted = event.style in ("'", '"')
        inner = (start + 1, end - 1) if quoted else (start, end)
        spelled = Spelled()
        if self._data[start:end] != self._shown[start:end]:
            spelled.hole(self._data[slice(*inner)].decode("utf-8", "replace"), *inner)
        elif event.style in ("|", ">"):
            _block_scalar(spelled, self._data, start, end, folded=event.style == ">")
        else:
            folds = {"'": _SINGLE, '"': _DOUBLE}.get(event.style or "", _PLAIN)
            spelled.escaped(self._data, *inner, folds, _decoded)
        piece = spelled.piece(Role.VALUE, inner[0], outer=(start, end))
        return Leaf(piece, is_text=quoted or _NOT_TEXT.fullmatch(event.value) is None)

    def _comments(self) -> Iterator[Piece]:
        """What follows a `#` outside of every scalar."""
        spans = iter([*self._spans, (len(self._data), len(self._data))])
        start, end = next(spans)
        for found in _COMMENT.finditer(self._data):
            while end <= found.start():
                start, end = next(spans, (len(self._data), len(self._data) + 1))
            if found.start() < start:
                yield literal_piece(Role.COMMENT, self._data, *found.span(1))

    def _stop(self, why: str, at: int) -> None:
        at = min(at, len(self._data))
        for one in self._open:
            one.end = max(one.start, at)
        self._read.broken = Piece(Role.BROKEN, why, at, min(at + 1, len(self._data)))

    def _byte(self, mark: Any) -> int:
        """The byte of a place of the parser; 0 where it names none."""
        index: int = mark.index if mark else 0
        return self._at[index] if self._at is not None else index


def _places(text: str, size: int) -> Sequence[int] | None:
    """The byte of every character, and of the end; None where each is one byte."""
    if len(text) == size:
        return None
    places, at = array("L"), 0
    for character in text:
        places.append(at)
        at += len(character.encode("utf-8", "surrogateescape"))
    places.append(at)
    return places


def _readable(character: str) -> str:
    """A character YAML allows, in place of one that it refuses."""
    code = ord(character)
    refused = (code < 0x20 and character not in "\t\r\n") or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000
    return "?" if refused or character in "\ufffe\uffff" else character


def _decoded(written: bytes) -> str:
    if written == b"''":
        return "'"
    if written.startswith(b"\\"):
        return _escape(written)
    breaks = written.count(b"\n")
    return " " if breaks == 1 else "\n" * (breaks - 1)


def _escape(written: bytes) -> str:
    kind = written[1:2]
    if kind in (b"\n", b"\r"):
        return ""
    if kind in (b"x", b"U") and len(written) > 2:
        code = int(written[2:], 16)
        return chr(code) if code < 0x110000 else "\ufffd"
    return _KNOWN.get(kind) or unescaped(written)


def _block_scalar(spelled: Spelled, data: bytes, start: int, end: int, folded: bool) -> None:
    """The lines after a `|` or `>`, without their indentation, joined as lines or as words."""
    first = _LINE.match(data, start, end)
    at = first.end() if first else end
    indent: int | None = None
    before: tuple[int, int] | None = None
    while at < end and (line := _LINE.match(data, at, end)) and line.end() > at:
        text = line.group().rstrip(b"\r\n")
        indent = len(text) - len(text.lstrip(b" ")) if indent is None and text.strip() else indent
        begin = at + min(indent or 0, len(text))
        if before:
            spelled.decoded(" " if folded and text.strip() else "\n", *before)
        spelled.literal(data, begin, at + len(text))
        before = (at + len(text), line.end())
        at = line.end()
