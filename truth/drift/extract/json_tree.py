"""JSON with positions (RFC 8259, with the comments and trailing commas editors allow), as far as it can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from truth.drift.extract.spelled import Spelled, literal_piece
from truth.drift.extract.tree import Branches, Leaf, Node
from truth.drift.piece import Piece, Role

_TOKEN = re.compile(
    rb"""\s*(?:(?P<comma>,)|(?P<string>"(?:[^"\\\n]|\\.)*")|(?P<open>[{\[])|(?P<close>[}\]])|(?P<colon>:)
    |(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)|(?P<word>[A-Za-z0-9_+.$-]+))""",
    re.VERBOSE,
)
_ESCAPE = re.compile(
    rb"(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
_WORD = re.compile(rb"true|false|null|[+-]?(?:NaN|Infinity|\d[\d_]*\.?\d*(?:[eE][+-]?\d+)?|\.\d+)")
MOST_DEPTH = 200
"""How deep data may be nested; more is not written by people."""
_KNOWN = {b"n": "\n", b"t": "\t", b"r": "\r", b"b": "\b", b"f": "\f"}


@dataclass
class JsonRead:
    """What could be read: the values (one, in a file; more, in lines), its comments, and what is wrong."""

    roots: list[Node] = field(default_factory=list)
    comments: list[Piece] = field(default_factory=list)
    broken: Piece | None = None


def read_json(data: bytes, start: int = 0, end: int | None = None) -> JsonRead:
    """The JSON between two bytes. Beyond the first thing wrong nothing is read; what is open there counts as closed."""
    return _Reader(data, len(data) if end is None else end).read(start)


class _Reader:
    def __init__(self, data: bytes, end: int) -> None:
        self._data = data
        self._end = end
        self._read = JsonRead()
        self._open: list[Branches] = []
        self._key: str | None = None
        self._after_value = False

    def read(self, at: int) -> JsonRead:
        while found := _TOKEN.match(self._data, at, self._end):
            at = found.end()
            wrong = self._take(found)
            if wrong:
                return self._stop(wrong, found.start(str(found.lastgroup)))
        if self._data[at : self._end].strip():
            return self._stop("this is not JSON", at)
        if self._open:
            return self._stop("a bracket is not closed", self._open[-1].start)
        return self._read

    def _take(self, found: re.Match[bytes]) -> str | None:
        kind, said = str(found.lastgroup), found[str(found.lastgroup)]
        start, end = found.span(kind)
        if kind == "comma":
            return self._comma()
        if kind == "comment":
            self._read.comments.append(
                literal_piece(Role.COMMENT, self._data, start + 2, end - 2 * (said[1:2] == b"*"))
            )
        elif kind == "colon":
            return None if self._key is not None else "a ':' without a key before it"
        elif kind == "close":
            return self._close(said, end)
        elif self._after_value and self._open:
            return "a ',' is missing"
        elif self._wants_key():
            self._key = self._string(start, end).text if kind == "string" else None
            return None if self._key is not None else "a key is not in quotes"
        else:
            return self._value(kind, said, start, end)
        return None

    def _comma(self) -> str | None:
        """A comma stands between values; one after the last is taken, as editors take it."""
        if not (self._after_value and self._open):
            return "a ',' too many"
        self._after_value = False
        return None

    def _wants_key(self) -> bool:
        return bool(self._open) and self._open[-1].keys is not None and self._key is None

    def _value(self, kind: str, said: bytes, start: int, end: int) -> str | None:
        if kind == "word" and not _WORD.fullmatch(said):
            return "this is not JSON"
        if self._read.roots and not self._open:
            return "something follows the end"
        if kind == "open":
            node: Node = Branches(start, self._end, [] if said == b"{" else None)
        else:
            word = literal_piece(Role.VALUE, self._data, start, end) if kind == "word" else self._string(start, end)
            node = Leaf(word, kind == "string")
        self._put(node)
        self._after_value = not isinstance(node, Branches)
        if isinstance(node, Branches):
            self._open.append(node)
        return "nested too deeply to be read" if len(self._open) > MOST_DEPTH else None

    def _put(self, node: Node) -> None:
        if not self._open:
            self._read.roots.append(node)
            return
        around = self._open[-1]
        if around.keys is not None and self._key is not None:
            around.keys.append(self._key)
            self._key = None
        around.children.append(node)

    def _close(self, sign: bytes, end: int) -> str | None:
        if not self._open:
            return f"a {sign.decode()} that closes nothing"
        if (self._open[-1].keys is not None) != (sign == b"}"):
            return f"a {sign.decode()} where another bracket is open"
        if self._key is not None:
            return "a key without a value"
        self._open.pop().end = end
        self._after_value = True
        return None

    def _string(self, start: int, end: int) -> Piece:
        if self._data.find(b"\\", start, end) < 0:
            return literal_piece(Role.VALUE, self._data, start + 1, end - 1, outer=(start, end))
        spelled = Spelled()
        spelled.escaped(self._data, start + 1, end - 1, _ESCAPE, unescaped)
        return spelled.piece(Role.VALUE, start + 1, outer=(start, end))

    def _stop(self, why: str, at: int) -> JsonRead:
        for one in self._open:
            one.end = at
        self._read.broken = Piece(Role.BROKEN, why, at, min(at + 1, self._end), bytes_at=None)
        return self._read


def unescaped(escape: bytes) -> str:
    """What a JSON escape stands for; one that stands for nothing stands for its character."""
    if escape[1:2] == b"u" and len(escape) >= 6:
        units = bytes.fromhex(escape.replace(b"\\u", b"").decode())
        return units.decode("utf-16-be", "surrogatepass")
    return _KNOWN.get(escape[1:]) or escape[1:].decode("utf-8", "replace")
