"""A machine as the body of a vocabulary, with what it does not say listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from truth.kinds.status.importing.coding import codes
from truth.kinds.status.importing.gaps import gaps
from truth.kinds.status.importing.machine import Machine, Note, State, Step, require_small
from truth.kinds.status.importing.rules import CONDITION, MISSING, RENAMED, amount, listed
from truth.kinds.status.importing.words import line, note, words
from truth.kinds.status.kind import SECTIONS
from truth.model.canonical import Json
from truth.model.errors import Invalid, TooLarge
from truth.model.finding import Finding
from truth.model.nearest import did_you_mean
from truth.model.ref import Ref

_MOST_TRANSITIONS = 5000


@dataclass(frozen=True)
class Imported:
    """The body of a vocabulary, finished or not, and what there is to say about it."""

    body: Mapping[str, Json]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Names:
    """Codes by the source's names."""

    statuses: Mapping[str, str]
    events: Mapping[str, str]
    actors: Mapping[str, str]
    reasons: Mapping[str, str]


def vocabulary(machine: Machine, key: str, locale: str | None = None) -> Imported:
    """The vocabulary of a machine; `locale` is the language of labels for which the source names none.

    Raises `Invalid` where there are no states, where a name is none's, or where two become one code; `TooLarge` beyond
    what a vocabulary may hold.
    """
    if not machine.states:
        raise Invalid("there are no statuses in it")
    require_small(len(machine.states), len(machine.steps))
    names = _names(machine)
    _require_states(machine, names.statuses)
    body = {
        "type": "vocabulary",
        **machine.about,
        **({"initial": [names.statuses[name] for name in machine.initial]} if machine.initial else {}),
        "statuses": {names.statuses[state.name]: _status(state, names, locale) for state in machine.states},
        "transitions": _transitions(machine.steps, names),
    }
    notes = [*machine.notes, *_renamed(names), *_unsaid(machine, locale), *gaps(body)]
    entry = Ref("status", key)
    return Imported(body, tuple(one.rule.finding(entry, one.message, fix=one.fix) for one in notes))


def _names(machine: Machine) -> _Names:
    steps = machine.steps
    return _Names(
        statuses=codes((state.name for state in machine.states), "status", SECTIONS),
        events=codes((step.event for step in steps if step.event), "event"),
        actors=codes((name for step in steps for name in step.actors), "actor"),
        reasons=codes((name for step in steps for name in step.reasons), "reason"),
    )


def _require_states(machine: Machine, known: Mapping[str, str]) -> None:
    for name in (*machine.initial, *(end for step in machine.steps for end in (step.source, step.target))):
        if name not in known:
            raise Invalid(f"'{name[:80]}' is no status of the source{did_you_mean(name, known)}")


def _status(state: State, names: _Names, locale: str | None) -> dict[str, Json]:
    facts = dict(state.facts)
    if "meaning" in facts:
        facts["meaning"] = line(facts["meaning"])
    if "allows" in facts:
        facts["allows"] = list(codes(facts["allows"], "offer").values())
    if "shown_as" in facts:
        facts["shown_as"] = _known(facts["shown_as"], names, state.name)
    label = {tag or locale: words(text) for tag, text in state.label.items() if (tag or locale) and text.strip()}
    return {**{name: value for name, value in facts.items() if value}, **({"label": label} if label else {})}


def _known(name: str, names: _Names, by: str) -> str:
    if name not in names.statuses:
        raise Invalid(f"'{by[:80]}' is shown as '{name[:80]}', which is no status of the source")
    return names.statuses[name]


def _transitions(steps: Iterable[Step], names: _Names) -> list[dict[str, Json]]:
    """Steps that differ in nothing but where they begin are one transition."""
    merged: dict[tuple[str | None, str, str, tuple[str, ...], tuple[str, ...]], dict[str, None]] = {}
    for step in steps:
        key = (step.event, step.target, _described(step), step.actors, step.reasons)
        merged.setdefault(key, {})[names.statuses[step.source]] = None
    if len(merged) > _MOST_TRANSITIONS:
        raise TooLarge(f"there are {len(merged):,} transitions; a vocabulary holds at most {_MOST_TRANSITIONS:,}")
    return [
        {
            **({"event": names.events[event]} if event else {}),
            "from": list(sources),
            "to": names.statuses[target],
            **({"actors": [names.actors[name] for name in actors]} if actors else {}),
            **({"reasons": [names.reasons[name] for name in reasons]} if reasons else {}),
            **({"description": described} if described else {}),
        }
        for (event, target, described, actors, reasons), sources in merged.items()
    ]


def _described(step: Step) -> str:
    guard = f"Only if: {step.guard}." if step.guard else ""
    return note(" ".join(part for part in (step.description or "", guard) if part))


def _renamed(names: _Names) -> Iterator[Note]:
    kinds = {"status": names.statuses, "event": names.events, "actor": names.actors, "reason": names.reasons}
    for what, found in kinds.items():
        changed = [f"{name} → {code}" for name, code in found.items() if name != code]
        if changed:
            fix = "the source's own codes need a mapping (type: mapping)" if what == "status" else None
            names_ = amount(len(changed), f"{what} name", f"{what} names")
            yield Note(RENAMED, f"{names_} spelled as a code: {listed(changed)}", fix)


def _unsaid(machine: Machine, locale: str | None) -> Iterator[Note]:
    silent = [state.name for state in machine.states if "" in state.label]
    if silent and locale is None:
        message = f"{amount(len(silent), 'label', 'labels')} in no language, so left out: {listed(silent)}"
        yield Note(MISSING, message, "say which it is, with --locale")
    guards = sorted({step.guard for step in machine.steps if step.guard})
    if guards:
        message = f"{amount(len(guards), 'condition', 'conditions')} kept as words in a description: {listed(guards)}"
        yield Note(CONDITION, message, "say in words who decides, or give the transition reasons")
