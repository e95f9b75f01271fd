"""The messages of a catalogue, nested or flat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from truth.drift.extract.block import says_something
from truth.drift.extract.locales import locale_code, locale_of, looks_like_catalogue
from truth.drift.extract.placeholders import opened
from truth.drift.extract.refs import maybe_ref
from truth.drift.extract.tree import Branches, Leaf, Node, below, dotted
from truth.drift.piece import Piece, Role


def is_catalogue(path: str, root: Node) -> bool:
    """Whether a tree holds messages: nothing but strings below keys, in a file named so or under locales as keys."""
    if not isinstance(root, Branches) or not root.keys:
        return False
    is_named = looks_like_catalogue(path) or (by_locale(root) and len(root.children) > 1)
    return is_named and not _holds_records(root)


def by_locale(root: Branches) -> bool:
    """Whether all of a tree stands under keys that are locales, as in Rails."""
    under = zip(root.keys or (), root.children, strict=False)
    return bool(root.children) and all(locale_code(key) and isinstance(child, Branches) for key, child in under)


def messages(path: str, root: Branches) -> Iterator[Piece]:
    """A TEXT for each message, with its full key and the locale of the file or of its first key."""
    parts = _pairs(root) if by_locale(root) else [(None, root)]
    for key, part in parts:
        locale = locale_code(key) if key else locale_of(path)
        for steps, node in below(part):
            if isinstance(node, Leaf) and node.is_text and says_something(node.piece.text):
                yield message(node.piece, dotted(steps), locale)


def message(piece: Piece, key: str, locale: str | None) -> Piece:
    """One message as a TEXT, with its placeholders open."""
    return maybe_ref(replace(opened(piece), role=Role.TEXT, path=key, name=key, locale=locale))


def _pairs(root: Branches) -> list[tuple[str | None, Node]]:
    return list(zip(root.keys or (), root.children, strict=False))


def _holds_records(root: Branches) -> bool:
    """Whether there are lists of mappings, as in data, or nothing but numbers."""
    leaves = [node for _, node in below(root) if isinstance(node, Leaf)]
    listed = any(
        isinstance(node, Branches) and node.keys is None and any(isinstance(one, Branches) for one in node.children)
        for _, node in below(root)
    )
    return listed or sum(leaf.is_text for leaf in leaves) * 2 < len(leaves)
