"""A workflow of the Symfony framework (its configuration, read from YAML or JSON).

A `state_machine` is in one place at a time; in a `workflow` (a Petri net) a transition from several places needs all of
them, and one to several leads to all: those have no place in a vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from truth.kinds.status.importing.machine import Machine, Note, State, Step, require_small
from truth.kinds.status.importing.rules import FLATTENED, LEFT_OUT, listed
from truth.model.canonical import Json
from truth.model.errors import Invalid, UsageError
from truth.model.nearest import did_you_mean

_READ = frozenset(["type", "places", "transitions", "initial_marking", "initial_place"])
_METADATA = ("label", "title", "description")


def read_symfony(data: Json, only: str | None) -> Machine:
    """The machine of a workflow; `only` names it, where there are several.

    Raises `Invalid` for what is no workflow, and `UsageError` where one must be named.
    """
    workflow = _chosen(_workflows(data), only)
    petri = workflow.get("type", "workflow") != "state_machine"
    transitions = list(_transitions(workflow.get("transitions")))
    usable = [one for one in transitions if not _joins(one, petri)]
    steps = tuple(step for name, spec in usable for step in _steps(name, spec))
    places = dict(_places(workflow.get("places"), [spec for _, spec in transitions]))
    require_small(len(places), len(steps))
    initial = tuple(_names(workflow.get("initial_marking", workflow.get("initial_place")), "initial_marking"))
    _require_places([*initial, *(name for step in steps for name in (step.source, step.target))], places)
    states = tuple(_state(name, spec) for name, spec in places.items())
    joins = [name for name, spec in transitions if _joins((name, spec), petri)]
    return Machine(states, steps, initial, {"mode": "strict"}, tuple(_notes(workflow, joins, initial, places)))


def _workflows(data: Json) -> Mapping[str, Mapping[str, Json]]:
    """The workflows by name, wherever the file begins: `framework:`, `workflows:`, or the workflow itself."""
    found = _mapping(data, "the file")
    for name in ("framework", "workflows"):
        found = _mapping(found.get(name, found), name)
    if "transitions" in found and "from" not in found:
        return {"": found}
    return {name: _mapping(spec, name) for name, spec in found.items() if isinstance(spec, Mapping)}


def _chosen(workflows: Mapping[str, Mapping[str, Json]], only: str | None) -> Mapping[str, Json]:
    known = [name for name, spec in workflows.items() if "transitions" in spec]
    if not known:
        raise Invalid("this is no Symfony workflow: 'transitions' are expected under framework: workflows: <name>")
    if only is not None and known != [""] and only not in known:
        raise UsageError(f"the file has no workflow '{only}'{did_you_mean(only, known)}")
    if only is None and len(known) > 1:
        raise UsageError(f"the file has several workflows, each a vocabulary of its own; name one: {listed(known)}")
    return workflows[only if only in known else known[0]]


def _transitions(given: Json) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """By name, or as a list in which a name may come more than once."""
    if isinstance(given, list):
        for item in given:
            spec = _mapping(item, "a transition")
            yield _text(spec.get("name"), "the name of a transition"), spec
    else:
        for name, spec in _mapping(given, "transitions").items():
            yield name, _mapping(spec, name)


def _joins(one: tuple[str, Mapping[str, Json]], petri: bool) -> bool:
    """Whether it needs several places at once, or leads to several."""
    name, spec = one
    return len(_names(spec.get("to"), name)) > 1 or (petri and len(_names(spec.get("from"), name)) > 1)


def _steps(name: str, spec: Mapping[str, Json]) -> Iterator[Step]:
    guard = spec.get("guard")
    description = _metadata(spec).get("description")
    for source in _names(spec.get("from"), name):
        for target in _names(spec.get("to"), name):
            yield Step(source, target, name, _text(guard, f"guard of {name}") if guard else None, description)


def _places(given: Json, transitions: Iterable[Mapping[str, Json]]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """As a list, by name, or as the transitions have them."""
    if given is None:
        for spec in transitions:
            for name in (*_names(spec.get("from"), "from"), *_names(spec.get("to"), "to")):
                yield name, {}
    elif isinstance(given, list):
        for item in given:
            spec = item if isinstance(item, Mapping) else {"name": item}
            yield _text(spec.get("name"), "the name of a place"), spec
    else:
        for name, spec in _mapping(given, "places").items():
            yield name, _mapping(spec, name)


def _state(name: str, spec: Mapping[str, Json]) -> State:
    said = _metadata(spec)
    label = said.get("label") or said.get("title")
    return State(name, {"": label} if label else {}, {"meaning": said["description"]} if "description" in said else {})


def _metadata(spec: Mapping[str, Json]) -> dict[str, str]:
    found = _mapping(spec.get("metadata"), "metadata")
    return {name: found[name] for name in _METADATA if isinstance(found.get(name), str)}


def _require_places(names: Iterable[str], places: Mapping[str, Json]) -> None:
    for name in names:
        if name not in places:
            raise Invalid(f"'{name[:80]}' is no place of this workflow{did_you_mean(name, places)}")


def _notes(
    workflow: Mapping[str, Json], joins: list[str], initial: tuple[str, ...], places: Mapping[str, Mapping[str, Json]]
) -> Iterator[Note]:
    if joins:
        message = f"transitions that need or reach several places at once are left out: {listed(joins)}"
        yield Note(FLATTENED, message, "make a vocabulary of each strand, and a display of them together")
    if len(initial) > 1:
        message = f"an order begins in several places at once: {listed(initial)}"
        yield Note(FLATTENED, message, "here it says that a history may begin in any one of them")
    more = {name for spec in places.values() for name in _mapping(spec.get("metadata"), "metadata")} - {*_METADATA}
    unread = sorted({*workflow} - _READ | {f"metadata.{name}" for name in more})
    if unread:
        yield Note(LEFT_OUT, f"settings of the framework are left out: {listed(unread)}")


def _names(given: Json, what: str) -> tuple[str, ...]:
    if given is None:
        return ()
    return tuple(dict.fromkeys(_text(name, what) for name in (given if isinstance(given, list) else [given])))


def _mapping(given: Json, what: str) -> Mapping[str, Json]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise Invalid(f"'{what[:80]}' should be a mapping; it is {str(given)[:60]}")
    return given


def _text(given: Json, what: str) -> str:
    if not isinstance(given, str):
        raise Invalid(f"{what[:80]} should be a text; it is {str(given)[:60]}")
    return given
