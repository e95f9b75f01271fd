"""Clauses: Markdown whose text runs are patterns.

The Markdown is parsed first (CommonMark and tables, raw HTML off); each run of text, softbreaks included, is then a
pattern. What is escaped with a backslash or written as an entity is literal, and so is everything in code. A pattern
and a link destination with arguments become *marks* in the token stream: `U+FDD0 index U+FDD1`, so that a writer of any
format carries them through, and the message is spliced in afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from truth.text.insertion import SCHEMES
from truth.text.message import (
    BadPattern,
    Literal,
    Message,
    Node,
    Plural,
    Select,
    Slot,
    Way,
    is_literal,
    merge,
    parse,
    require_usable,
    with_branches,
)

MOST_LINKS = 500
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_SHELTER = str.maketrans("{}'#", "\ufdd2\ufdd3\ufdd4\ufdd5")
_UNSHELTER = str.maketrans("\ufdd2\ufdd3\ufdd4\ufdd5", "{}'#")
SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_OPENS_LINE = re.compile(r"(?:\A|\n)(?:[\s>+*-]|[0-9]{1,9}[.)] )*\Z")
_RUN = ("text", "text_special", "softbreak")


class MarkupInBranch(BadPattern):
    """Markup stands inside a plural or select branch, or a pattern spans markup."""


@dataclass(frozen=True)
class Clause:
    """A clause as read: block tokens with marks, and the message of each mark."""

    tokens: tuple[Token, ...]
    messages: tuple[Message, ...]


def mark_of(index: int) -> str:
    """How the message at `index` stands in written text until it is spliced in."""
    return f"{_OPEN}{index}{_CLOSE}"


@dataclass
class _Reader:
    messages: list[Message] = field(default_factory=list)

    def mark(self, message: Message) -> str:
        self.messages.append(message)
        return mark_of(len(self.messages) - 1)


@lru_cache(maxsize=64)  # every format and every check of a clause asks for it, one after the other
def read_clause(source: str) -> Clause:
    """The tokens and messages of a clause; `BadPattern` (or `MarkupInBranch`) where a run is no pattern."""
    require_usable_clause(source)
    reader = _Reader()
    tokens = parse_markdown(source)
    for token in tokens:
        if token.children is not None:
            token.children = list(_with_marks(token.children, reader))
    return Clause(tuple(tokens), tuple(reader.messages))


def require_usable_clause(source: str) -> None:
    """`BadPattern` for what `require_usable` refuses, and for more links than a Markdown parser reads in good time."""
    require_usable(source)
    if source.count("[") > MOST_LINKS:
        raise BadPattern(f"the clause opens more than {MOST_LINKS} square brackets", source)


def parse_markdown(source: str) -> list[Token]:
    """Block tokens; destinations with arguments are kept as typed, all others are normalised and checked."""
    return _parser().parse(source)


def write_html(clause: Clause) -> str:
    """Marked HTML of a clause, exactly as markdown-it writes it."""
    parser = _parser()
    html: str = parser.renderer.render(clause.tokens, parser.options, {})
    return html


def splice(marked: str, messages: tuple[Message, ...], escape: Callable[[Message, bool], Message]) -> Message:
    """Written text with its marks replaced by their messages, escaped for the format.

    `escape` takes a message and whether it may open a line.
    """
    return merge(_spliced(marked, messages, escape))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.disable(["text_join"])  # would hide what was escaped
    normalize, validate = parser.normalizeLink, parser.validateLink

    def keep_arguments(url: str) -> str:
        return url if "{" in url else normalize(url)

    def check_without_arguments(url: str) -> bool:
        return "{" in url or validate(url)

    parser.normalizeLink = keep_arguments  # type: ignore[method-assign]
    parser.validateLink = check_without_arguments  # type: ignore[method-assign]
    return parser


def _with_marks(children: list[Token], reader: _Reader) -> Iterator[Token]:
    try:
        yield from _runs_as_marks(children, reader)
    except MarkupInBranch:
        raise
    except BadPattern as error:
        raise _explained(children, error) from error


def _runs_as_marks(children: list[Token], reader: _Reader) -> Iterator[Token]:
    run: list[Token] = []
    for token in children:
        if token.type in _RUN:
            run.append(token)
            continue
        yield from _run_as_text(run, reader)
        run = []
        _mark_attributes(token, reader)
        if token.children:
            token.children = list(_runs_as_marks(token.children, reader))
        yield token
    yield from _run_as_text(run, reader)


def _run_as_text(run: list[Token], reader: _Reader) -> Iterator[Token]:
    if not run:
        return
    source = "".join(_source_of(token) for token in run)
    content = source if is_literal(source) else reader.mark(_unsheltered(parse(source)))
    yield Token("text", "", 0, content=content.translate(_UNSHELTER), level=run[0].level)


def _source_of(token: Token) -> str:
    if token.type == "softbreak":
        return "\n"
    return token.content.translate(_SHELTER) if token.type == "text_special" else token.content


def _unsheltered(message: Message, inside: bool = False) -> Message:
    return tuple(_unsheltered_node(node, inside) for node in message)


def _unsheltered_node(node: Node, inside: bool) -> Node:
    """Sheltered characters come back; in a branch a line's end is only a space."""
    if isinstance(node, Literal):
        text = node.text.translate(_UNSHELTER)
        return Literal(" ".join(text.split("\n")) if inside else text)
    if isinstance(node, Plural | Select):
        return with_branches(node, ((key, _unsheltered(branch, True)) for key, branch in node.branches))
    return node


def _mark_attributes(token: Token, reader: _Reader) -> None:
    for name in ("href", "src"):
        url = token.attrGet(name)
        if isinstance(url, str) and "{" in url:
            token.attrSet(name, "".join(_destination(url, reader)))
    title = token.attrGet("title")
    if isinstance(title, str) and not is_literal(title):
        token.attrSet("title", reader.mark(_unsheltered(parse(title))))


def _destination(url: str, reader: _Reader) -> Iterator[str]:
    for index, node in enumerate(parse(url)):
        if isinstance(node, Literal):
            _require_scheme(node.text, url, first=index == 0)
            yield _parser().normalizeLink(node.text)
        elif isinstance(node, Slot):
            yield reader.mark((Slot(node.name, _way(url, index)),))
        else:
            raise BadPattern("a link holds words and {name} only, no plural or select", url)


def _require_scheme(text: str, url: str, *, first: bool) -> None:
    scheme = SCHEME.match(text) if first else None
    if scheme and scheme.group(1).lower() not in SCHEMES:
        raise BadPattern(f"a link may begin with {', '.join(SCHEMES)}, not '{scheme.group(1)}'", url)


def _way(url: str, index: int) -> Way:
    if index == 0:
        return Way.LINK
    return Way.PHONE_PART if url.lower().startswith("tel:") else Way.LINK_PART


def _explained(children: list[Token], error: BadPattern) -> BadPattern:
    """Whether a run is no pattern only because markup cuts it in two."""
    whole = "".join(_all_text(children))
    try:
        parse(whole)
    except BadPattern:
        return error
    return MarkupInBranch(
        "there is markup inside a {…}; put it around the whole {…}, or write one sentence per branch", whole
    )


def _all_text(children: Iterable[Token]) -> Iterator[str]:
    for token in children:
        if token.type in _RUN:
            yield _source_of(token)
        elif token.type == "code_inline":
            yield token.content.translate(_SHELTER)
        elif token.type == "hardbreak":
            yield "\n"
        elif token.children:
            yield from _all_text(token.children)


def _spliced(marked: str, messages: tuple[Message, ...], escape: Callable[[Message, bool], Message]) -> Iterator[Node]:
    before = ""
    for position, piece in enumerate(_MARK.split(marked)):
        if position % 2 == 0:
            before = piece
            yield Literal(piece)
        else:
            yield from escape(messages[int(piece)], _OPENS_LINE.search(before) is not None)


def attribute(node: Any, name: str) -> str:
    """An attribute of a token or tree node, or an empty string."""
    value = node.attrs.get(name)
    return value if isinstance(value, str) else ""
