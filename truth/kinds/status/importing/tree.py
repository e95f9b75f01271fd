"""Tree: nested and parallel states, as statecharts have them, written out as single ones.

What happens in a state also happens in those within it (Harel, Statecharts, 1987): a move of an outer state is one of
every innermost one, unless that handles the event itself. A move into an outer state leads to where that begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from truth.kinds.status.importing.machine import Machine, Note, State, Step, require_small
from truth.kinds.status.importing.rules import FLATTENED, LEFT_OUT, listed
from truth.model.canonical import Json
from truth.model.errors import Invalid

Path = tuple[str, ...]
"""Names from the outermost state inwards; the machine itself is the empty path."""


class Shape(StrEnum):
    """What a node is."""

    PLAIN = "plain"
    PARALLEL = "parallel"
    FINAL = "final"
    HISTORY = "history"


@dataclass(frozen=True)
class Jump:
    """What a node does on an event. No target: it stays where it is.

    `done`: it happens by itself once the node has come to one of its final states.
    """

    event: str | None
    targets: tuple[Path, ...]
    guard: str | None = None
    description: str | None = None
    done: bool = False
    actors: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    """A state with the states in it; `initial` are the paths it begins with."""

    path: Path
    shape: Shape = Shape.PLAIN
    initial: tuple[Path, ...] = ()
    children: tuple[Node, ...] = ()
    jumps: tuple[Jump, ...] = ()
    label: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The path as messages write it."""
        return ".".join(self.path) or "the machine"


def flattened(root: Node, about: Mapping[str, Json], notes: Iterable[Note] = ()) -> Machine:
    """The machine of a tree.

    Raises `Invalid` for a target that is no state, and `TooLarge` beyond what a vocabulary may hold.
    """
    return _Flattening(root).machine(about, notes)


class _Flattening:
    """The nodes by path, and what could not be written out."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.nodes = {node.path: node for node in _nodes(root)}
        self.leaves = [node for node in self.nodes.values() if _is_leaf(node)]
        require_small(len(self.leaves))
        self.names = _unique([node.path for node in self.leaves])
        self.unwritten: list[str] = []
        self.unmoving: list[str] = []

    def machine(self, about: Mapping[str, Json], notes: Iterable[Note]) -> Machine:
        steps: list[Step] = []
        for leaf in self.leaves:
            steps += self._steps(leaf)
            require_small(0, len(steps))
        leaving = {step.source for step in steps}
        states = [State(self.names[leaf.path], leaf.label, self._facts(leaf, leaving)) for leaf in self.leaves]
        initial = tuple(self.names[path] for path in self._entering(self.root))
        return Machine(tuple(states), tuple(steps), initial, about, (*notes, *self._notes()))

    def _facts(self, leaf: Node, leaving: set[str]) -> Mapping[str, Json]:
        ends = leaf.shape is Shape.FINAL and self.names[leaf.path] not in leaving
        return {**leaf.facts, "terminal": True} if ends else leaf.facts

    def _steps(self, leaf: Node) -> Iterator[Step]:
        """Inner states answer first; what they do without a condition is not asked of the outer ones."""
        answered: set[str | None] = set()
        for node in self._outwards(leaf):
            for jump in node.jumps:
                if jump.event not in answered and self._applies(jump, node, leaf):
                    yield from self._step(leaf, node, jump)
            answered |= {jump.event for jump in node.jumps if jump.guard is None and not jump.done}

    def _outwards(self, leaf: Node) -> Iterator[Node]:
        """The states around a leaf; a machine that has come to its end does nothing any more."""
        for length in range(len(leaf.path), -1, -1):
            if length or leaf.shape is not Shape.FINAL or len(leaf.path) > 1:
                yield self.nodes[leaf.path[:length]]

    def _applies(self, jump: Jump, node: Node, leaf: Node) -> bool:
        return not jump.done or (leaf.shape is Shape.FINAL and leaf.path[:-1] == node.path)

    def _step(self, leaf: Node, node: Node, jump: Jump) -> Iterator[Step]:
        if not jump.targets:
            self.unmoving.append(f"{jump.event or 'a move'} in {node.shown}")
            return
        targets = [path for target in jump.targets for path in self._entering(self._node(target, node))]
        if len(targets) != 1:
            self.unwritten.append(f"{jump.event or 'a move'} in {node.shown}")
            return
        source, target = self.names[leaf.path], self.names[targets[0]]
        yield Step(source, target, jump.event, jump.guard, jump.description, jump.actors, jump.reasons)

    def _node(self, path: Path, by: Node) -> Node:
        if path not in self.nodes:
            raise Invalid(f"{by.shown} leads to '{'.'.join(path)[:80]}', which is no state of this machine")
        return self.nodes[path]

    def _entering(self, node: Node) -> list[Path]:
        """The innermost states a state begins with; none where it goes back to where it was (history)."""
        if _is_leaf(node):
            return [node.path]
        if node.shape is Shape.HISTORY:
            return []
        if node.shape is Shape.PARALLEL:
            return [
                path for child in node.children if child.shape is not Shape.HISTORY for path in self._entering(child)
            ]
        return [path for start in node.initial for path in self._entering(self._within(start, node))]

    def _within(self, path: Path, node: Node) -> Node:
        if path == node.path or path[: len(node.path)] != node.path:
            raise Invalid(f"{node.shown} begins with '{'.'.join(path)[:80]}', which is not in it")
        return self._node(path, node)

    def _notes(self) -> Iterator[Note]:
        nodes = self.nodes.values()
        parallel = [node.shown for node in nodes if node.shape is Shape.PARALLEL]
        if parallel:
            message = f"states that are in several places at once are written as single ones: {listed(parallel)}"
            yield Note(FLATTENED, message, "make a vocabulary of each region, and a display of them together")
        nested = [node.shown for node in nodes if node.path and node.children and node.shape is Shape.PLAIN]
        if nested:
            message = f"states within states are written out: {listed(nested)}"
            yield Note(
                FLATTENED, message, "a move of the outer state is now one of each inner state; look them through"
            )
        yield from self._left_out()

    def _left_out(self) -> Iterator[Note]:
        history = [node.shown for node in self.nodes.values() if node.shape is Shape.HISTORY]
        if history:
            message = f"states that go back to where they were have no place here: {listed(history)}"
            yield Note(LEFT_OUT, message, "list the moves back one by one")
        if self.unwritten:
            message = f"moves that do not lead to exactly one status are left out: {listed(self.unwritten)}"
            yield Note(LEFT_OUT, message, "say where each leads")
        if self.unmoving:
            yield Note(LEFT_OUT, f"what happens without a change of status is left out: {listed(self.unmoving)}")


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _is_leaf(node: Node) -> bool:
    return bool(node.path) and not node.children and node.shape is not Shape.HISTORY


def _unique(paths: list[Path]) -> Mapping[Path, str]:
    """The last name of each path where no other ends so; the whole path otherwise."""
    last = Counter(path[-1] for path in paths)
    return {path: path[-1] if last[path[-1]] == 1 else "_".join(path) for path in paths}
