"""Markdown (CommonMark with GFM's tables) and MDX: read as the page it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from truth.drift.extract.bom import not_utf_8, start_of, without_mark
from truth.drift.extract.data import values
from truth.drift.extract.markdown_marks import markdown_steps
from truth.drift.extract.masking import Construct, Dialect, Form, Sign, mask, masked_by
from truth.drift.extract.moved import in_order, moved
from truth.drift.extract.page import construct_pieces, page_pieces
from truth.drift.extract.scripts import code_pieces, script_pieces
from truth.drift.extract.steps import Effect, Step, steps
from truth.drift.piece import Piece, Role
from truth.drift.source_file import SourceFile

_SITE = Dialect("site", (Sign(b"{{", b"}}", Form.OUTPUT), Sign(b"{%", b"%}", Form.TAG)))
"""Hugo, Jekyll and their like."""
_MODULE = re.compile(rb"^(?:import|export)\b[^\n]*(?:\n(?![ \t]*\r?\n)[^\n]*)*", re.MULTILINE)
_BRACES = re.compile(rb"\{[^{}\n]{0,999}(?:\{[^{}]{0,999}\}[^{}]{0,999}){0,9}\}")


@dataclass(frozen=True)
class Markdown:
    """Blocks of words, front matter, comments, and the elements that stand in between."""

    name: str = "markdown"
    endings: tuple[str, ...] = (".md", ".markdown")
    text_call: str | None = None
    value_call: str | None = None

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """What the page says."""
        broken = not_utf_8(file)
        yield from [broken] if broken else _read(without_mark(file), start_of(file), steps(mask(file.data, _SITE)))


@dataclass(frozen=True)
class Mdx:
    """Markdown with elements, expressions in braces and imports of JavaScript."""

    name: str = "mdx"
    endings: tuple[str, ...] = (".mdx",)
    text_call: str | None = '{truth.text("{ref}")}'
    value_call: str | None = 'truth.text("{ref}")'

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """What the page says."""
        broken = not_utf_8(file)
        yield from [broken] if broken else _read(without_mark(file), start_of(file), list(_mdx_steps(file.data)))


def _read(data: bytes, start: int, inner: list[Step]) -> list[Piece]:
    read = markdown_steps(data, start)
    together = list(_merged(read.steps, inner))
    masked = masked_by(data, [step.construct for step in together])
    pieces = page_pieces(masked, together, script_pieces, _construct)
    return in_order([*pieces, *(_front(data, *read.front) if read.front else ())])


def _merged(outer: Iterable[Step], inner: Iterable[Step]) -> Iterator[Step]:
    """The steps of two readings in order; where two overlap, the one that begins first."""
    end = 0
    for step in sorted([*outer, *inner], key=lambda step: (step.construct.start, -step.construct.end)):
        if step.construct.start >= end:
            yield step
            end = step.construct.end


def _construct(data: bytes, step: Step) -> Iterator[Piece]:
    one = step.construct
    if step.word == "javascript":
        within = b"(" + data[slice(*one.inner)] + b")" if one.form is Form.OUTPUT else data[slice(*one.inner)]
        by = one.inner[0] - (one.form is Form.OUTPUT)
        yield from (moved(piece, by) for piece in code_pieces(within))
    else:
        yield from construct_pieces(data, step)


def _mdx_steps(data: bytes) -> Iterator[Step]:
    end = 0
    for found in _MODULE.finditer(data):
        for braces in _BRACES.finditer(data, end, found.start()):
            yield _braces(*braces.span())
        start, end = found.span()
        yield Step(Construct(Form.TAG, start, end, (start, end)), Effect.BREAK, "javascript")
    for braces in _BRACES.finditer(data, end):
        yield _braces(*braces.span())


def _braces(start: int, end: int) -> Step:
    return Step(Construct(Form.OUTPUT, start, end, (start + 1, end - 1)), Effect.HOLE, "javascript")


def _front(data: bytes, start: int, end: int) -> Iterator[Piece]:
    from truth.drift.extract.yaml_tree import read_yaml

    read = read_yaml(data[start:end])
    found = [*read.comments, *(piece for root in read.roots for piece in values(root))]
    for piece in [*found, *([read.broken] if read.broken else [])]:
        is_said = piece.name in ("title", "description", "summary") and piece.role is Role.VALUE
        yield moved(replace(piece, role=Role.TEXT) if is_said else piece, start)


EXTRACTORS = (Markdown(), Mdx())
