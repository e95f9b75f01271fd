"""Tree: what a JSON or YAML file says, with the bytes of every scalar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from truth.drift.piece import Piece


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar: its piece, without role or name, and whether it is a string."""

    piece: Piece
    is_text: bool = True


@dataclass(slots=True)
class Branches:
    """A mapping (`keys` has a key for each child) or a sequence (`keys` is None)."""

    start: int
    end: int
    keys: list[str] | None = None
    children: list[Node] = field(default_factory=list)

    def child(self, key: str) -> Node | None:
        """What a mapping has under a key; None where it has none, or is a sequence."""
        for name, child in zip(self.keys or (), self.children, strict=False):
            if name == key:
                return child
        return None

    def text(self, key: str) -> str | None:
        """The string a mapping has under a key."""
        child = self.child(key)
        return child.piece.text if isinstance(child, Leaf) and child.is_text else None


Node = Leaf | Branches
Path = tuple["str | int", ...]


def below(root: Node) -> Iterator[tuple[Path, Node]]:
    """Every node with the keys and indices that lead to it, in order, the root first."""
    todo: list[tuple[Path, Node]] = [((), root)]
    while todo:
        path, node = todo.pop()
        yield path, node
        if isinstance(node, Branches):
            steps: list[str | int] = list(node.keys or ())
            steps = steps or list(range(len(node.children)))
            inside = zip(steps, node.children, strict=False)
            todo.extend(((*path, step), child) for step, child in reversed(list(inside)))


def json_path(path: Path) -> str:
    """`$.orders[*].status`: keys with dots, any index as `*`."""
    return "$" + "".join("[*]" if isinstance(step, int) else f".{step}" for step in path)


def dotted(path: Path) -> str:
    """`orders.status`: the keys, without the indices."""
    return ".".join(step for step in path if isinstance(step, str))
