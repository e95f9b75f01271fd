"""A clause as a tree of JSON, for programs that show it their own way.

Blocks: `paragraph`, `heading` (level), `list` (ordered, start, items), `quote`, `code`, `rule`, `table` (align, head,
rows). Within them: `text`, `strong`, `em`, `code`, `link` (href, title), `break`. Nothing in it is markup to be read
again: words are words, and every link has passed the scheme check.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from truth.model.canonical import Json
from truth.text.clause import attribute, read_clause, text_align
from truth.text.mark import splice
from truth.text.message import Message
from truth.text.setting import Format
from truth.text.template import Template, Values


def clause_tree(pattern: str, locale: str, values: Values) -> list[Json]:
    """The blocks of a clause with values in them; `Invalid` as for any other format."""
    return [_filled(node, locale, values) for node in _open(pattern)]


def _filled(node: Any, locale: str, values: Values) -> Any:
    if isinstance(node, Template):
        return node.fill(locale, values)
    if isinstance(node, dict):
        return {key: _filled(child, locale, values) for key, child in node.items()}
    if isinstance(node, list):
        return [_filled(child, locale, values) for child in node]
    return node


@lru_cache(maxsize=512)
def _open(pattern: str) -> tuple[Any, ...]:
    """The blocks, a Template wherever words or links stand."""
    clause = read_clause(pattern)
    return tuple(_Tree(clause.messages).blocks(SyntaxTreeNode(list(clause.tokens)).children))


class _Tree:
    def __init__(self, messages: tuple[Message, ...]) -> None:
        self._messages = messages

    def blocks(self, nodes: list[SyntaxTreeNode]) -> list[Any]:
        return [self._block(node) for node in nodes]

    def _block(self, node: SyntaxTreeNode) -> Any:
        match node.type:
            case "heading":
                return {"type": "heading", "level": int(node.tag[1]), "children": self._inline(node)}
            case "bullet_list" | "ordered_list":
                return self._list(node)
            case "blockquote":
                return {"type": "quote", "children": self.blocks(node.children)}
            case "fence" | "code_block":
                return {"type": "code", "text": node.content}
            case "hr":
                return {"type": "rule"}
            case "table":
                return self._table(node)
            case _:
                return {"type": "paragraph", "children": self._inline(node)}

    def _list(self, node: SyntaxTreeNode) -> Any:
        ordered = node.type == "ordered_list"
        start = {"start": node.attrs.get("start", 1)} if ordered else {}
        items = [self.blocks(item.children) for item in node.children]
        return {"type": "list", "ordered": ordered, **start, "items": items}

    def _table(self, node: SyntaxTreeNode) -> Any:
        head, *rows = [row for part in node.children for row in part.children]
        return {
            "type": "table",
            "align": [text_align(cell) or None for cell in head.children],
            "head": [self._inline(cell) for cell in head.children],
            "rows": [[self._inline(cell) for cell in row.children] for row in rows],
        }

    def _inline(self, node: SyntaxTreeNode) -> list[Any]:
        children = [child for one in node.children for child in (one.children if one.type == "inline" else [one])]
        return [self._piece(child) for child in children]

    def _piece(self, node: SyntaxTreeNode) -> Any:
        match node.type:
            case "text":
                return {"type": "text", "text": self._template(" ".join(node.content.split("\n")))}
            case "code_inline":
                return {"type": "code", "text": node.content}
            case "hardbreak":
                return {"type": "break"}
            case "link":
                href = {"href": self._template(attribute(node, "href"))}
                return {"type": "link", **href, **self._title(node), "children": self._inline(node)}
            case "image":
                return {"type": "image", "src": self._template(attribute(node, "src")), "children": self._inline(node)}
            case kind:
                return {"type": kind, "children": self._inline(node)}

    def _title(self, node: SyntaxTreeNode) -> Any:
        title = attribute(node, "title")
        return {"title": self._template(title)} if title else {}

    def _template(self, marked: str) -> Template:
        return Template(splice(marked, self._messages), Format.JSON)
