"""Markdown's signs as constructs: where blocks begin and end, and what of a line is no words (CommonMark 0.31, GFM)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from truth.drift.extract.masking import Construct, Form
from truth.drift.extract.steps import Effect, Step

_LINE = re.compile(rb"[^\n]*(?:\n|$)")
_FRONT = re.compile(rb"---[ \t]*\r?\n(?P<body>(?s:.*?)\r?\n?)---[ \t]*(?:\r?\n|$)")
_FENCE = re.compile(rb"[ \t>]{0,20}(`{3,}|~{3,})")
_BEGINS = re.compile(
    rb"[ \t]*(?:>[ \t]?)*[ \t]*(?:#{1,6}(?=[ \t\r\n])|[-*+](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])|\[[ xX]\](?=[ \t])|\|)?"
)
_QUOTE = re.compile(rb"[ \t]*(?:>[ \t]?)+")
_RULE = re.compile(rb"[ \t]{0,3}(?:=+|-+|(?:[-*_][ \t]*){3,})[ \t]*\r?$")
_ROW_RULE = re.compile(rb"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t:-]*)+\r?$")
_DEFINITION = re.compile(rb"[ \t]{0,3}\[[^\]\n]{1,300}\]:[ \t]*\S")
_INDENTED = re.compile(rb"(?: {4}|\t)[ \t]*\S")
_CODE = re.compile(rb"(`+)(?!`)")
_INLINE = re.compile(
    rb"""(?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<code>(?<!`)(?P<ticks>`{1,9})(?!`)(?:(?!(?P=ticks))[^\n]){1,500}(?P=ticks)(?!`))
    | (?P<link>\]\((?:[^()\s\\]|\\.){0,999}(?:[ \t]+(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'))?[ \t]*\))
    | (?P<reference>\]\[[^\]\n]{0,300}\])
    | (?P<open>!?\[(?=[^\[\]\n]{0,300}\][(\[]))
    | (?P<signs>\*{1,3} | ~~ | (?<![\w])_{1,3}(?=\S) | (?<=\S)_{1,3}(?![\w]))
    | (?P<pipe>(?<!\\)\|)
    | (?P<anchor>\{\#[\w-]{1,99}\})""",
    re.VERBOSE,
)


@dataclass
class MarkdownRead:
    """The constructs of a Markdown file with what they do, and where its front matter and its comments are."""

    steps: list[Step]
    front: tuple[int, int] | None = None


def markdown_steps(data: bytes, start: int = 0) -> MarkdownRead:
    """The signs of a file's Markdown, in order; HTML and a template language's constructs are left for others."""
    front = _FRONT.match(data, start)
    reader = _Reader(data)
    if front:
        reader.sets_apart(start, front.end())
    reader.read(front.end() if front else start)
    return MarkdownRead(reader.steps, front.span("body") if front else None)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._fence: bytes | None = None
        self._blank = True
        self._listed = False
        self._table = False
        self.steps: list[Step] = []

    def sets_apart(self, start: int, end: int) -> None:
        """What is no words, and parts what is before it from what is after it."""
        if start < end:
            self.steps.append(Step(Construct(Form.RAW, start, end, (start, end)), Effect.BREAK))

    def read(self, at: int) -> None:
        while at < len(self._data) and (line := _LINE.match(self._data, at)):
            self._line(at, line.end())
            at = line.end()

    def _line(self, start: int, end: int) -> None:
        text = self._data[start:end]
        fence = _FENCE.match(text)
        if self._fence is not None or fence:
            self._fenced(fence[1] if fence else b"", text)
            self.sets_apart(start, end)
        elif not _QUOTE.sub(b"", text, count=1).strip() or self._is_no_words(text):
            self.sets_apart(start, end)
            self._blank = True
        else:
            self._words(start, end)
            self._blank = False

    def _fenced(self, signs: bytes, text: bytes) -> None:
        if self._fence is None:
            self._fence = signs
        elif signs.startswith(self._fence) and not text.strip(b"`~ \t\r\n>"):
            self._fence = None
        self._blank = True

    def _is_no_words(self, text: bytes) -> bool:
        """A rule, a table's second row, a link's definition, or indented code."""
        line = text.rstrip(b"\n")
        self._table = self._table or _ROW_RULE.match(line) is not None
        is_code = self._blank and not self._listed and _INDENTED.match(text) is not None
        return is_code or any(one.match(line) for one in (_RULE, _ROW_RULE, _DEFINITION))

    def _words(self, start: int, end: int) -> None:
        sign = _BEGINS.match(self._data, start, end)
        begins = sign.end() if sign else start
        written = self._data[start:begins].strip(b" \t>")
        if written:
            self._listed = not written.startswith((b"#", b"|"))
            self._table = self._table or written == b"|"
        elif self._blank and not self._data[start : start + 1].isspace():
            self._listed = self._table = False
        if written or b">" in self._data[start:begins]:
            self._mark(start, begins, Effect.BREAK if written else Effect.NOTHING)
        self._inline(begins, end)
        if written.startswith((b"#", b"|")):
            self.sets_apart(max(end - 1, begins), end)

    def _inline(self, start: int, end: int) -> None:
        for found in _INLINE.finditer(self._data, start, end):
            kind = next(
                name
                for name in ("escape", "code", "link", "reference", "open", "signs", "pipe", "anchor")
                if found[name]
            )
            if kind == "pipe":
                effect = Effect.BREAK if self._table else None
            else:
                effect = Effect.HOLE if kind == "code" else Effect.NOTHING
            if effect is not None and not self._stands_alone(found, kind):
                self._mark(found.start(), found.start() + 1 if kind == "escape" else found.end(), effect)

    def _stands_alone(self, found: re.Match[bytes], kind: str) -> bool:
        """A `*` with spaces on both sides is a `*`."""
        around = self._data[found.start() - 1 : found.start()], self._data[found.end() : found.end() + 1]
        return kind == "signs" and all(not one.strip() for one in around)

    def _mark(self, start: int, end: int, effect: Effect) -> None:
        if start < end:
            self.steps.append(Step(Construct(Form.RAW, start, end, (start, end)), effect))
