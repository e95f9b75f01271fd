"""A machine in SCXML 1.0 (W3C, 2015). What we wrote into it ourselves (`truth:…`) is read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from truth.kinds.status.diagram.scxml import BEGIN, NAMESPACE, SCXML
from truth.kinds.status.importing.machine import Machine, Note
from truth.kinds.status.importing.rules import LEFT_OUT, listed
from truth.kinds.status.importing.tree import Jump, Node, Path, Shape, flattened
from truth.kinds.status.importing.xml_tree import Element, read_xml
from truth.model.canonical import Json
from truth.model.errors import Invalid
from truth.model.nearest import did_you_mean

_SHAPES = {"state": Shape.PLAIN, "parallel": Shape.PARALLEL, "final": Shape.FINAL, "history": Shape.HISTORY}
_STRUCTURE = frozenset([*_SHAPES, "scxml", "initial", "transition"])
_FACTS = ("phase", "audience", "shown_as", "expect_within", "meaning")


def read_scxml(text: str) -> Machine:
    """The machine of a document; `Invalid` for what is no SCXML."""
    root = read_xml(text)
    if root.name != "scxml" or root.namespace not in (SCXML, ""):
        raise Invalid(f'this is no SCXML: the outermost element is <{root.name[:40]}>, not <scxml xmlns="{SCXML}">')
    reading = _Reading(dict(_paths(root, ())))
    left = sorted({name for name in _unread(root)})
    notes = [Note(LEFT_OUT, f"what the machine does beside changing state is left out: {listed(left)}")] if left else []
    return flattened(reading.node(root, ()), {"mode": "strict"}, notes)


def _paths(element: Element, path: Path) -> Iterator[tuple[str, Path]]:
    """The path of every state by its id, which is unique in the document."""
    seen: dict[str, int] = {}
    for child in _states(element):
        id = _id(child)
        for name, inner in [(id, (*path, id)), *_paths(child, (*path, id))]:
            if name in seen:
                raise Invalid(f"line {child.line}: the id '{name[:80]}' is given twice")
            seen[name] = child.line
            yield name, inner


@dataclass(frozen=True)
class _Reading:
    """The states by id."""

    paths: Mapping[str, Path]

    def node(self, element: Element, path: Path) -> Node:
        children = tuple(self.node(child, (*path, _id(child))) for child in _states(element))
        shape = _SHAPES.get(element.name, Shape.PLAIN)
        return Node(
            path=path,
            shape=shape,
            initial=() if shape is Shape.PARALLEL else self._initial(element, children),
            children=children,
            jumps=() if shape is Shape.HISTORY else tuple(self._jumps(element, path)),
            label=_label(element),
            facts=_facts(element),
        )

    def _initial(self, element: Element, children: tuple[Node, ...]) -> tuple[Path, ...]:
        """`initial`, as an attribute or an element; else the first state in document order (§3.2, §3.3)."""
        begin = next((child for child in _elements(element) if child.name == "state" and _is_begin(child)), None)
        within = next((child for child in _elements(element) if child.name == "initial"), begin)
        targets = element.attributes.get("initial") if within is None else None
        if within is not None:
            targets = " ".join(one.attributes.get("target", "") for one in _elements(within))
        if targets is not None:
            return tuple(self._path(name, element.line) for name in targets.split())
        return tuple(child.path for child in children[:1])

    def _jumps(self, element: Element, path: Path) -> Iterator[Jump]:
        for one in _elements(element):
            if one.name == "transition":
                targets = tuple(self._path(name, one.line) for name in one.attributes.get("target", "").split())
                events: list[str | None] = [*one.attributes.get("event", "").split()]
                for event in events or [None]:
                    yield self._jump(one, event, targets, path)

    def _jump(self, one: Element, event: str | None, targets: tuple[Path, ...], path: Path) -> Jump:
        """`done.state.x` happens in x once that has come to its end (§3.7)."""
        done = bool(path) and event == f"done.state.{path[-1]}"
        ours = _ours(one, ("actors", "reasons"))
        actors, reasons = (tuple(ours.get(name, "").split()) for name in ("actors", "reasons"))
        name = "done" if done else event.removesuffix(".*") if event else None
        return Jump(name, targets, one.attributes.get("cond"), None, done, actors, reasons)

    def _path(self, id: str, line: int) -> Path:
        if id not in self.paths:
            raise Invalid(f"line {line}: there is no state '{id[:80]}'{did_you_mean(id, self.paths)}")
        return self.paths[id]


def _label(element: Element) -> dict[str, str]:
    words = _ours(element, ("label",)).get("label")
    return {"": words} if words else {}


def _facts(element: Element) -> dict[str, Json]:
    ours: dict[str, Json] = dict(_ours(element, _FACTS))
    allows = _ours(element, ("allows",)).get("allows", "").split()
    return {**ours, "allows": allows} if allows else ours


def _ours(element: Element, names: tuple[str, ...]) -> dict[str, str]:
    found = {name: element.attributes.get(f"{NAMESPACE} {name}") for name in names}
    return {name: value for name, value in found.items() if value}


def _elements(element: Element) -> Iterator[Element]:
    return (child for child in element.children if child.namespace in (SCXML, ""))


def _states(element: Element) -> Iterator[Element]:
    return (child for child in _elements(element) if child.name in _SHAPES and not _is_begin(child))


def _is_begin(element: Element) -> bool:
    return element.attributes.get("id") == BEGIN


def _id(element: Element) -> str:
    id = element.attributes.get("id")
    if not id:
        raise Invalid(f"line {element.line}: this <{element.name}> has no id; a status needs a name")
    return id


def _unread(element: Element) -> Iterator[str]:
    for child in element.children:
        if child.namespace in (SCXML, "") and child.name in _STRUCTURE:
            yield from _unread(child)
        else:
            yield child.name
