"""Block: the words of one block of a page, put together across inline markup and a template's branches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from truth.drift.extract.spelled import Spelled, trimmed
from truth.drift.piece import HOLE, Piece, Role

_SPACES = re.compile(rb"\A[ \t\r\n\f]+|[ \t\r\n\f]+\Z|[ \t\r\n\f]{2,}|[\t\r\n\f]")
"""All but one space between two words."""
_MOST_READINGS = 12


class _Run(NamedTuple):
    """`said` is None for bytes as they stand, else what they stand for; a hole's is its expression."""

    start: int
    end: int
    said: str | None = None
    is_hole: bool = False

    @property
    def is_blank(self) -> bool:
        return self.said is not None and not self.is_hole and not self.said.strip()


@dataclass(slots=True)
class _Branch:
    """`space` is what stood after the first `spaced` alternatives."""

    alternatives: list[list[_Run | _Branch]] = field(default_factory=lambda: [[]])
    space: _Run | None = None
    spaced: int = 0

    def runs(self, index: int) -> Iterator[_Run | _Branch]:
        yield from self.alternatives[index]
        if self.space is not None and index < self.spaced:
            yield self.space


_Items = list["_Run | _Branch"]
_Chosen = Mapping[int, int]


class Block:
    """Gathers words, holes and branches, and gives a TEXT for each way they can be read.

    Where a template has branches, the first reading takes the first words of each; each further alternative is read
    once more with everything around it, up to twelve readings, and by itself beyond. So the same bytes can be in
    several pieces.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._items: _Items = []
        self._open: list[tuple[_Branch, _Items]] = []

    def words(self, start: int, end: int) -> None:
        """Bytes as they stand, with each run of white space read as one space."""
        written = self._data[start:end]
        if written.isspace():
            if self._items or self._open:
                self._take(_Run(start, end, None if written == b" " else " "))
            return
        at = start
        for space in _SPACES.finditer(written):
            first, after = start + space.start(), start + space.end()
            self._take(_Run(at, first))
            self._take(_Run(first, after, said=None if space.group() == b" " else " "))
            at = after
        self._take(_Run(at, end))

    def character(self, said: str, start: int, end: int) -> None:
        """What an entity or an escape stands for."""
        self._take(_Run(start, end, said))

    def hole(self, expression: str, start: int, end: int) -> None:
        """Something filled in at run time."""
        self._take(_Run(start, end, expression, is_hole=True))

    def branch(self) -> None:
        """What follows is there in some cases only; branches side by side are read as alternatives of each other."""
        branch = self._branch_before()
        if branch is None:
            branch = _Branch()
            self._items.append(branch)
        else:
            branch.alternatives.append([])
        self._open.append((branch, self._items))
        self._items = branch.alternatives[-1]

    def alternative(self) -> bool:
        """What follows is there in other cases; False where no branch of this block is open."""
        if not self._open:
            return False
        branch = self._open[-1][0]
        self._items = []
        branch.alternatives.append(self._items)
        return True

    def end_branch(self) -> bool:
        """What follows is there in all cases again; False where no branch of this block is open."""
        if not self._open:
            return False
        self._items = self._open.pop()[1]
        return True

    def texts(self, locale: str | None = None, name: str = "") -> list[Piece]:
        """A TEXT for each reading in which something is said; the block is empty afterwards."""
        while self.end_branch():
            pass
        items, self._items = self._items, []
        if not _is_said(items):
            return []
        return [piece for runs in _readings(items) if (piece := self._text(runs, locale, name))]

    def _branch_before(self) -> _Branch | None:
        """The branch that nothing but white space parts from here; the white space is taken into it."""
        parted = len(self._items)
        while parted and isinstance(run := self._items[parted - 1], _Run) and self._is_space(run):
            parted -= 1
        branch = self._items[parted - 1] if parted else None
        if not isinstance(branch, _Branch):
            return None
        spaces = [item for item in self._items[parted:] if isinstance(item, _Run)]
        if spaces:
            branch.space, branch.spaced = spaces[-1], len(branch.alternatives)
        del self._items[parted:]
        return branch

    def _is_space(self, run: _Run) -> bool:
        return run.is_blank or (run.said is None and self._data[run.start : run.end] == b" ")

    def _take(self, run: _Run) -> None:
        if run.start < run.end:
            self._items.append(run)

    def _text(self, runs: Iterator[_Run], locale: str | None, name: str) -> Piece | None:
        spelled, after_space = Spelled(), False
        for run in runs:
            is_space = self._is_space(run)
            if not (is_space and after_space):
                _spell(spelled, self._data, run)
            after_space = is_space
        if not spelled.text.strip():  # what is filled in alone is said, too: `<td>{{ order.status }}</td>`
            return None
        return trimmed(spelled.piece(Role.TEXT, 0, locale=locale, name=name))


def says_something(text: str) -> bool:
    """Whether there is more than white space and what is filled in."""
    return bool(text.replace(HOLE, "").strip())


def _spell(spelled: Spelled, data: bytes, run: _Run) -> None:
    if run.said is None:
        spelled.literal(data, run.start, run.end)
    elif run.is_hole:
        spelled.hole(run.said, run.start, run.end)
    else:
        spelled.decoded(run.said, run.start, run.end)


def _readings(items: _Items) -> Iterator[Iterator[_Run]]:
    yield _read(items, {})
    for count, (chosen, alone) in enumerate(_choices(items), 2):
        yield _read(items, chosen) if count <= _MOST_READINGS else _read(alone, {})


def _choices(items: _Items) -> Iterator[tuple[_Chosen, _Items]]:
    """Each alternative that is not the first said of its branch: the choices that lead to it, and itself."""
    todo: list[tuple[_Items, _Chosen]] = [(items, {})]
    while todo:
        within, chosen = todo.pop()
        for branch in within:
            if not isinstance(branch, _Branch):
                continue
            first = _first_said(branch)
            for index, alternative in enumerate(branch.alternatives):
                here = chosen if index == first else {**chosen, id(branch): index}
                if index != first and _is_said(alternative):
                    yield here, alternative
                if len(here) <= _MOST_READINGS:
                    todo.append((alternative, here))


def _read(items: _Items, chosen: _Chosen) -> Iterator[_Run]:
    todo = [iter(items)]
    while todo:
        item = next(todo[-1], None)
        if item is None:
            todo.pop()
        elif isinstance(item, _Run):
            yield item
        else:
            todo.append(item.runs(chosen.get(id(item), _first_said(item))))


def _first_said(branch: _Branch) -> int:
    return next((index for index, one in enumerate(branch.alternatives) if _is_said(one)), 0)


def _is_said(items: _Items) -> bool:
    return any(isinstance(item, _Branch) or not item.is_blank for item in items)
