"""Written: bytes between which template constructs stand, as words, entities and holes."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from truth.drift.extract.block import Block
from truth.drift.extract.masking import Masked
from truth.drift.extract.spelled import Spelled
from truth.drift.extract.steps import Effect, Step
from truth.drift.piece import Piece, Role

_ENTITY = re.compile(rb"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")


class Written:
    """Reads stretches of a masked file; `by_start` are its steps by their first byte."""

    def __init__(self, masked: Masked, by_start: Mapping[int, Step]) -> None:
        self.masked = masked
        self.by_start = by_start

    def value(self, role: Role, start: int, end: int, **more: Any) -> Piece:
        """An attribute's value as a piece, with its entities decoded and a hole for each construct."""
        spelled, data, at = Spelled(), self.masked.data, start
        for one in self.masked.within(start, end):
            spelled.escaped(data, at, one.start, _ENTITY, entity)
            spelled.hole(data[slice(*one.inner)].decode("utf-8", "replace").strip(), one.start, one.end)
            at = one.end
        spelled.escaped(data, at, end, _ENTITY, entity)
        return spelled.piece(role, start, **more)

    def has_constructs(self, start: int, end: int) -> bool:
        """Whether any construct stands in between."""
        return bool(self.masked.within(start, end))

    def into(self, block: Block, start: int, end: int, entities: bool = True) -> list[int]:
        """Put words into a block; the bytes of the constructs at which another text begins are where it stops.

        Returns `[byte]` of the first such construct, whose words are not taken yet, or `[]` at the end.
        """
        at = start
        for one in self.masked.within(start, end):
            self._words(block, at, one.start, entities)
            at = one.end
            if not self._step(block, self.by_start[one.start]):
                return [one.end]
        self._words(block, at, end, entities)
        return []

    def _step(self, block: Block, step: Step) -> bool:
        """Let a construct do what it does; False where another text begins."""
        one = step.construct
        if step.effect is Effect.HOLE:
            inner = self.masked.data[slice(*one.inner)]
            block.hole(inner.decode("utf-8", "replace").strip(), one.start, one.end)
        elif step.effect is Effect.BRANCH:
            block.branch()
        elif step.effect is Effect.ALTERNATIVE:
            return block.alternative()
        elif step.effect is Effect.END_BRANCH:
            block.end_branch()
        return step.effect is not Effect.BREAK

    def _words(self, block: Block, start: int, end: int, entities: bool) -> None:
        at = start
        for found in _ENTITY.finditer(self.masked.data, start, end) if entities else ():
            said = entity(found.group())
            block.words(at, found.start())
            block.character(said, *found.span())
            at = found.end()
        block.words(at, end)


def entity(written: bytes) -> str:
    """What an entity stands for; one that nobody knows stands for itself."""
    return html.unescape(written.decode("ascii"))
