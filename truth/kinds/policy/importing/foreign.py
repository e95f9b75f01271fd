"""HTML in Markdown: the words in it, which are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_ENDS_LINE = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "figure", "hr")
)
_UNSEEN = frozenset(("script", "style", "template", "head", "noscript"))
BREAK = re.compile(r"<br\b[^>]*>", re.IGNORECASE)
COMMENT = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)


def words_in(html: str) -> list[str]:
    """The lines of words a reader of the HTML sees, images as their descriptions."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return [line for line in (" ".join(one.split()) for one in "".join(reader.seen).split("\n")) if line]


def images_in(html: str) -> Iterator[str]:
    """The descriptions of its images, which may be empty."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    yield from reader.images


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.images: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; an image is its description."""
        self._unseen += tag in _UNSEEN
        if tag in _ENDS_LINE:
            self.seen.append("\n")
        if tag == "img":
            described = next((value for name, value in attrs if name == "alt"), None) or ""
            self.images.append(described)
            self.seen.append(described)

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        self._unseen = max(self._unseen - (tag in _UNSEEN), 0)
        if tag in _ENDS_LINE:
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        """Words that are seen; a line's end is a space."""
        if not self._unseen:
            self.seen.append(data.replace("\n", " "))
