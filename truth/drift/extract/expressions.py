"""The expressions of template languages, read by their tokens: what is compared, labelled, given, asked for.

One reader for Jinja, Django, Liquid, Twig, Handlebars, ERB, EJS, Blade and PHP: their literals, names, operators and
brackets are alike where it matters here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace as replaced

from truth.drift.extract.comparisons import WORDS, compared, included, listed
from truth.drift.extract.expression_groups import enumeration_of, switch_of
from truth.drift.extract.expression_tokens import Token, Tokens, dotted
from truth.drift.extract.refs import as_ref, asked, call_with, maybe_ref
from truth.drift.extract.spelled import Spelled, literal_piece
from truth.drift.extract.words import words
from truth.drift.piece import Group, Piece, Role

_STRINGS = re.compile(rb"[\"':]|%[wW]|truth|//|/\*|#")
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_INTERPOLATION = re.compile(rb"#\{[^}]*\}|\{\$[^}]*\}")
_GETTEXT = words("_ __ gettext ngettext pgettext npgettext trans translate gettext_lazy")
_BARE_WORD = re.compile(rb"[^\s\[\](){}]+")
_FAR = 20
_DEFAULTS = frozenset(("default", "d"))


def expression_pieces(
    data: bytes, start: int, end: int, group: Group | None = None, whole: tuple[int, int] | None = None
) -> Iterator[Piece]:
    """What the strings of an expression are; `group` is the switch whose branch it labels, `whole` its construct."""
    if _STRINGS.search(data, start, end):
        yield from _Expression(data, start, end, group, whole or (start, end)).pieces()


class _Expression:
    def __init__(self, data: bytes, start: int, end: int, group: Group | None, whole: tuple[int, int]) -> None:
        self._data = data
        self._tokens = Tokens(data, start, end, in_php=data.startswith(b"<?", whole[0]))
        self._group = group
        self._whole = whole

    def pieces(self) -> Iterator[Piece]:
        for start, end in self._tokens.comments:
            signs = 2 if self._data.startswith((b"//", b"/*"), start) else 1
            closes = 2 if self._data.startswith(b"/*", start) else 0
            yield literal_piece(Role.COMMENT, self._data, start + signs, end - closes)
        for index, token in enumerate(self._tokens.all):
            if self._is_key(index) and switch_of(self._tokens, index) is None:
                continue
            if token.kind == "string" or (token.kind == "symbol" and compared(self._tokens, index) is not None):
                yield self._piece(index)
            elif token.kind == "words":
                yield from self._listed_words(index)
            elif token.kind == "name" and self._asks_with_computed(index):
                yield self._computed(index)

    def _is_key(self, index: int) -> bool:
        """Whether a string is the key of a literal mapping: `{"a": 1}`, `["a" => 1]`."""
        if self._tokens.word(index + 1) == "=>":
            return True
        at = self._tokens.all[index].bracket
        in_braces = at >= 0 and self._tokens.word(at) == "{" and self._tokens.word(index - 1) in ("{", ",")
        return in_braces and self._tokens.word(index + 1) == ":"

    def _piece(self, index: int) -> Piece:
        token = self._tokens.all[index]
        piece = self._literal(token)
        asked_by = self._asker(index)
        if asked_by is not None:
            return self._ref(index, asked_by, piece)
        role, name, group = self._role(index)
        return maybe_ref(replaced(piece, role=role, name=name, group=group))

    def _listed_words(self, index: int) -> Iterator[Piece]:
        """Ruby's `%w[a b].include?(status)`."""
        token, name = self._tokens.all[index], included(self._tokens, index)
        group = None if name is None else Group("list", name, token.start, token.end)
        for word in _BARE_WORD.finditer(self._data, token.start + 3, token.end - 1):
            role = Role.VALUE if name is None else Role.COMPARED
            yield literal_piece(role, self._data, *word.span(), name=name or "", group=group)

    def _literal(self, token: Token) -> Piece:
        quoted = token.kind == "string"
        spelled = Spelled()
        start, end = token.start + 1, token.end - quoted
        at = start
        for hole in _INTERPOLATION.finditer(self._data, start, end):
            spelled.escaped(self._data, at, hole.start(), _ESCAPE, _unescaped)
            spelled.hole(hole.group().decode("utf-8", "replace"), *hole.span())
            at = hole.end()
        spelled.escaped(self._data, at, end, _ESCAPE, _unescaped)
        return spelled.piece(Role.VALUE, start, outer=(token.start, token.end) if quoted else None)

    def _role(self, index: int) -> tuple[Role, str, Group | None]:
        switch = self._group if self._is_label(index) else switch_of(self._tokens, index)
        if switch is not None:
            return Role.CASE, switch.name, switch
        enumeration = enumeration_of(self._tokens, index)
        if enumeration is not None:
            return Role.MEMBER, enumeration.name, enumeration
        other = compared(self._tokens, index)
        if other is not None:
            return Role.COMPARED, other, listed(self._tokens, index, other)
        name = self._holder(index)
        return (Role.TEXT, "", None) if name in _GETTEXT else (Role.VALUE, name, None)

    def _is_label(self, index: int) -> bool:
        """`when "a"`, `when "a", "b"`, `when 'a' or 'b'`, `@case('a')`, `case 'a':`."""
        if self._group is None or self._tokens.word(0).lower().lstrip("@") not in ("when", "case"):
            return False
        return all(one.kind != "name" or dotted(one.text) in ("when", "case", "or") for one in self._tokens.all[:index])

    def _holder(self, index: int) -> str:
        """What a string is given to: a keyword, a key, a variable, or the function that takes it."""
        tokens, keys = self._tokens, list[str]()
        for _ in range(_FAR):
            key = self._key_before(index)
            at = tokens.bracket(index)
            if key and tokens.word(index - 1) == "=":
                return ".".join([key, *reversed(keys)])
            if key:
                keys.append(key)
            elif at >= 1 and tokens.all[at - 1].kind == "name":
                return ".".join(reversed(keys)) or self._taker(at)
            if at < 0:
                break
            index = at
        head = tokens.word(0)
        is_taken = index == 1 and tokens.all[0].kind == "name" and head not in WORDS
        return ".".join(reversed(keys)) or (dotted(head) if is_taken else "")

    def _key_before(self, index: int) -> str:
        """The name before `=`, `:` or `=>`; empty where there is none, as in `a ? "b" : "c"`."""
        sign, key = self._tokens.word(index - 1), index - 2
        if key < 0 or sign not in ("=", ":", "=>"):
            return ""
        said = self._tokens.all[key]
        if sign == ":" and (self._tokens.word(key - 1) == "?" or (said.kind == "string" and not self._is_key(key))):
            return ""
        if sign == ":" and self._tokens.word(key - 1) == "|" and said.text in _DEFAULTS:
            return self._tokens.name(key - 2)
        return dotted(said.text.strip("\"':"))

    def _taker(self, bracket: int) -> str:
        """The function a bracket calls; for a filter that only stands in for nothing, what it filters."""
        name = dotted(self._tokens.word(bracket - 1))
        return self._tokens.name(bracket - 3) if name in _DEFAULTS and self._tokens.word(bracket - 2) == "|" else name

    def _asker(self, index: int) -> tuple[str, int] | None:
        """What a string is the first argument of, of what asks the registry; with the index of its name."""
        if self._tokens.word(index - 1) == "(" and (function := asked(dotted(self._tokens.word(index - 2)))):
            return function, index - 2
        if self._tokens.word(index - 1) and (function := asked(dotted(self._tokens.word(index - 1)))):
            return "tag" if function == "text" else function, index - 1
        if self._tokens.word(index + 1) == "|" and asked(dotted(self._tokens.word(index + 2))):
            return "filter", index + 2
        return None

    def _ref(self, index: int, asked_by: tuple[str, int], piece: Piece) -> Piece:
        function, at = asked_by
        joined = self._tokens.word(index + 1) in ("+", "~", ".", "<>")
        first = at if function == "filter" else index
        given, spread, code = self._given(first + 1, self._tokens.all[index].bracket, function)
        bracket = self._tokens.all[index].bracket
        if function == "text" and self._bare(at):
            function = "tag"
        start = self._whole[0] if function in ("tag", "filter") else self._tokens.all[at].start
        end = self._whole[1] if function in ("tag", "filter") else self._tokens.closing(bracket)
        ref = as_ref(piece, call_with(function, (start, end), given, spread, code))
        return replaced(ref, call=replaced(ref.call, dynamic=True)) if joined and ref.call else ref

    def _bare(self, at: int) -> bool:
        return dotted(self._tokens.word(at)) == "truth" and self._tokens.word(at).startswith("@")

    def _asks_with_computed(self, index: int) -> bool:
        """`truth.text(ref)`: an address that only run time knows."""
        token = self._tokens.all[index]
        if self._tokens.word(index + 1) != "(" or not asked(dotted(token.text)) or len(self._tokens.all) < index + 3:
            return False
        return self._tokens.all[index + 2].kind == "name"

    def _computed(self, index: int) -> Piece:
        argument = self._tokens.all[index + 2]
        spelled = Spelled()
        spelled.hole(argument.text, argument.start, argument.end)
        span = self._tokens.all[index].start, self._tokens.closing(argument.bracket)
        function = asked(dotted(self._tokens.all[index].text)) or "text"
        given, spread, code = self._given(index + 3, argument.bracket, function)
        return as_ref(spelled.piece(Role.VALUE, argument.start), call_with(function, span, given, spread, code))

    def _given(self, first: int, bracket: int, function: str) -> tuple[Mapping[str, str | None], bool, str | None]:
        """The arguments after an address: by name, whether more may come, and the status's code."""
        given: dict[str, str | None] = {}
        spread, code = False, None
        end = self._tokens.closing(bracket)
        for index in range(first, len(self._tokens.all)):
            token = self._tokens.all[index]
            if token.start >= end:
                break
            if self._tokens.word(index + 1) in ("=", ":", "=>") and self._may_name(index, bracket):
                given[dotted(token.text).strip("\"':")] = self._said(index + 2)
            elif token.text in ("**", "...") or (token.text == "*" and self._tokens.word(index + 1) == "*"):
                spread = True
            elif function == "status" and token.bracket == bracket and token.kind == "string" and index == first + 1:
                code = self._literal(token).text
        return given, spread, code

    def _may_name(self, index: int, bracket: int) -> bool:
        """Whether a name or a key stands in the call itself, or in the one literal dictionary it is given."""
        token = self._tokens.all[index]
        at = token.bracket
        inside = at == bracket or (
            at >= 0 and self._tokens.all[at].bracket == bracket and self._tokens.word(at) in ("{", "[")
        )
        return inside and token.kind in ("name", "string", "symbol") and self._tokens.word(index - 1) not in ("?", ".")

    def _said(self, index: int) -> str | None:
        """The literal an argument is given; None where it is computed."""
        if index >= len(self._tokens.all) or self._tokens.word(index + 1) in ("+", "~", ".", "|", "?", "=="):
            return None
        token = self._tokens.all[index]
        if token.kind == "string":
            piece = self._literal(token)
            return None if piece.holes else piece.text
        return token.text if token.kind == "number" else None


def _unescaped(escape: bytes) -> str:
    known = {b"\\n": "\n", b"\\t": "\t", b"\\r": "\r"}
    return known.get(escape) or escape[1:].decode("utf-8", "replace")
