"""An XState machine as JSON (its `config`, as `createMachine` takes it; versions 4 and 5).

Guards become names. What a machine does (`entry`, `exit`, `invoke`, `context` …) is no part of a vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from truth.kinds.status.importing.machine import Machine, Note
from truth.kinds.status.importing.rules import LEFT_OUT, listed
from truth.kinds.status.importing.tree import Jump, Node, Path, Shape, flattened
from truth.model.canonical import Json
from truth.model.errors import Invalid

_READ = frozenset(
    [
        *["id", "key", "type", "initial", "states", "on", "always", "after", "onDone", "description", "parallel"],
        *["history", "target", "predictableActionArguments", "version", "$schema"],
    ]
)
_SHAPES = {
    "atomic": Shape.PLAIN,
    "compound": Shape.PLAIN,
    "parallel": Shape.PARALLEL,
    "final": Shape.FINAL,
    "history": Shape.HISTORY,
}


def read_xstate(data: Json) -> Machine:
    """The machine a config says; `Invalid` for what is none."""
    if not isinstance(data, Mapping) or not isinstance(data.get("states"), Mapping):
        raise Invalid("this is no XState machine: an object with 'states' is expected")
    reading = _Reading(str(data.get("id", "")), dict(_ids(data, ())), [])
    root = reading.node(data, ())
    left = sorted(set(reading.unread))
    notes = [Note(LEFT_OUT, f"what the machine does beside changing state is left out: {listed(left)}")] if left else []
    return flattened(root, {"mode": "strict"}, notes)


def _ids(config: Mapping[str, Json], path: Path) -> Iterator[tuple[str, Path]]:
    if path and isinstance(config.get("id"), str):
        yield config["id"], path
    for name, child in _mapping(config.get("states"), "states").items():
        yield from _ids(_mapping(child, name), (*path, name))


@dataclass(frozen=True)
class _Reading:
    """The machine's own id, its states by theirs, and what has not been read."""

    id: str
    ids: Mapping[str, Path]
    unread: list[str]

    def node(self, config: Mapping[str, Json], path: Path) -> Node:
        self.unread.extend(name for name in config if name not in _READ)
        shape = _shape(config, path)
        children = tuple(
            self.node(_mapping(child, name), (*path, name))
            for name, child in _mapping(config.get("states"), "states").items()
        )
        return Node(
            path=path,
            shape=shape,
            initial=() if shape is Shape.PARALLEL else self._initial(config, path, bool(children)),
            children=children,
            jumps=tuple(self._jumps(config, path)),
            facts={"meaning": config["description"]} if isinstance(config.get("description"), str) and path else {},
        )

    def _initial(self, config: Mapping[str, Json], path: Path, inner: bool) -> tuple[Path, ...]:
        initial = config.get("initial")
        if isinstance(initial, Mapping):
            initial = initial.get("target")
        if initial is None or not inner:
            return ()
        return tuple((*path, *_text(name, "initial").removeprefix(".").split(".")) for name in _many(initial))

    def _jumps(self, config: Mapping[str, Json], path: Path) -> Iterator[Jump]:
        for event, given in _mapping(config.get("on"), "on").items():
            yield from self._some(given, event, path)
        for delay, given in _mapping(config.get("after"), "after").items():
            yield from self._some(given, f"after {delay}", path, f"After {delay}{' ms' if delay.isdigit() else ''}.")
        yield from self._some(config.get("always"), None, path)
        yield from self._some(config.get("onDone"), "done", path, done=True)
        for call in map(_call, _many(config.get("invoke"))):
            for name, event in (("onDone", "done"), ("onError", "error")):
                yield from self._some(call.get(name), f"{event} {call.get('id') or _named(call.get('src'))}", path)

    def _some(
        self, given: Json, event: str | None, path: Path, description: str | None = None, *, done: bool = False
    ) -> Iterator[Jump]:
        """A target, an object with one, or a list of these of which the first that may happen does."""
        done = done and bool(path)
        for one in _many(given):
            spec = one if isinstance(one, Mapping) else {"target": one}
            guard = spec.get("guard", spec.get("cond"))
            said = " ".join(filter(None, [spec.get("description"), description])) or None
            targets = tuple(self._target(_text(name, "target"), path) for name in _many(spec.get("target")))
            yield Jump(event, targets, _named(guard) if guard is not None else None, said, done)

    def _target(self, target: str, path: Path) -> Path:
        """`#id`, `.child`, or the name of a neighbour; of the machine itself, a state in it."""
        if target.startswith("#"):
            return self._by_id(target[1:])
        if target.startswith("."):
            return (*path, *target[1:].split("."))
        return (*path[:-1], *target.split("."))

    def _by_id(self, id: str) -> Path:
        if id in self.ids:
            return self.ids[id]
        owner, _, rest = id.partition(".")
        start = self.ids.get(owner, () if owner == self.id else None)
        if start is None:
            raise Invalid(f"'#{id[:80]}' is the id of no state of this machine")
        return (*start, *(rest.split(".") if rest else ()))


def _shape(config: Mapping[str, Json], path: Path) -> Shape:
    type_ = config.get("type")
    if config.get("parallel") is True:
        return Shape.PARALLEL
    if type_ is None:
        return Shape.HISTORY if config.get("history") else Shape.PLAIN
    if type_ not in _SHAPES:
        raise Invalid(f"{'.'.join(path) or 'the machine'} is of the unknown type '{str(type_)[:40]}'")
    return _SHAPES[type_]


def _call(given: Json) -> Mapping[str, Json]:
    return given if isinstance(given, Mapping) else {"src": given}


def _named(given: Json) -> str:
    """The name of a guard or an actor, written as a word or as `{type: word}`."""
    if isinstance(given, Mapping):
        given = given.get("type", given.get("name"))
    return given if isinstance(given, str) else "a condition without a name"


def _many(given: Json) -> Iterable[Json]:
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def _mapping(given: Json, what: str) -> Mapping[str, Json]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise Invalid(f"'{what[:80]}' of the machine should be an object")
    return given


def _text(given: Json, what: str) -> str:
    if not isinstance(given, str):
        raise Invalid(f"'{what}' of the machine should be a text; it is {str(given)[:60]}")
    return given
