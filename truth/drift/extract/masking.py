"""Template constructs in a file of any other format: found first and masked byte for byte, so that the rest is read as
what it is, and every position stays true."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from truth.drift.extract.words import words

MASK = 0xFF
"""What every byte of a construct becomes; no UTF-8 text contains it."""
_LONGEST = 20_000
_NEAR = 200
_PATIENCE = 50
_NESTING = re.compile(rb"[()]|'(?:[^'\\]|\\.){0,999}'|\"(?:[^\"\\]|\\.){0,999}\"", re.DOTALL)


class Form(Enum):
    """What a construct is, by its signs."""

    OUTPUT = "output"
    TAG = "tag"
    COMMENT = "comment"
    RAW = "raw"
    """Words that only switch the template language off and on again."""


@dataclass(frozen=True, slots=True)
class Construct:
    """A construct with the bytes it spans, and those between its signs."""

    form: Form
    start: int
    end: int
    inner: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sign:
    """How a construct opens and closes."""

    opens: bytes
    closes: bytes
    form: Form
    to_the_end: bool = False
    """Whether it lasts to the end of the file where it is not closed, as `<?php` does."""


_BRACES = (
    Sign(b"{{", b"}}", Form.OUTPUT),
    Sign(b"{%", b"%}", Form.TAG),
    Sign(b"{#", b"#}", Form.COMMENT),
)
_MERGE = (Sign(b"*|", b"|*", Form.OUTPUT), Sign(b"${", b"}", Form.OUTPUT), Sign(b"#{", b"}", Form.OUTPUT))
_HANDLEBARS = (
    Sign(b"{{!--", b"--}}", Form.COMMENT),
    Sign(b"{{!", b"}}", Form.COMMENT),
    *(Sign(b"{{" + space + sign, b"}}", Form.TAG) for space in (b"", b"~") for sign in (b"#", b"/", b"^", b"else")),
    Sign(b"{{{", b"}}}", Form.OUTPUT),
)
_ERB = (
    Sign(b"<%#", b"%>", Form.COMMENT),
    Sign(b"<%=", b"%>", Form.OUTPUT),
    Sign(b"<%-", b"%>", Form.TAG),
    Sign(b"<%", b"%>", Form.TAG),
)
_PHP = (
    Sign(b"<?php", b"?>", Form.TAG, to_the_end=True),
    Sign(b"<?=", b"?>", Form.OUTPUT, to_the_end=True),
)
_BLADE = (
    Sign(b"{{--", b"--}}", Form.COMMENT),
    Sign(b"{!!", b"!!}", Form.OUTPUT),
)


@dataclass(frozen=True)
class Dialect:
    """A template language's signs, tried in this order; `at_words` where a line's `@word(…)` is a tag."""

    name: str
    signs: tuple[Sign, ...]
    at_words: bool = False
    opener: re.Pattern[bytes] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        signs = [re.escape(sign.opens) for sign in self.signs]
        blade = [rb"(?<![\w@])@[a-zA-Z]+"] if self.at_words else []
        object.__setattr__(self, "opener", re.compile(b"|".join([*signs, *blade])))


JINJA = Dialect("jinja", (*_BRACES, *_MERGE))
LIQUID = Dialect("liquid", (*_BRACES[:2], *_MERGE))
HANDLEBARS = Dialect("handlebars", (*_HANDLEBARS, *_BRACES[:1], *_MERGE[:2]))
ERB = Dialect("erb", (*_ERB, *_MERGE[:2]))
BLADE = Dialect("blade", (*_BLADE, *_PHP, *_BRACES[:1]), at_words=True)
PHP = Dialect("php", _PHP)
MUSTACHE = Dialect("mustache", _BRACES[:1])
EVERY = Dialect("every", (*_PHP, *_ERB, *_HANDLEBARS, *_BRACES, *_MERGE))
"""For a file whose name does not say which language it is in."""


@dataclass(frozen=True)
class Masked:
    """A file's bytes with its constructs, in order, and the bytes with those masked."""

    data: bytes
    shown: bytes
    constructs: Sequence[Construct]
    starts: Sequence[int]

    def within(self, start: int, end: int) -> Sequence[Construct]:
        """The constructs from one byte to another."""
        return self.constructs[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def as_code(self, start: int, end: int) -> bytes:
        """Bytes of a script: a name in place of what a template prints there, nothing in place of its tags."""
        code = bytearray(self.data[start:end])
        for one in self.within(start, end):
            if not self.data.startswith((b"${", b"#{"), one.start):
                filling = b"_" if one.form is Form.OUTPUT else b" "
                code[one.start - start : one.end - start] = filling * (one.end - one.start)
        return bytes(code)


def mask(data: bytes, dialect: Dialect) -> Masked:
    """The file with its constructs found; text that only looks like one stays."""
    return masked_by(data, list(_constructs(data, dialect)))


def masked_by(data: bytes, constructs: Sequence[Construct]) -> Masked:
    """The file with these constructs masked; they are in order, and none overlaps another."""
    shown = bytearray(data)
    for one in constructs:
        shown[one.start : one.end] = bytes((MASK,)) * (one.end - one.start)
    return Masked(data, bytes(shown), constructs, [one.start for one in constructs])


_RAW = re.compile(rb"[-~+]?\s*(raw|verbatim|comment)\b")
_NOTE = re.compile(rb"\s*#")
"""Liquid's `{% # … %}` and Ruby's `<% # … %>`."""
_ESCAPED = (b"\\", b"@")


def _constructs(data: bytes, dialect: Dialect) -> Iterator[Construct]:
    ends = _Ends(data)
    at = 0
    while opened := dialect.opener.search(data, at):
        one = _construct(data, opened, dialect, ends)
        if one is None:
            at = opened.start() + 1
            continue
        yield one
        at = one.end
        raw = _RAW.match(data, *one.inner) if one.form is Form.TAG else None
        if raw and (close := ends.tag(raw[1], at)):
            if raw[1] == b"comment":
                yield Construct(Form.COMMENT, at, close[0], (at, close[0]))
            yield Construct(Form.RAW, *close, close)
            at = close[1]


def _construct(data: bytes, opened: re.Match[bytes], dialect: Dialect, ends: _Ends) -> Construct | None:
    start = opened.start()
    if data[start - 1 : start] in _ESCAPED and start and data[start : start + 2] == b"{{":
        return None
    sign = next((sign for sign in dialect.signs if data.startswith(sign.opens, start)), None)
    if sign is None:
        return _at_word(data, opened, ends)
    inside = start + len(sign.opens)
    close = ends.of(sign, inside)
    if close < 0 and sign.to_the_end:
        return Construct(sign.form, start, len(data), (inside, len(data)))
    if close < 0:
        return None
    if sign.form is Form.TAG and sign.opens.startswith(b"{{"):
        inside = start + 2
    begin, end = _without_controls(data, sign, inside, close)
    note = _NOTE.match(data, begin, end) if sign.opens in (b"{%", b"<%") else None
    if note:
        return Construct(Form.COMMENT, start, close + len(sign.closes), (note.end(), end))
    return Construct(sign.form, start, close + len(sign.closes), (begin, end))


def _without_controls(data: bytes, sign: Sign, start: int, end: int) -> tuple[int, int]:
    """What stands between the signs, without those that take white space away (`{{- x -}}`, `<% x -%>`)."""
    if sign.opens.startswith((b"{{", b"{%")) and data[start : start + 1] in (b"-", b"~", b"+"):
        start += 1
    if sign.closes in (b"}}", b"%}", b"%>") and data[end - 1 : end] in (b"-", b"~", b"+"):
        end -= 1
    return min(start, end), max(start, end)


class _Ends:
    """Where constructs close. Nothing is looked for twice over the same bytes, so that time stays linear."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._found: dict[bytes, tuple[int, int]] = {}
        self._vain: set[bytes] = set()
        self._unclosed = 0

    def of(self, sign: Sign, start: int) -> int:
        """The byte at which a construct's closing sign stands, or -1."""
        close = self._next(sign.closes, start)
        if sign.to_the_end or sign.form is Form.COMMENT or close < 0:
            return close
        opens_again = self._next(sign.opens, start)
        return -1 if close - start > _LONGEST or 0 <= opens_again < close else close

    def _next(self, sign: bytes, start: int) -> int:
        """The byte at which a sign stands next, or -1; what was found from further ahead still holds up to there."""
        since, found = self._found.get(sign, (0, -2))
        if found == -2 or not since <= start <= (found if found >= 0 else len(self._data)):
            found = self._data.find(sign, start)
            self._found[sign] = (start, found)
        return found

    def tag(self, word: bytes, start: int) -> tuple[int, int] | None:
        """The span of the next `{% endWORD %}`."""
        if word in self._vain:
            return None
        found = re.compile(rb"\{%[-~+]?\s{0,9}end" + word + rb"\s{0,9}[-~+]?%\}").search(self._data, start)
        if found is None:
            self._vain.add(word)
        return found.span() if found else None

    def bracket(self, start: int) -> int | None:
        """The byte after the `)` that closes a bracket; after many that do not close, no far one is looked for."""
        depth, reach = 1, _LONGEST if self._unclosed < _PATIENCE else _NEAR
        for sign in _NESTING.finditer(self._data, start, start + reach):
            depth += {b"(": 1, b")": -1}.get(sign.group(), 0)
            if depth == 0:
                return sign.end()
        self._unclosed += 1
        return None


_AT_WORDS = words(
    "if elseif else endif unless endunless isset endisset empty endempty switch case default break endswitch foreach "
    "endforeach forelse endforelse endfor while endwhile php endphp section endsection yield extends include "
    "truth lang choice class style checked selected disabled auth endauth guest endguest csrf method props slot for "
    "endslot component endcomponent push endpush once endonce continue json error enderror"
)


def _at_word(data: bytes, opened: re.Match[bytes], ends: _Ends) -> Construct | None:
    """Blade's `@word` and, where a bracket follows, all up to the one that closes it."""
    start, end = opened.span()
    if data[start + 1 : end].decode() not in _AT_WORDS:
        return None
    bracket = re.compile(rb"[ \t]{0,9}\(").match(data, end)
    close = ends.bracket(bracket.end()) if bracket else end
    return None if close is None else Construct(Form.TAG, start, close, (start, close))
