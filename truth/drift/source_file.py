"""SourceFile: a file's bytes, and where in it a byte stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from truth.model.finding import Mark


@dataclass(frozen=True, eq=False)
class SourceFile:
    """A file as it was read; `path` is relative to the folder that is checked, with `/`."""

    path: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The file decoded as UTF-8; a byte that is none becomes U+FFFD."""
        return self.data.decode("utf-8", "replace")

    @cached_property
    def _lines(self) -> list[int]:
        """The byte at which each line begins."""
        starts, at = [0], self.data.find(b"\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.data.find(b"\n", at + 1)
        return starts

    @cached_property
    def _last(self) -> list[int]:
        """Line and byte of the place asked for last, and the characters before it: one line may hold many places."""
        return [0, 0, 0]

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def line(self, byte: int) -> int:
        """The line a byte stands on, from 1."""
        return bisect_right(self._lines, byte)

    def place(self, byte: int) -> tuple[int, int]:
        """Line and column of a byte, both from 1; columns count characters."""
        line = self.line(byte)
        start, characters = self._lines[line - 1], 0
        known, at, before = self._last
        if known == line and at <= byte:
            start, characters = at, before
        characters += len(self.data[start:byte].decode("utf-8", "replace"))
        self._last[:] = [line, byte, characters]
        return line, characters + 1

    def byte_place(self, byte: int) -> tuple[int, int]:
        """Line and column of a byte, both from 1; columns count bytes."""
        line = self.line(byte)
        return line, byte - self._lines[line - 1] + 1

    def mark(self, start: int, end: int) -> Mark:
        """The place of the bytes from `start` up to, but without, `end`."""
        return Mark(self.path, *self.place(start), *self.place(end))

    def line_text(self, line: int) -> str:
        """A line's characters, without its end."""
        start = self._lines[line - 1]
        end = self._lines[line] if line < len(self._lines) else len(self.data)
        return self.data[start:end].decode("utf-8", "replace").rstrip("\r\n")
