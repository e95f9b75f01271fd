"""The headings of a Markdown file: their words without markup, the ids they name themselves, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from truth.kinds.policy.importing.naming import slug

_EXPLICIT_ID = re.compile(r"\s*\{:?\s*#(?P<id>[A-Za-z][\w-]*)[^{}]*\}\s*\Z")


@dataclass(frozen=True)
class Heading:
    """A heading that stands on the lines `[start, end)`, counted from 0."""

    level: int
    words: str
    id: str | None
    start: int
    end: int


def headings_of(tokens: Sequence[Token]) -> Iterator[Heading]:
    """The headings of the page itself, not those in its quotes or lists."""
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            words, id = _heading_words(tokens[place + 1].content)
            yield Heading(int(token.tag[1]), words, id, *token.map)


@lru_cache(maxsize=1024)
def _heading_words(content: str) -> tuple[str, str | None]:
    """A heading without its markup, and the id it names itself."""
    inline = lenient_parser().parseInline(content)[0]
    words = " ".join("".join(_words(inline.children or ())).split())
    explicit = _EXPLICIT_ID.search(words)
    return (words[: explicit.start()], slug(explicit["id"].replace("-", " "))) if explicit else (words, None)


def title_of(headings: Sequence[Heading]) -> tuple[Heading | None, Sequence[Heading]]:
    """The heading that is the title of the page, where there is one, and those that divide it."""
    alone = sum(one.level == 1 for one in headings) == 1
    return (headings[0], headings[1:]) if alone and headings[0].level == 1 else (None, headings)


@lru_cache(maxsize=1)
def lenient_parser() -> MarkdownIt:
    """CommonMark with tables, and everything a check needs to see: HTML, and links to anywhere."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _words(children: Sequence[Token]) -> Iterator[str]:
    for token in children:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "image":
            yield from _words(token.children or ())
