"""Vue's single-file components."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from truth.drift.extract.block import says_something
from truth.drift.extract.bom import not_utf_8, without_mark
from truth.drift.extract.markup import Attribute, Token
from truth.drift.extract.masking import MUSTACHE, Form, Masked, mask, masked_by
from truth.drift.extract.moved import in_order, moved
from truth.drift.extract.page import VISIBLE, Element, Page
from truth.drift.extract.refs import maybe_ref
from truth.drift.extract.scripts import code_pieces, script_pieces
from truth.drift.extract.steps import by_start, steps
from truth.drift.extract.written import Written
from truth.drift.piece import Piece, Role
from truth.drift.source_file import SourceFile

_SCRIPT = re.compile(rb"<(script|style)\b[^>]*>")
_SHOWING = ("v-text", "v-html")


class Vue:
    """Template, script and directives; expressions are JavaScript's."""

    name = "vue"
    endings = (".vue",)
    text_call = '{{ truth.text("{ref}") }}'
    value_call = 'truth.text("{ref}")'

    def pieces(self, file: SourceFile) -> Iterator[Piece]:
        """What the component says."""
        broken = not_utf_8(file)
        yield from [broken] if broken else _component(without_mark(file))


def _component(data: bytes) -> list[Piece]:
    masked = _outside_scripts(mask(data, MUSTACHE))
    all_steps = steps(masked)
    pieces = [
        piece
        for one in masked.constructs
        if one.form is Form.OUTPUT
        for piece in _expression(data, *one.inner, shows=True, name="")
    ]
    return in_order([*pieces, *_VuePage(Written(masked, by_start(all_steps)), script_pieces).pieces()])


def _outside_scripts(masked: Masked) -> Masked:
    """Without what only looks like a construct, in a script or a style sheet."""
    spans: list[tuple[int, int]] = []
    at = 0
    while opened := _SCRIPT.search(masked.data, at):
        close = masked.data.find(b"</" + opened[1], opened.end())
        at = close if close >= 0 else len(masked.data)
        spans.append((opened.end(), at))
    inside = {one.start for span in spans for one in masked.within(*span)}
    return masked_by(masked.data, [one for one in masked.constructs if one.start not in inside])


def _expression(data: bytes, start: int, end: int, shows: bool, name: str) -> Iterator[Piece]:
    """An expression's pieces; a string that it comes to is a TEXT where it `shows` it, else a value of `name`."""
    for piece in code_pieces(b"(" + data[start:end] + b")"):
        if piece.role is Role.VALUE and not piece.name:
            is_text = shows and says_something(piece.text)
            piece = maybe_ref(replace(piece, role=Role.TEXT if is_text else Role.VALUE, name=name))
        yield moved(piece, start - 1)


class _VuePage(Page):
    def attribute(self, token: Token, attribute: Attribute, element: Element) -> Iterator[Piece]:
        """An attribute's words, or the expression of a directive."""
        if not attribute.name.startswith(("v-", ":", "@")) or attribute.name.startswith(("v-for", "v-slot")):
            yield from super().attribute(token, attribute, element)
            return
        name = attribute.name.removeprefix("v-bind").lstrip(":")
        shows = name in VISIBLE or attribute.name in _SHOWING
        yield from _expression(self.data, attribute.start, attribute.end, shows, name)


EXTRACTORS = (Vue(),)
