"""Clauses: Markdown whose text runs are patterns.

The Markdown is parsed first (CommonMark and tables, raw HTML off); each run of text, softbreaks included, is then a
pattern. What is escaped with a backslash or written as an entity is literal, and so is everything in code. A pattern
and a link destination with arguments become *marks* in the token stream: `U+FDD0 index U+FDD1`, so that a writer of any
format carries them through, and the message is spliced in afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from truth.text.destination import destination
from truth.text.mark import mark_of
from truth.text.message import (
    BadPattern,
    Literal,
    Message,
    Node,
    Plural,
    Select,
    Slot,
    is_literal,
    parse_usable,
    require_usable,
    with_branches,
)

MOST_LINKS = 500
_SHELTER = str.maketrans("{}'#", "\ufdd2\ufdd3\ufdd4\ufdd5")
_UNSHELTER = str.maketrans("\ufdd2\ufdd3\ufdd4\ufdd5", "{}'#")
_BEGINS_MARKUP = re.compile(r"[\n!&*<\[\\\]_`]")  # what CommonMark reads within a line; braces need no stop
_ENTERED = ("blockquote_open", "list_item_open")  # what may hold blocks, and so more of its kind
_RUN = ("text", "text_special", "softbreak")


class MarkupInBranch(BadPattern):
    """Markup stands inside a plural or select branch, or a pattern spans markup."""


@dataclass(frozen=True)
class Clause:
    """A clause as read: block tokens with marks, and the message of each mark."""

    tokens: tuple[Token, ...]
    messages: tuple[Message, ...]


@dataclass
class _Reader:
    messages: list[Message] = field(default_factory=list)

    def mark(self, message: Message) -> str:
        self.messages.append(message)
        return mark_of(len(self.messages) - 1)


def read_clause(source: str) -> Clause:
    """The tokens and messages of a clause; `BadPattern` (or `MarkupInBranch`) where a run is no pattern."""
    read = _read(source)
    if isinstance(read, BadPattern):
        raise read.again()
    return read


@lru_cache(maxsize=64)  # every format and every check of a clause asks for it, one after the other
def _read(source: str) -> Clause | BadPattern:
    try:
        return _clause(source)
    except BadPattern as error:
        return error.again()


def _clause(source: str) -> Clause:
    require_usable_clause(source)
    reader = _Reader()
    tokens = parse_markdown(source)
    _require_whole(tokens, source)
    for token in tokens:
        if token.children is not None:
            try:
                token.children = _with_marks(token.children, reader)
            except BadPattern as error:
                raise _placed(error, source, token) from error
    return Clause(tuple(tokens), tuple(reader.messages))


def _require_whole(tokens: Iterable[Token], source: str) -> None:
    """`BadPattern` where a Markdown parser leaves words out, for it enters no more quotes and list items."""
    innermost = _parser().options.maxNesting - 1
    for token in tokens:
        if token.type in _ENTERED and token.level >= innermost:
            line = token.map[0] if token.map else 0
            at = sum(len(before) + 1 for before in source.split("\n")[:line])
            raise BadPattern("quotes and lists stand too deep inside each other", source, at)


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


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.core.ruler.disable(["text_join"])  # would hide what was escaped
    parser.inline.terminator_re = _BEGINS_MARKUP
    parser.disable(["html_block", "html_inline"])
    normalize, validate = parser.normalizeLink, parser.validateLink

    def keep_arguments(url: str) -> str:
        return url if "{" in url else normalize(url)

    def check_without_arguments(url: str) -> bool:
        return "{" in url or validate(url)

    parser.normalizeLink = keep_arguments  # type: ignore[method-assign]
    parser.validateLink = check_without_arguments  # type: ignore[method-assign]
    return parser


def _with_marks(children: list[Token], reader: _Reader) -> list[Token]:
    try:
        return _runs_as_marks(children, reader)
    except MarkupInBranch:
        raise
    except BadPattern as error:
        raise _explained(children, error) from error


def _runs_as_marks(children: list[Token], reader: _Reader) -> list[Token]:
    found: list[Token] = []
    run: list[Token] = []
    for token in children:
        if token.type in _RUN:
            run.append(token)
            continue
        if run:
            found.append(_run_as_text(run, reader))
            run = []
        if token.attrs:
            _mark_attributes(token, reader)
        if token.children:
            token.children = _runs_as_marks(token.children, reader)
        found.append(token)
    if run:
        found.append(_run_as_text(run, reader))
    return found


def _run_as_text(run: list[Token], reader: _Reader) -> Token:
    """The first token of a run, in the place of all of them."""
    first = run[0]
    if len(run) == 1 and first.type == "text" and is_literal(first.content):
        return first
    source = "".join([_source_of(token) for token in run])
    sheltered = "text_special" in [token.type for token in run]
    if is_literal(source):
        content = source.translate(_UNSHELTER) if sheltered else source
    else:
        message = parse_usable(source)
        content = reader.mark(_unsheltered(message) if sheltered or "\n" in source else message)
    first.type, first.tag, first.content = "text", "", content
    return first


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
        token.attrSet("title", reader.mark(_unsheltered(parse_usable(title))))


def _destination(url: str, reader: _Reader) -> Iterator[str]:
    for piece in destination(url):
        yield reader.mark((piece,)) if isinstance(piece, Slot) else _parser().normalizeLink(piece)


def _explained(children: list[Token], error: BadPattern) -> BadPattern:
    """Whether a run is no pattern only because markup cuts it in two."""
    whole = "".join(_all_text(children))
    try:
        parse_usable(whole)
    except BadPattern:
        return error
    position = None if error.position is None else whole.find(error.pattern) + error.position
    return MarkupInBranch(
        "there is markup inside a {…}; put it around the whole {…}, or write one sentence per branch", whole, position
    )


def _placed(error: BadPattern, source: str, token: Token) -> BadPattern:
    """The same error, its position counted in the clause; at the block's first brace, where markup hides the place."""
    first, last = token.map or [0, source.count("\n") + 1]
    lines = source.split("\n")
    begin, block = sum(len(line) + 1 for line in lines[:first]), "\n".join(lines[first:last])
    read = error.pattern[: (error.position or 0) + 1].rpartition("\n")[2].lstrip()
    found = block.find(read)
    at = found + len(read) - 1 if found >= 0 and read else max(block.find("{"), 0)
    return type(error)(error.cause, source, begin + at)


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


def attribute(node: Any, name: str) -> str:
    """An attribute of a token or tree node, or an empty string."""
    value = node.attrs.get(name)
    return value if isinstance(value, str) else ""


def text_align(cell: Any) -> str:
    """How a table's cell is aligned: left, right, center, or an empty string."""
    return attribute(cell, "style").removeprefix("text-align:")
