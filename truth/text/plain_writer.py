"""A clause as plain text: what e-mails, messages and log lines show."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from truth.text.clause import Clause, attribute
from truth.text.layout import BREAK, CELL, MARGIN, NOTE, NOTED
from truth.text.mark import mark_of
from truth.text.message import Message, Slot


def write_plain(clause: Clause, *, airy: bool, noted: bool) -> str:
    """Marked text for `layout.lay_out`.

    `airy` sets blank lines between blocks; `noted` links become numbers with a list below, others stand in brackets.
    """
    plain = _Plain(clause.messages, airy, noted)
    return "\n".join(plain.blocks(SyntaxTreeNode(list(clause.tokens)).children, "", ""))


class _Plain:
    def __init__(self, messages: tuple[Message, ...], airy: bool, noted: bool) -> None:
        self._messages = messages
        self._airy = airy
        self._noted = noted

    def blocks(self, nodes: list[SyntaxTreeNode], first: str, rest: str, *, tight: bool = False) -> Iterator[str]:
        """The lines of blocks; `first` stands before the first of them, `rest` before all others."""
        for index, node in enumerate(nodes):
            if index and self._airy and not tight:
                yield rest.rstrip()
            yield from self._block(node, first if index == 0 else rest, rest)

    def _block(self, node: SyntaxTreeNode, first: str, rest: str) -> Iterator[str]:
        match node.type:
            case "paragraph" | "heading":
                yield _line(first, rest, self._inline(node.children))
            case "bullet_list" | "ordered_list":
                yield from self._list(node, first, rest)
            case "blockquote":
                quote = "> " if self._airy else ""
                yield from self.blocks(node.children, first + quote, rest + quote)
            case "fence" | "code_block":
                lines = node.content.rstrip("\n").split("\n")
                yield from ((rest if index else first) + line for index, line in enumerate(lines))
            case "hr":
                yield _line(first, rest, "* * *") if self._airy else first.rstrip()
            case "table":
                yield from self._table(node, first, rest)

    def _list(self, node: SyntaxTreeNode, first: str, rest: str) -> Iterator[str]:
        start = node.attrs.get("start", 1)
        number = start if isinstance(start, int) else 1
        for index, item in enumerate(node.children):
            marker = f"{number + index}. " if node.type == "ordered_list" else "- "
            tight = all(child.hidden for child in item.children if child.type == "paragraph")
            if index and self._airy and not tight:
                yield rest.rstrip()
            before = (first if index == 0 else rest) + marker
            hanging = rest + " " * len(marker)
            yield from self.blocks(item.children, before, hanging, tight=tight) if item.children else [before.rstrip()]

    def _table(self, node: SyntaxTreeNode, first: str, rest: str) -> Iterator[str]:
        for index, row in enumerate(row for part in node.children for row in part.children):
            cells = CELL.join(self._inline(cell.children) for cell in row.children)
            yield _line(rest if index else first, rest, cells + ("" if CELL in cells else CELL))

    def _inline(self, nodes: list[SyntaxTreeNode]) -> str:
        return "".join(self._piece(node) for node in nodes)

    def _piece(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "text":
                return " ".join(node.content.split("\n"))
            case "code_inline":
                return node.content
            case "hardbreak":
                return BREAK
            case "link":
                return self._link(node)
            case _:
                return self._inline(node.children)

    def _link(self, node: SyntaxTreeNode) -> str:
        words, url = self._inline(node.children), attribute(node, "href")
        if not url or self._says(words, url):
            return words
        shown = url if url.lower().startswith("http") else url.removeprefix("tel:").removeprefix("mailto:")
        if not words:
            return shown
        return f"{words}{NOTE}{shown}{NOTED}" if self._noted else f"{words} ({shown})"

    def _says(self, words: str, url: str) -> bool:
        """Whether the words of a link are where it goes, so that it need not be written twice."""
        return self._shape(words) in (self._shape(url), self._shape(url.partition(":")[2]))

    def _shape(self, marked: str) -> str:
        shape = marked
        for index, message in enumerate(self._messages):
            names = [node.name if isinstance(node, Slot) else "" for node in message]
            if len(names) == 1 and names[0]:
                shape = shape.replace(mark_of(index), f"{{{names[0]}}}")
        return shape


def _line(first: str, rest: str, words: str) -> str:
    return f"{first}{MARGIN}{rest}{MARGIN}{words}"
