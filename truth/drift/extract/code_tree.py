"""Syntax trees of code (tree-sitter): parsing, walking without recursion, and what a node is called."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from truth.drift.piece import Piece, Role

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_GRAMMARS = {
    "python": ("tree_sitter_python", "language"),
    "javascript": ("tree_sitter_javascript", "language"),
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "tsx": ("tree_sitter_typescript", "language_tsx"),
}


class Visit(NamedTuple):
    """A node on the way in or out, with all that are around it, the outermost first."""

    node: Node
    around: Sequence[Node]
    enters: bool


class Known:
    """What has been found out about a node, so that it is found out once, not for each string in it."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int, str], bool] = {}

    def once(self, node: Node, question: str, answer: Callable[[], bool]) -> bool:
        """The answer to a question about a node."""
        key = (node.start_byte, node.end_byte, question)
        if key not in self._known:
            self._known[key] = answer()
        return self._known[key]


def first_of(node: Node) -> Node | None:
    """A node's first named child."""
    return node.named_child(0) if node.named_child_count else None


@cache
def _parser(language: str) -> Parser:
    from tree_sitter import Language, Parser

    module, function = _GRAMMARS[language]
    return Parser(Language(getattr(import_module(module), function)()))


def parsed(data: bytes, language: str) -> Node:
    """The root of a file's tree; whatever the bytes, there is one."""
    return _parser(language).parse(data).root_node


def walked(root: Node, marks: re.Pattern[bytes], data: bytes) -> Iterator[Visit]:
    """Every named node beside or around whose bytes one of `marks` begins, on the way in and on the way out.

    `Visit.around` changes as the walk goes on.
    """
    places = [found.start() for found in marks.finditer(data)]
    cursor = root.walk()
    around: list[Any] = []
    while True:
        node = cursor.node
        if node is None:
            return
        if node.is_named:
            yield Visit(node, around, enters=True)
            if _holds(places, node) and cursor.goto_first_child():
                around.append(node)
                continue
            yield Visit(node, around, enters=False)
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            yield Visit(around.pop(), around, enters=False)


def _holds(places: list[int], node: Node) -> bool:
    at = bisect_left(places, node.start_byte)
    return at < len(places) and places[at] < node.end_byte


def syntax_error(root: Node) -> Piece | None:
    """The first thing a parser could not read; None where it read all."""
    if not root.has_error:
        return None
    node = root
    while not (node.is_error or node.is_missing):
        inside = next((child for child in node.children if child.has_error or child.is_missing), None)
        if inside is None:
            break
        node = inside
    return Piece(Role.BROKEN, "the code cannot be read here", node.start_byte, node.end_byte)


_INDEX = re.compile(r"\[\s*[\"'`]([\w-]+)[\"'`]\s*\]|\.get\(\s*[\"']([\w-]+)[\"'](?:,[^()]*)?\)")
_CAST = re.compile(r"\s+(?:as|satisfies)\s+[\w.<>\[\]]+")
_BEFORE = re.compile(r"^\s*(?:await|typeof|not|void)\s+")
_METHOD = re.compile(r"(?:\.(?:toLowerCase|toUpperCase|trim|toString|valueOf|lower|upper|strip|casefold))?\(\)$")
_LAST = re.compile(r"([\w$]+(?:\.[\w$]+)*)\)*$")
LONGEST_NAME = 300


def name_in(written: bytes) -> str:
    """What an expression is called: `order?.["status"].toLowerCase()` is `order.status`; empty where it has no name."""
    if len(written) > LONGEST_NAME:
        return ""
    text = _CAST.sub("", _BEFORE.sub("", written.decode("utf-8", "replace")))
    text = _INDEX.sub(lambda found: "." + (found[1] or found[2]), text)
    text = re.sub(r"\s+|!(?=[.\s)]|$)", "", text.replace("?.", "."))
    while (shorter := _METHOD.sub("", text)) != text:
        text = shorter
    found = _LAST.search(text.replace("..", "."))
    return found[1].removeprefix("this.").removeprefix("self.") if found else ""
