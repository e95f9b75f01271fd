"""The comments of a YAML file, each with the entry it belongs to.

A comment on a line of its own belongs to the entry that follows, or to the end of the block it is indented like; one at
the end of a line belongs to the entry whose line it ends. So comments travel with what they speak of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from truth.files.located import Located
from truth.files.places import Place

HEADER = "# yaml-language-server:"
_COMMENT = re.compile(r"#[^\n\r]*")


@dataclass(frozen=True)
class Comments:
    """Comment lines by the JSON pointer of an entry.

    `lead` stand above it (an empty string is a blank line between two), `side` ends its line, `tail` closes its block.
    `lead[""]` opens the file; `header` is the line that tells editors the schema.
    """

    lead: Mapping[str, Sequence[str]] = field(default_factory=dict)
    side: Mapping[str, str] = field(default_factory=dict)
    tail: Mapping[str, Sequence[str]] = field(default_factory=dict)
    header: str | None = None


@dataclass(frozen=True)
class _Comment:
    text: str
    index: int
    column: int
    own_line: bool
    after_blank: bool


def comments_of(located: Located) -> Comments:
    """The comments of a file that was read as YAML."""
    text = located.text.replace("\r\n", "\n").replace("\r", "\n")
    if "#" not in text:
        return Comments()
    attached = _Attachment(Located(located.data, text, located.file, located.events))
    for comment in attached.comments:
        attached.attach(comment)
    return attached.result()


class _Attachment:
    def __init__(self, located: Located) -> None:
        self.text = located.text
        self.entries = [place for place in located.places if place.parent is not None]
        self.by_pointer = {place.pointer: place for place in located.places}
        self.touches = sorted(_touches(located.places), key=lambda touch: touch[0])
        self.comments = list(_comments(located))
        self.lead: dict[str, list[str]] = {}
        self.side: dict[str, str] = {}
        self.tail: dict[str, list[str]] = {}
        self.header = self._take_header()

    def result(self) -> Comments:
        self._part_from_the_top()
        return Comments(self.lead, self.side, self.tail, self.header)

    def attach(self, comment: _Comment) -> None:
        owner = None if comment.own_line else self._on_the_line_of(comment)
        if owner is not None and owner not in self.side:
            self.side[owner] = comment.text
        elif owner is not None:
            self.lead.setdefault(owner, []).append(comment.text)
        else:
            self._attach_own_line(comment)

    def _take_header(self) -> str | None:
        if self.comments and self.comments[0].index == 0 and self.comments[0].text.startswith(HEADER):
            return self.comments.pop(0).text
        return None

    def _on_the_line_of(self, comment: _Comment) -> str | None:
        place = bisect_left(self.touches, comment.index, key=lambda touch: touch[0]) - 1
        line_start = self.text.rfind("\n", 0, comment.index) + 1
        if place < 0 or self.touches[place][0] < line_start:
            return None
        return self.touches[place][1]

    def _attach_own_line(self, comment: _Comment) -> None:
        follows = bisect_left(self.entries, comment.index, key=lambda entry: entry.start.index)
        following = self.entries[follows] if follows < len(self.entries) else None
        preceding = self.entries[follows - 1] if follows else None
        block = self._block_ended(comment, preceding, following)
        if block is not None or following is None:
            _append(self.tail.setdefault(block or "", []), comment)
        else:
            _append(self.lead.setdefault(following.pointer, []), comment)

    def _block_ended(self, comment: _Comment, preceding: Place | None, following: Place | None) -> str | None:
        """The pointer of the collection at whose end the comment stands; None when it leads the following entry."""
        open_after = set(self._around(following))
        column = self._column(following)
        for pointer in self._around(preceding):
            place = self.by_pointer[pointer]
            if pointer in open_after:
                return None
            if place.shape == "flow" and comment.index < place.value.end.index:
                return pointer
            if place.shape == "block" and column < comment.column >= place.column:
                return pointer
        return None

    def _around(self, entry: Place | None) -> Iterator[str]:
        """The collections an entry is in, innermost first."""
        while entry is not None and entry.parent is not None:
            yield entry.parent
            entry = self.by_pointer[entry.parent]

    def _column(self, entry: Place | None) -> int:
        return self.by_pointer[entry.parent].column if entry and entry.parent is not None else 0

    def _part_from_the_top(self) -> None:
        """What is parted from the first entry by a blank line speaks of the file, not of the entry."""
        if not self.entries or self.entries[0].pointer not in self.lead:
            return
        first = self.entries[0]
        lines = self.lead.pop(first.pointer)
        start = self.text.rfind("\n", 0, first.start.index) + 1
        parted = len(lines) if self.text[:start].endswith("\n\n") else _last_blank(lines)
        top, below = [*lines[:parted]], [line for line in lines[parted:] if line]
        self.lead.update({"": top} if top else {})
        self.lead.update({first.pointer: below} if below else {})


def _last_blank(lines: list[str]) -> int:
    return len(lines) - 1 - lines[::-1].index("") if "" in lines else 0


def _append(lines: list[str], comment: _Comment) -> None:
    if lines and comment.after_blank:
        lines.append("")
    lines.append(comment.text)


def _touches(places: Sequence[Place]) -> Iterator[tuple[int, str]]:
    """Positions in the text that belong to an entry: where it begins, and where it ends on a line."""
    for place in places:
        if place.parent is None and place.shape == "block":
            continue
        yield place.start.index, place.pointer
        if place.shape != "block":
            yield place.value.start.index, place.pointer
            if place.value.end.column > 1:
                yield place.value.end.index, place.pointer


def _comments(located: Located) -> Iterator[_Comment]:
    """Every comment, in order: a `#` that stands outside all scalars."""
    at = 0
    for start, end in [*_scalars(located), (len(located.text), len(located.text))]:
        for match in _COMMENT.finditer(located.text, at, start):
            yield _comment(located.text, match)
        if located.text[start : start + 1] in ("|", ">"):
            header_end = located.text.find("\n", start)
            match_in_header = _COMMENT.search(located.text, start, header_end if header_end > 0 else end)
            if match_in_header:
                yield _comment(located.text, match_in_header)
        at = end


def _scalars(located: Located) -> list[tuple[int, int]]:
    keys = [place.key for place in located.places if place.key]
    values = [place.value for place in located.places if place.shape == "scalar"]
    return sorted((span.start.index, span.end.index) for span in [*keys, *values])


def _comment(text: str, match: re.Match[str]) -> _Comment:
    start = text.rfind("\n", 0, match.start()) + 1
    before = text[start : match.start()]
    after_blank = text[:start].rstrip(" \t").endswith("\n\n")
    return _Comment(match.group().rstrip(), match.start(), match.start() - start + 1, not before.strip(), after_blank)
