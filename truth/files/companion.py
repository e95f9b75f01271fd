"""The canonical layout of a Markdown file beside a document: its frame is tidied, its words are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

_FRONT = re.compile(r"---\n(?P<fields>(?:.*\n)*?)---(?:\n|$)")
_BLOCKS = MarkdownIt("commonmark", {"html": False}).disable("inline")


def tidied(text: str) -> str:
    """The same Markdown with Unix line ends, one blank line around its level-2 headings, and one line break at its end.

    Front matter keeps its fields, without blank lines, and a blank line after it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    match = _FRONT.match(text)
    lines = list(_spaced(text[match.end() :] if match else text))
    front = _front(match["fields"]) if match else []
    return "\n".join([*front, *([""] if front and lines else []), *lines]) + "\n"


def _front(fields: str) -> list[str]:
    return ["---", *(line.rstrip() for line in fields.split("\n") if line.strip()), "---"]


def _spaced(text: str) -> Iterator[str]:
    """The lines of a Markdown text, one blank line before and after each level-2 heading, none at either end."""
    lines = text.split("\n")
    headings = _headings(text)
    written = [number for number, line in enumerate(lines) if line.strip()]
    for before, number in zip([None, *written], written, strict=False):
        if before is not None:
            yield from [""] if headings & {before, number} else lines[before + 1 : number]
        yield lines[number].rstrip() if number in headings else lines[number]


def _headings(text: str) -> set[int]:
    """The lines, from 0, on which a level-2 heading stands; block structure is markdown-it's to tell."""
    tokens = (token for token in _BLOCKS.parse(text) if token.type == "heading_open" and token.level == 0)
    return {token.map[0] for token in tokens if token.markup == "##" and token.map}
