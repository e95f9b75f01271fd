"""A page's pieces: its blocks of words, visible attributes, refs, scripts and comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from truth.drift.extract.block import Block, says_something
from truth.drift.extract.expressions import expression_pieces
from truth.drift.extract.markup import Attribute, Sort, Token, tokens
from truth.drift.extract.masking import Form, Masked
from truth.drift.extract.moved import in_order
from truth.drift.extract.refs import as_ref, call_with, maybe_ref
from truth.drift.extract.spelled import literal_piece
from truth.drift.extract.steps import Step, by_start
from truth.drift.extract.words import words
from truth.drift.extract.written import Written
from truth.drift.piece import Piece, Role

INLINE = words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q ruby s samp small span "
    "strike strong sub sup time tt u var wbr truth-text link trans"
)
VOID = words("area base br col embed hr img input link meta param source track wbr mj-image mj-divider")
VISIBLE = words(
    "alt title placeholder label summary aria-label aria-description aria-placeholder aria-valuetext "
    "aria-roledescription"
)
_SILENT = frozenset(("script", "style", "pre", "xmp", "mj-style"))
_UNTOLD = words(
    "style class href src srcset width height align valign border cellpadding cellspacing bgcolor target rel for sizes "
    "content lang xml:lang"
)
_BUTTONS = frozenset(("submit", "button", "reset"))
_DESCRIPTIONS = ("description", "title", "site_name")
_DIRECTIVES = ("*ng", "[", "x-", "ng-", "v-", ":")
"""How attributes begin that hold an expression, in Angular, Alpine and their like."""
_HANDLERS = ("@", "#", "*", "v-on", "v-if", "v-else", "v-for", "v-show", "v-slot")
_NOT_ARGUMENTS = words("ref locale channel as id class style lang slot hidden")

ScriptReader = Callable[[bytes, Token, int], Iterator[Piece]]
"""Reads what stands in a `script` or a `style`, given its tag and the byte at which it begins in the file."""


@dataclass(slots=True)
class Element:
    """An element that is open: the locale in it, the refs it shows, and the code it labels."""

    name: str
    start: int
    locale: str | None
    refs: list[Piece]
    label: str
    tells_locale: bool = False


ConstructReader = Callable[[bytes, Step], Iterator[Piece]]
"""Reads what a construct says."""


def construct_pieces(data: bytes, step: Step) -> Iterator[Piece]:
    """What a construct of a template language says: its strings, or a comment's words."""
    one = step.construct
    if one.form is Form.COMMENT:
        yield literal_piece(Role.COMMENT, data, *one.inner)
    elif one.form is not Form.RAW:
        yield from expression_pieces(data, *one.inner, group=step.group, whole=(one.start, one.end))


def page_pieces(
    masked: Masked, all_steps: Sequence[Step], scripts: ScriptReader, constructs: ConstructReader = construct_pieces
) -> list[Piece]:
    """A page, with what its constructs say, in order."""
    pieces = [piece for step in all_steps for piece in constructs(masked.data, step)]
    pieces.extend(Page(Written(masked, by_start(all_steps)), scripts).pieces())
    return in_order(pieces)


class Page:
    """Reads a page's tokens; `open` are the elements around the one being read."""

    def __init__(self, written: Written, scripts: ScriptReader) -> None:
        self._written = written
        self._masked: Masked = written.masked
        self._scripts = scripts
        self._block = Block(self.data)
        self._open: list[Element] = []
        self._names: Counter[str] = Counter()
        self._silent = 0
        self._select = ""

    @property
    def data(self) -> bytes:
        """The page's bytes."""
        return self._masked.data

    def pieces(self) -> Iterator[Piece]:
        """What the page says beside its constructs, not in order."""
        before: Token | None = None
        for token in tokens(self._masked.shown):
            yield from self._token(token, before)
            before = token
        yield from self._flush()
        while self._open:
            yield from self._leave(self._open.pop(), len(self.data))

    def _token(self, token: Token, before: Token | None) -> Iterator[Piece]:
        if token.sort is Sort.COMMENT:
            if token.inner[0] < token.inner[1]:
                yield literal_piece(Role.COMMENT, self.data, *token.inner)
        elif token.sort is Sort.OPEN:
            yield from self._enter(token)
        elif token.sort is Sort.CLOSE:
            yield from self._close(token)
        elif before and before.sort is Sort.OPEN and before.name in ("script", "style", "mj-style"):
            yield from self._script(before, token.start, token.end)
        elif not self._silent:
            yield from self._words(token.start, token.end)

    def _script(self, tag: Token, start: int, end: int) -> Iterator[Piece]:
        for piece in self._scripts(self._masked.as_code(start, end), tag, start):
            if piece.role is Role.BROKEN or not self._written.has_constructs(piece.start, piece.end):
                yield piece

    def _words(self, start: int, end: int) -> Iterator[Piece]:
        rest = [start]
        while rest:
            rest = self._written.into(self._block, rest[0], end)
            if rest:
                yield from self._flush()

    def _enter(self, token: Token) -> Iterator[Piece]:
        if token.name == "br":
            self._block.character("\n", token.start, token.end)
        element = self._element(token)
        if token.name != "br" and (token.name not in INLINE or element.tells_locale):
            yield from self._flush()
        for attribute in token.attributes:
            yield from self.attribute(token, attribute, element)
        if token.closed or token.name in VOID:
            yield from self._leave(element, token.end)
            return
        self._silent += token.name in _SILENT
        self._open.append(element)
        self._names[token.name] += 1

    def _element(self, token: Token) -> Element:
        around = self._open[-1].locale if self._open else None
        lang = token.attribute("lang") or token.attribute("xml:lang")
        told = lang and self._plain(lang)
        if token.name == "select":
            self._select = self._plain(token.attribute("name") or token.attribute("id")) or ""
        value = self._plain(token.attribute("value")) if token.name == "option" else None
        label = f"{self._select}.{value}" if value else ""
        return Element(token.name, token.start, told or around, [], label, tells_locale=bool(told))

    def _close(self, token: Token) -> Iterator[Piece]:
        if token.name not in INLINE or (self._open and self._open[-1].tells_locale):
            yield from self._flush()
        if not self._names[token.name]:
            return
        while True:
            element = self._open.pop()
            self._names[element.name] -= 1
            self._silent -= element.name in _SILENT
            ends_here = element.name == token.name
            yield from self._leave(element, token.end if ends_here else token.start)
            if ends_here:
                return

    def _leave(self, element: Element, end: int) -> Iterator[Piece]:
        for ref in element.refs:
            yield replace(ref, call=replace(ref.call, end=end)) if ref.call else ref

    def _flush(self) -> list[Piece]:
        inside = self._open[-1] if self._open else None
        return self._block.texts(inside.locale if inside else None, inside.label if inside else "")

    def attribute(self, token: Token, attribute: Attribute, element: Element) -> Iterator[Piece]:
        """What one attribute says."""
        role = Role.TEXT if self._is_visible(token, attribute) else Role.VALUE
        name = self._select if token.name == "option" and attribute.name == "value" else attribute.name
        value = self._written.value
        ref = attribute.name == "data-truth" or (attribute.name == "ref" and token.name == "truth-text")
        if ref:
            function, span = ("attribute" if attribute.name == "data-truth" else "element"), (token.start, token.end)
            given = self._given(token) if function == "element" else {}
            piece = value(Role.REF, attribute.start, attribute.end, name=attribute.name, locale=element.locale)
            element.refs.append(as_ref(piece, call_with(function, span, given)))
        elif attribute.name.startswith(_DIRECTIVES):
            yield from expression_pieces(self.data, attribute.start, attribute.end)
        elif attribute.start < attribute.end and (role is Role.TEXT or attribute.name not in _UNTOLD):
            quotes = self.data[attribute.end : attribute.end + 1] in (b'"', b"'")
            outer = attribute.start - quotes, attribute.end + quotes
            piece = value(role, attribute.start, attribute.end, name=name, locale=element.locale, outer=outer)
            if role is Role.VALUE or says_something(piece.text):
                yield maybe_ref(piece)

    def _given(self, token: Token) -> dict[str, str | None]:
        options = {one.name: self._plain(one) for one in token.attributes if one.name in ("locale", "channel", "as")}
        arguments = dict(self._argument(one) for one in token.attributes if not one.name.startswith(_HANDLERS))
        return {name: said for name, said in arguments.items() if name not in _NOT_ARGUMENTS} | options

    def _argument(self, attribute: Attribute) -> tuple[str, str | None]:
        """An argument's name and the literal it is given; None where it is bound to an expression: `:data-eta="x"`."""
        name = attribute.name.removeprefix("v-bind").lstrip(":").strip("[]")
        bound = name != attribute.name
        return name.removeprefix("data-").replace("-", "_"), None if bound else self._plain(attribute)

    def _plain(self, attribute: Attribute | None) -> str | None:
        """An attribute's value, where it is no template's."""
        if attribute is None or self._written.has_constructs(attribute.start, attribute.end):
            return None
        return self._written.value(Role.VALUE, attribute.start, attribute.end).text

    def _is_visible(self, token: Token, attribute: Attribute) -> bool:
        if attribute.name in VISIBLE:
            return token.name not in ("link", "style", "meta")
        if attribute.name == "value" and token.name == "input":
            return token.said("type") in _BUTTONS
        if attribute.name == "content" and token.name == "meta":
            return (token.said("name") or token.said("property")).endswith(_DESCRIPTIONS)
        return False
