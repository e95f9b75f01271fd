"""Facts: a vocabulary laid flat and put into one order, for code and for pictures.

It can be made of any vocabulary, finished or not: what is not said is None or empty. The order does not depend on the
order of keys in the document, so the same content gives the same text wherever it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from truth.model.canonical import Json
from truth.model.document import Document
from truth.model.errors import Invalid
from truth.model.ref import Ref

_CODE = re.compile(r"[a-z][a-z0-9_]{0,79}")
_TYPE = "vocabulary"


@dataclass(frozen=True)
class StatusFacts:
    """One status; `label` is its Text as written, empty where it has none."""

    code: str
    phase: str | None
    terminal: bool
    audience: str | None
    shown_as: str | None
    meaning: str | None
    allows: tuple[str, ...]
    expect_within: str | None
    label: Mapping[str, Json]

    @property
    def staff(self) -> bool:
        """Whether customers see another status in its place."""
        return self.audience == "staff"


@dataclass(frozen=True)
class Transition:
    """One event that leads from some statuses to another; `event` is None where an unfinished vocabulary has none."""

    event: str | None
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """A vocabulary. `statuses` come as a history meets them from `initial` on; those it never meets follow, sorted.

    Transitions to or from a code that is no status are left out.
    """

    entry: Ref
    title: Mapping[str, Json]
    mode: str | None
    initial: tuple[str, ...]
    statuses: tuple[StatusFacts, ...]
    transitions: tuple[Transition, ...]
    retired: Mapping[str, str | None]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes, in order."""
        return tuple(status.code for status in self.statuses)

    @cached_property
    def leaving(self) -> Mapping[str, tuple[Transition, ...]]:
        """The transitions from each status, in their order."""
        found: dict[str, list[Transition]] = {code: [] for code in self.codes}
        for one in self.transitions:
            for source in one.sources:
                found[source].append(one)
        return {code: tuple(ones) for code, ones in found.items()}

    def named(self, what: str) -> tuple[str, ...]:
        """Every event, actor or reason the transitions name (`event`, `actors`, `reasons`), sorted."""
        return tuple(sorted({name for one in self.transitions for name in _names(getattr(one, what))}))


def facts_of(document: Document) -> Facts:
    """The facts of a vocabulary; `Invalid` for another type of entry, and for what is not shaped like one at all."""
    body = _mapping(document.body, str(document.entry))
    if body.get("type") != _TYPE:
        raise Invalid(f"{document.entry} is a {body.get('type', 'status entry')}, not a {_TYPE}")
    statuses = {_code(code): _status(code, spec) for code, spec in _mapping(body.get("statuses"), "statuses").items()}
    initial = tuple(code for code in _codes(body.get("initial"), "initial") if code in statuses)
    transitions = tuple(_known(map(_transition, _list(body.get("transitions"), "transitions")), statuses))
    return Facts(
        entry=document.entry,
        title=_mapping(body.get("title"), "title"),
        mode=body.get("mode"),
        initial=initial,
        statuses=tuple(statuses[code] for code in _discovery(initial, transitions, statuses)),
        transitions=transitions,
        retired={
            _code(code): _mapping(spec, "retired").get("replaced_by")
            for code, spec in sorted(_mapping(body.get("retired"), "retired").items())
        },
    )


def _status(code: str, given: Json) -> StatusFacts:
    spec = _mapping(given, code)
    return StatusFacts(
        code=code,
        phase=spec.get("phase"),
        terminal=spec.get("terminal") is True,
        audience=spec.get("audience"),
        shown_as=spec.get("shown_as"),
        meaning=spec.get("meaning"),
        allows=_codes(spec.get("allows"), "allows"),
        expect_within=spec.get("expect_within"),
        label=_mapping(spec.get("label"), "label"),
    )


def _transition(given: Json) -> Transition:
    spec = _mapping(given, "a transition")
    event = spec.get("event")
    return Transition(
        event=None if event is None else _code(event),
        sources=_codes(spec.get("from"), "from"),
        target=_code(spec.get("to")),
        actors=_codes(spec.get("actors"), "actors"),
        reasons=_codes(spec.get("reasons"), "reasons"),
    )


def _known(transitions: Iterable[Transition], statuses: Mapping[str, StatusFacts]) -> Iterable[Transition]:
    for one in transitions:
        sources = tuple(code for code in one.sources if code in statuses)
        if sources and one.target in statuses:
            yield Transition(one.event, sources, one.target, one.actors, one.reasons)


def _discovery(initial: Iterable[str], transitions: Iterable[Transition], known: Iterable[str]) -> dict[str, None]:
    """Breadth first along the transitions as listed: the order in which content files list statuses too."""
    following: dict[str, list[str]] = {}
    for one in transitions:
        for source in one.sources:
            following.setdefault(source, []).append(one.target)
    met = dict.fromkeys(initial)
    queue = list(met)
    for code in queue:
        fresh = [target for target in dict.fromkeys(following.get(code, ())) if target not in met]
        met.update(dict.fromkeys(fresh))
        queue += fresh
    return {**met, **dict.fromkeys(sorted(known))}


def _names(found: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (found,) if isinstance(found, str) else found or ()


def _mapping(value: Json, what: str) -> Mapping[str, Json]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Invalid(f"{what[:80]} should be a mapping; truth validate says where")
    return value


def _list(value: Json, what: str) -> list[Json]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Invalid(f"{what} should be a list; truth validate says where")
    return value


def _codes(value: Json, what: str) -> tuple[str, ...]:
    return tuple(_code(code) for code in _list(value, what))


def _code(value: Json) -> str:
    if not (isinstance(value, str) and _CODE.fullmatch(value)):
        raise Invalid(f"'{str(value)[:80]}' is not a code: a small letter, then small letters, digits and _")
    return value
