"""JSON: a list of events, or events one after the other, on as many lines as they like. Read piece by piece."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from json import JSONDecodeError, JSONDecoder

from truth.kinds.status.history.ndjson import read_line
from truth.kinds.status.history.record import LONGEST, Batch, Unreadable

_BETWEEN = re.compile(r"[ \t\r\n,\[\]]*")
_NEXT = re.compile(r"\n[ \t]*(?=\{)")
_SCAN = JSONDecoder().raw_decode


def read_stream(blocks: Iterable[bytes]) -> Iterator[Batch]:
    """The events of a JSON list; after what cannot be read, it goes on with the next line that begins an object."""
    text = _Text(blocks)
    while text.advance():
        number, found = text.line, text.take()
        yield Batch((number,), [found])
    if text.opened and not text.closed:
        yield Batch((text.line,), [Unreadable("the list is torn off", "write the file to its end")])


class _Text:
    """A window on the text, as much of it as the next event needs; `line` is the one `index` stands on."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
        self._pieces = (decoder.decode(block) for block in blocks)
        self._window, self._index, self.line = "", 0, 1
        self.opened = self.closed = False

    def advance(self) -> bool:
        """Go on to the next event; False at the end."""
        while True:
            match = _BETWEEN.match(self._window, self._index)
            end = match.end() if match else self._index
            between = self._window[self._index : end]
            self.opened, self.closed = self.opened or "[" in between, self.closed or "]" in between
            self._go(end)
            if self._index < len(self._window):
                return True
            if not self._more():
                return False

    def take(self) -> object:
        """The event that begins here."""
        while True:
            try:
                _, end = _SCAN(self._window, self._index)
            except (JSONDecodeError, RecursionError):
                if len(self._window) - self._index <= LONGEST and self._more():
                    continue
                return self._skip()
            said = self._window[self._index : end].encode("utf-8", "surrogateescape")
            self._go(end)
            return read_line(said)

    def _skip(self) -> Unreadable:
        line = self._window[self._index : self._index + LONGEST].partition("\n")[0]
        found = read_line(line.encode("utf-8", "surrogateescape"))
        while (match := _NEXT.search(self._window, self._index)) is None:
            self._go(max(self._index, self._window.rfind("\n")))  # the line that begins there may be one
            if not self._more():
                break
        self._go(match.end() if match else len(self._window))
        return found if isinstance(found, Unreadable) else Unreadable("the event does not end", "close its brackets")

    def _go(self, index: int) -> None:
        self.line += self._window.count("\n", self._index, index)
        self._index = index

    def _more(self) -> bool:
        for piece in self._pieces:
            self._window, self._index = self._window[self._index :] + piece, 0
            return True
        return False
