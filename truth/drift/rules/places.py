"""Places: which pieces hold a status, and of which vocabulary, as the configuration says.

`status` alone is evidence of nothing: a name counts only where a place names it, and data by its path or column alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from truth.drift.config import StatusPlace
from truth.drift.facts.vocabularies import Vocabulary
from truth.drift.piece import Piece, Role
from truth.drift.rules.reading import Reading

_TABLES = (".csv", ".tsv")


def vocabulary_of(reading: Reading, piece: Piece) -> Vocabulary | None:
    """The vocabulary whose code a piece holds, is compared with, or is listed among."""
    for place in reading.places:
        if _is_held(reading.path, place, piece):
            return reading.facts.vocabularies[place.vocabulary]
    return None


def vocabulary_named(reading: Reading, expression: str) -> Vocabulary | None:
    """The vocabulary of what a template's or a program's expression names: `order.status`."""
    for place in reading.places:
        if is_field(expression, place.fields):
            return reading.facts.vocabularies[place.vocabulary]
    return None


def catalogue_code(reading: Reading, piece: Piece) -> tuple[Vocabulary, str] | None:
    """The vocabulary and the code that words are the label of: a catalogue's by their key, an option's by its value."""
    if piece.role is not Role.TEXT or "." not in (piece.path or piece.name):
        return None
    field, _, code = (piece.path or piece.name).rpartition(".")
    for place in reading.places:
        if field and is_field(field, place.fields):
            return reading.facts.vocabularies[place.vocabulary], code
        for prefix in place.i18n:
            rest = _after(piece.path, prefix)
            if rest:
                return reading.facts.vocabularies[place.vocabulary], rest
    return None


def code_around(reading: Reading, piece: Piece) -> tuple[Vocabulary, str] | None:
    """The vocabulary and the code that the element words stand in carries: `<p data-status="shipped">…</p>`."""
    before = bisect_left(reading.pieces, piece.start, key=lambda one: one.start) if reading.places else 0
    for one in reversed(reading.pieces[max(0, before - _MOST_ATTRIBUTES) : before]):
        if one.role is not Role.VALUE or one.outer is None or piece.start - one.outer[1] > _LONGEST_TAG:
            continue
        known = vocabulary_of(reading, one)
        if known and _OPENED.fullmatch(reading.file.data, one.outer[1], piece.start):
            return known, one.text.strip()
    return None


_MOST_ATTRIBUTES = 12  # between a code and the words in its element
_LONGEST_TAG = 600  # bytes of what is left of it
_OPENED = re.compile(rb"[^<>]*>\s*(?:<[A-Za-z][^<>]*>\s*)*")


def is_status_text(reading: Reading, piece: Piece) -> bool:
    """Whether a piece is a label by its place: the rules about statuses judge it."""
    return catalogue_code(reading, piece) is not None


def is_field(name: str, fields: Iterable[str]) -> bool:
    """Whether a dotted name ends in one of the fields, and is not plainly something else's."""
    plain = _plain(name)
    return any(_ends_in(plain, field) for field in fields)


def is_enumeration(name: str, names: Iterable[str]) -> bool:
    """Whether an enumeration's name, or the last step of it, is one of some names."""
    last = name.split(".")[-1].strip()
    return any(one in (name, last) for one in names)


def _is_held(path: str, place: StatusPlace, piece: Piece) -> bool:
    if piece.role is Role.MEMBER and piece.group:
        return is_enumeration(piece.group.name, place.enums) or is_field(piece.group.name, place.fields)
    if piece.role not in (Role.VALUE, Role.COMPARED, Role.CASE):
        return False
    if path.endswith(_TABLES):
        return piece.name in place.columns
    if piece.path.startswith("$"):
        return any(_json_path(one).fullmatch(piece.path) for one in place.json)
    return is_field(piece.name, place.fields)


def _ends_in(name: str, field: str) -> bool:
    return name == field or name.endswith(f".{field}")


def _plain(name: str) -> str:
    """`$order->status`, `order['status']`, `order?.status` → order.status."""
    plain = re.sub(r"\[\s*['\"](\w+)['\"]\s*\]", r".\1", name.strip())
    return re.sub(r"\?\.|->|::|!\.", ".", plain).replace("$", "").replace("@", "")


def _after(path: str, prefix: str) -> str | None:
    if path.startswith(prefix):
        return path[len(prefix) :]
    inner = path.find(f".{prefix}")  # below a locale or a namespace
    return path[inner + 1 + len(prefix) :] if inner >= 0 else None


@lru_cache(maxsize=256)
def _json_path(path: str) -> re.Pattern[str]:
    """A JSON path with `[*]` for any index, `.*` for any member and `..` for any depth."""
    escaped = re.escape(path).replace(r"\.\.", r"(?:\[\*\]|[^\[\]])*\.").replace(r"\.\*", r"\.[^.\[\]]+")
    return re.compile(escaped.replace(r"\[\*\]", r"\[(?:\*|[0-9]+)\]"))
