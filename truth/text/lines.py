"""A clause's HTML as the lines a person reads: one for each paragraph, item, heading or row of a table.

What is compared, when two versions are: list marks and where links lead are written out, emphasis is not.
"""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "li", "hr", "br", "tr"))
_BULLETS = "•◦▪"
MARKS = frozenset(_BULLETS)
"""What begins a line that is an item of a list without numbers."""


def lines_of(html: str) -> str:
    """The lines of an HTML fragment that was rendered here, each ended by a newline but the last."""
    reader = _Lines()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return "\n".join(reader.lines)


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line = ""
        self._mark = ""
        self._lists: list[int | None] = []
        self._link = ""
        self._link_start = 0
        self._cells = 0
        self._kept = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line, an item with its mark."""
        if tag in _BLOCKS:
            self.end_line()
        if tag in ("ul", "ol"):
            start = dict(attrs).get("start") or "1"
            self._lists.append(int(start) if tag == "ol" else None)
        elif tag == "li":
            self._mark = self._next_mark()
        elif tag in ("td", "th"):
            self._cell()
        elif tag == "a":
            self._link, self._link_start = dict(attrs).get("href") or "", len(self._line)
        self._kept = self._kept or tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """A link says where it leads, where its words do not."""
        if tag == "a":
            shown = self._link.removeprefix("mailto:").removeprefix("tel:")
            if shown and shown != self._line[self._link_start :].strip():
                self._line += f" ({shown})"
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag in _BLOCKS:
            self.end_line()
        self._kept = self._kept and tag != "pre"

    def handle_data(self, data: str) -> None:
        """Words; a line's end in them is a space, unless it is code."""
        if not self._kept:
            self._line += data.replace("\n", " ")
            return
        first, *others = data.split("\n")
        self._line += first
        for other in others:
            self.end_line()
            self._line = other

    def end_line(self) -> None:
        """The line so far, with its mark; nothing where there are no words."""
        words = " ".join(self._line.split())
        if words:
            self.lines.append(f"{self._mark}{words}")
            self._mark = ""
        self._line, self._cells = "", 0

    def _next_mark(self) -> str:
        depth = max(len(self._lists) - 1, 0)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{_BULLETS[min(depth, len(_BULLETS) - 1)]} "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _cell(self) -> None:
        if self._cells:
            self._line += " | "
        self._cells += 1
