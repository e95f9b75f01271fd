"""Climbing from a string of code to what holds it, whatever the language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from truth.drift.extract.code_tree import LONGEST_NAME, Known, name_in
from truth.drift.piece import Call, Group, Role

if TYPE_CHECKING:
    from tree_sitter import Node

_FAR = 60
_QUOTED = re.compile(rb"[\"'`]([^\"'`\n]{0,200})[\"'`]")


@dataclass(frozen=True, slots=True)
class Context:
    """What a string is; `role` is None where it is nothing to anybody (a directive, a key)."""

    role: Role | None
    name: str = ""
    group: Group | None = None
    call: Call | None = None


@dataclass
class Climb:
    """What has been passed on the way: `keys` are those of mappings and the labels of branches, the innermost first."""

    data: bytes
    around: Sequence[Node]
    known: Known
    keys: list[str] = field(default_factory=list)

    def named(self, name: str) -> str:
        """A name with the keys passed below it."""
        return ".".join(part for part in (name, *reversed(self.keys)) if part)

    def text(self, node: Node | None) -> bytes:
        """A node as it is written."""
        return self.data[node.start_byte : node.end_byte] if node is not None else b""

    def name(self, node: Node | None) -> str:
        """What an expression is called."""
        return name_in(self.text(node)) if node is not None and node.end_byte - node.start_byte <= LONGEST_NAME else ""

    def quoted(self, node: Node | None) -> str:
        """A literal's words as written, without its quotes; empty where it is no literal."""
        found = _QUOTED.fullmatch(self.text(node))
        return found[1].decode("utf-8", "replace") if found else ""


AnyClimb = TypeVar("AnyClimb", bound=Climb)
Step = Callable[[AnyClimb, "Node", "Node", int], Context | None]
"""Judges a node by the child one comes from and its own depth; None: climb on."""


def climbed(climb: AnyClimb, node: Node, steps: Mapping[str, Step[AnyClimb]]) -> Context | None:
    """What the first step that knows says a string is; None where none does."""
    around, child = climb.around, node
    for depth in range(len(around) - 1, max(len(around) - 1 - _FAR, -1), -1):
        step = steps.get(around[depth].type)
        if step is None:
            return None
        found = step(climb, around[depth], child, depth)
        if found is not None:
            return found
        child = around[depth]
    return None
