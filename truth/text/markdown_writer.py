"""A clause as Markdown again: what a CommonMark parser (with tables) reads back as the same clause.

Words are escaped wherever a parser could take them for markup, so nothing a value brings in can change the structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from markdown_it.tree import SyntaxTreeNode

from truth.text.clause import Clause, attribute, text_align
from truth.text.insertion import escape_markdown

_BACKTICKS = re.compile(r"`+")
_TILDES = re.compile(r"~+")
_IN_DESTINATION = re.compile(r"[&()\\]")
_IN_TITLE = re.compile(r"[&\"\\]")
_EMPTY_LINE = re.compile(r"(?<=\n)\n")  # was written as an entity; as typed, it would end the paragraph
_EDGE = re.compile(r"^[ \t\u00a0]+|[ \t\u00a0]+$", re.MULTILINE)


def write_markdown(clause: Clause) -> str:
    """Marked Markdown of a clause."""
    return "\n".join(_blocks(SyntaxTreeNode(list(clause.tokens)).children, tight=False))


def _blocks(nodes: list[SyntaxTreeNode], *, tight: bool) -> Iterator[str]:
    for index, node in enumerate(nodes):
        if index and not tight:
            yield ""
        yield from _block(node)


def _block(node: SyntaxTreeNode) -> list[str]:
    match node.type:
        case "paragraph":
            return _inline(node.children).split("\n")
        case "heading":
            return _heading(node)
        case "bullet_list" | "ordered_list":
            return list(_list(node))
        case "blockquote":
            return [f"> {line}".rstrip() for line in _blocks(node.children, tight=False)] or [">"]
        case "fence" | "code_block":
            return _fence(node)
        case "hr":
            return ["___"]
        case _:
            return list(_table(node))


def _heading(node: SyntaxTreeNode) -> list[str]:
    lines, level = _inline(node.children).split("\n"), int(node.tag[1])
    if len(lines) == 1:
        return [f"{'#' * level} {lines[0]}".rstrip()]
    return [*lines, "===" if level == 1 else "---"]


def _list(node: SyntaxTreeNode) -> Iterator[str]:
    start = node.attrs.get("start", 1)
    tight = _is_tight(node)
    for index, item in enumerate(node.children):
        marker = f"{int(start) + index}{node.markup} " if node.type == "ordered_list" else f"{node.markup} "
        if index and not tight:
            yield ""
        lines = list(_blocks(item.children, tight=tight)) or [""]
        for at, line in enumerate(lines):
            yield ((marker if at == 0 else " " * len(marker)) + line).rstrip()


def _is_tight(node: SyntaxTreeNode) -> bool:
    return all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")


def _fence(node: SyntaxTreeNode) -> list[str]:
    sign, runs = ("~", _TILDES) if "`" in node.info else ("`", _BACKTICKS)
    fence = sign * max(3, 1 + max((len(run) for run in runs.findall(node.content)), default=0))
    body = node.content.removesuffix("\n").split("\n") if node.content else []
    return [f"{fence}{node.info}", *body, fence]


def _table(node: SyntaxTreeNode) -> Iterator[str]:
    head, *body = [row for part in node.children for row in part.children]
    yield _row(_cell(cell) for cell in head.children)
    yield _row(_ruler(cell) for cell in head.children)
    for row in body:
        yield _row(_cell(cell) for cell in row.children)


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(node: SyntaxTreeNode) -> str:
    return _inline(node.children, in_table=True, opening=False).replace("\n", " ")


def _ruler(node: SyntaxTreeNode) -> str:
    return {"left": ":--", "right": "--:", "center": ":-:"}.get(text_align(node), "---")


def _inline(nodes: list[SyntaxTreeNode], *, in_table: bool = False, opening: bool = True) -> str:
    pieces = []
    for node, following in zip_longest(nodes, nodes[1:]):
        piece = _piece(node, in_table, opening)
        linked = following is not None and following.type == "link"
        pieces.append(f"{piece[:-1]}\\!" if linked and piece.endswith("!") else piece)  # else it would be an image
        opening = node.type == "hardbreak"
    return "".join(pieces)


def _piece(node: SyntaxTreeNode, in_table: bool, opening: bool) -> str:
    match node.type:
        case "text":
            return _words(node.content, opening)
        case "code_inline":
            return _code(node.content, in_table)
        case "em" | "strong":
            return f"{node.markup}{_inside(node, in_table)}{node.markup}"
        case "hardbreak":
            return "\\\n"
        case "link":
            return f"[{_inside(node, in_table)}]({_target(node, 'href')})"
        case "image":
            return f"![{_inside(node, in_table)}]({_target(node, 'src')})"
        case _:
            return _inline(node.children, in_table=in_table, opening=opening)


def _words(content: str, opening: bool) -> str:
    written = _EDGE.sub(_as_entities, escape_markdown(content, opening=opening))
    written = _EMPTY_LINE.sub("&#10;", written)
    return f"&#10;{written[1:]}" if opening and written.startswith("\n") else written


def _inside(node: SyntaxTreeNode, in_table: bool) -> str:
    return _inline(node.children, in_table=in_table, opening=False)


def _as_entities(found: re.Match[str]) -> str:
    """Spaces a parser would strip at a line's edge; a single one between two pieces of a line stays as it is."""
    text, between = found.group(), found.start() == 0 or found.end() == len(found.string)
    return text if text == " " and between else "".join(f"&#{ord(char)};" for char in text)


def _code(content: str, in_table: bool) -> str:
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(content)), default=0))
    if in_table:
        content = content.replace("|", "\\|")
    padded = content.startswith(("`", " ")) or content.endswith(("`", " "))
    return f"{fence} {content} {fence}" if padded and content.strip(" ") else f"{fence}{content}{fence}"


def _target(node: SyntaxTreeNode, name: str) -> str:
    destination = _IN_DESTINATION.sub(r"\\\g<0>", attribute(node, name)) or "<>"
    title = attribute(node, "title")
    return f'{destination} "{_IN_TITLE.sub(_escape, title)}"' if title else destination


def _escape(found: re.Match[str]) -> str:
    return f"\\{found.group()}"
