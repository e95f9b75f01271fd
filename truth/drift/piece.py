"""Piece: one thing a file says, whatever the format, with the exact bytes it was written in.

Extractors turn files into pieces; rules read nothing but pieces, so that a new format needs no new rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

HOLE = "\ufffc"
"""Stands in a text where something is filled in at run time (`{{ order.status }}`, `${total}`, `%s`)."""


class Role(StrEnum):
    """What a piece is, where it stands."""

    TEXT = "text"
    """Words a person reads: a block of a page with the inline markup taken out, a catalogue's message, a visible
    attribute (`alt`, `title`, `placeholder`, `aria-label`), a heading or a paragraph."""
    VALUE = "value"
    """A string that code or data holds; `name` is the field, variable, parameter, column or key that holds it."""
    COMPARED = "compared"
    """A string that is compared (`==`, `!=`, `in [...]`, a template's condition); `name` is with what."""
    CASE = "case"
    """The label of a branch in a switch, match or when; `name` is what is looked at, `group` the switch."""
    MEMBER = "member"
    """A member of an enumeration: enum, union of literals, `Literal[…]`, JSON Schema or OpenAPI `enum`, a list of
    choices; `name` is the enumeration's name, `group` the enumeration."""
    REF = "ref"
    """A string that addresses the registry: the first argument of a call, a tag or an attribute; `call` says which."""
    COMMENT = "comment"
    """A comment's words, without its signs."""
    BROKEN = "broken"
    """Where the file could not be read; `text` says why. What could be read is there beside it."""


@dataclass(frozen=True, slots=True)
class Hole:
    """Something filled in at run time: the index of its `HOLE` in the piece's text, and the expression as written."""

    index: int
    expression: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """What several pieces belong to: one enumeration or one switch.

    `form` is `enum`, `union`, `literal`, `schema`, `switch`, `list`; `open` where it takes more than it lists (a switch
    with a default, a schema with another type beside it).
    """

    form: str
    name: str
    start: int
    end: int
    open: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """How a ref is used: `function` is `text`, `value`, `status`, `tag`, `element`, `attribute`, `filter`.

    `given` are the arguments by name, with the literal they are given, or None where it is computed; `spread` where
    more may come (`**kwargs`). `dynamic` where the ref itself is put together at run time: the piece's text then holds
    its fixed parts with HOLEs between. In `status`, the piece's text is the vocabulary's key and `code` the status,
    where it is a literal, and `asked` what is read of it at once (`label` in `truth.status(…).label`). `start`
    and `end` span the whole call.
    """

    function: str
    start: int
    end: int
    given: Mapping[str, str | None] = field(default_factory=dict)
    spread: bool = False
    dynamic: bool = False
    code: str | None = None
    asked: str | None = None
    locale: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing a file says.

    `text` is decoded (entities, escapes); `start` and `end` are the bytes of its written form without quotes;
    `bytes_at` gives, where the two differ, the byte of each of its characters and of its end (len(text) + 1 numbers).
    `outer` spans it with its quotes, where it has some. `name` is what holds it, dotted where the format nests
    (`order.status`); `path` its JSON path in data (`$.orders[*].status`), or its full key in a catalogue.
    """

    role: Role
    text: str
    start: int
    end: int
    bytes_at: Sequence[int] | None = None
    name: str = ""
    path: str = ""
    locale: str | None = None
    holes: tuple[Hole, ...] = ()
    group: Group | None = None
    call: Call | None = None
    outer: tuple[int, int] | None = None
    gaps: Mapping[int, int] = field(default_factory=dict)
    """Where something stands between two characters (markup, a string's quotes): by the index of the one after it,
    the byte at which the one before it ended."""

    def span(self, begin: int, finish: int) -> tuple[int, int]:
        """The bytes of `text[begin:finish]`."""
        if self.bytes_at is not None:
            return self.bytes_at[begin], self.gaps.get(finish, self.bytes_at[finish])
        ahead = len(self.text[:begin].encode("utf-8"))
        return self.start + ahead, self.start + ahead + len(self.text[begin:finish].encode("utf-8"))
