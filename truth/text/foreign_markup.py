"""What a clause may not hold: raw HTML, images, script links, and arguments in code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from truth.text.clause import attribute, parse_markdown, require_usable_clause
from truth.text.destination import foreign_scheme
from truth.text.insertion import SCHEMES

_CODE = ("code_inline", "fence", "code_block")
_MAY_BE_CODE = re.compile(r"[`~\t]| {4}")  # CommonMark §4.4, §4.5, §6.1
_NAME_IN_CODE = re.compile(r"\{\s*([a-z][a-z0-9_]{0,63})\s*[,}]")


def foreign_markup(source: str) -> Iterator[tuple[str, str]]:
    """What a clause may not hold, each with how it begins in the source.

    That is raw HTML, images, and links that are no web, mail, telephone or relative links.
    """
    require_usable_clause(source)
    for token in _every(_lenient_parser().parse(source)):
        if token.type in ("html_block", "html_inline"):
            yield f"{_excerpt(token.content)} is HTML, and would be shown as typed", token.content.partition("\n")[0]
        elif token.type == "image":
            yield f"the image {_excerpt(attribute(token, 'src'))} cannot be shown in every channel", "!["
        elif token.type == "link_open":
            scheme = foreign_scheme(attribute(token, "href"))
            if scheme:
                yield f"a link may begin with {', '.join(SCHEMES)}, not '{_excerpt(scheme)}'", scheme


def names_in_code(source: str) -> frozenset[str]:
    """Names in braces inside code, where they stay as they are typed."""
    require_usable_clause(source)
    if not _MAY_BE_CODE.search(source):
        return frozenset()
    code = [token.content for token in _every(parse_markdown(source)) if token.type in _CODE]
    return frozenset(name for content in code for name in _NAME_IN_CODE.findall(content))


@lru_cache(maxsize=1)
def _lenient_parser() -> MarkdownIt:
    """Reads what the strict one takes for text, so that a check can name it."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _every(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _every(token.children or ())


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
