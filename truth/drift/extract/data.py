"""Data: every string, with its path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truth.drift.extract.json_tree import read_json
from truth.drift.extract.refs import maybe_ref
from truth.drift.extract.tree import Leaf, Node, below, dotted, json_path
from truth.drift.piece import Piece


def values(root: Node) -> Iterator[Piece]:
    """A VALUE for every string of a tree: `path` is `$.orders[*].status`, `name` `orders.status`."""
    for path, node in below(root):
        if isinstance(node, Leaf) and node.is_text:
            yield maybe_ref(replace(node.piece, name=dotted(path), path=json_path(path)))


def json_data(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """The values of JSON between two bytes, its comments, and what is wrong with it."""
    read = read_json(data, start, end)
    yield from read.comments
    for root in read.roots:
        yield from values(root)
    if read.broken:
        yield read.broken
