"""Python: a StrEnum and a Literal, the facts of each status, transitions; for Python 3.11 on, under `mypy --strict`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from truth.kinds.status.code.facts import StatusFacts, Transition
from truth.kinds.status.code.given import Given
from truth.kinds.status.code.naming import identifiers, upper
from truth.kinds.status.code.quoting import comment, python_string


def write(given: Given) -> str:
    """The source text."""
    sections = (_head, _codes, _statuses, _shapes, _facts, _transitions, _retired, _helpers)
    return "\n\n".join("\n".join(section(given)) + "\n" for section in sections)


def _head(given: Given) -> Iterator[str]:
    yield f'"""Order statuses of {given.source}.'
    yield ""
    yield "Written by `truth status code`. Change the vocabulary, then write this file again."
    yield '"""'
    yield "# ruff: noqa"
    yield "# fmt: off"
    yield ""
    yield "from __future__ import annotations"
    yield ""
    yield "from collections.abc import Mapping"
    yield "from dataclasses import dataclass"
    yield "from enum import StrEnum"
    yield "from typing import Final, Literal, NoReturn, TypeAlias"
    yield ""
    yield f"DIGEST: Final = {_string(given.digest)}"
    yield '"""The digest of the vocabulary these types were made from."""'


def _codes(given: Given) -> Iterator[str]:
    for what, names in _vocabulary(given).items():
        yield f"{given.name}{what}: TypeAlias = {_either(names)}"


def _vocabulary(given: Given) -> Mapping[str, tuple[str, ...]]:
    facts = given.facts
    return {
        "Code": facts.codes,
        "Phase": ("open", "success", "failure", "exception"),
        "Event": facts.named("event"),
        "Actor": facts.named("actors"),
        "Reason": facts.named("reasons"),
        "Offer": given.offers,
        **({"Locale": given.locales} if given.locales else {}),
    }


def _statuses(given: Given) -> Iterator[str]:
    yield f"class {given.name}Status(StrEnum):"
    yield f'    """A status of {given.facts.entry}; the order is that in which a history meets them."""'
    names = _members(given)
    for status in given.facts.statuses:
        yield ""
        yield f"    #: {comment(status.meaning or '')}"
        yield f"    {names[status.code]} = {_string(status.code)}"


def _shapes(given: Given) -> Iterator[str]:
    name = given.name
    yield "@dataclass(frozen=True)"
    yield f"class {name}Facts:"
    yield '    """What is known of a status; `allows` is what a page may offer there, `expect_within` is ISO 8601."""'
    yield ""
    yield f"    phase: {name}Phase"
    yield "    terminal: bool"
    yield '    audience: Literal["customer", "staff"]'
    yield f"    shown_as: {name}Status | None"
    yield f"    allows: tuple[{name}Offer, ...]"
    yield "    expect_within: str | None"
    yield f"    following: frozenset[{name}Status]"
    if given.locales:
        yield f"    label: Mapping[{name}Locale, str]"
    yield ""
    yield ""
    yield "@dataclass(frozen=True)"
    yield f"class {name}Transition:"
    yield '    """One event that leads from some statuses to another; where there are reasons, one must be given."""'
    yield ""
    yield f"    event: {name}Event"
    yield f"    sources: tuple[{name}Status, ...]"
    yield f"    target: {name}Status"
    yield f"    actors: tuple[{name}Actor, ...]"
    yield f"    reasons: tuple[{name}Reason, ...]"


def _facts(given: Given) -> Iterator[str]:
    name, members = given.name, _members(given)
    yield f"{_constant(given)}: Final[Mapping[{name}Status, {name}Facts]] = {{"
    for status in given.facts.statuses:
        yield f"    {name}Status.{members[status.code]}: {name}Facts("
        yield from (f"        {line}," for line in _entry(given, status))
        yield "    ),"
    yield "}"
    yield '"""Every status and what is known of it; `following` are the statuses that may come next."""'
    yield ""
    initial = _tuple(_member(given, code) for code in given.facts.initial)
    yield f"{_constant(given)}_INITIAL: Final[tuple[{name}Status, ...]] = {initial}"
    yield '"""The statuses a history may begin with."""'


def _entry(given: Given, status: StatusFacts) -> Iterator[str]:
    yield f"phase={_string(status.phase or '')}"
    yield f"terminal={status.terminal}"
    yield f"audience={_string(status.audience or '')}"
    yield f"shown_as={_member(given, status.shown_as) if status.shown_as else None}"
    yield f"allows={_tuple(map(_string, status.allows))}"
    yield f"expect_within={_string(status.expect_within) if status.expect_within else None}"
    yield f"following={_following(given, status.code)}"
    if given.locales:
        labels = given.labels[status.code]
        yield f"label={{{', '.join(f'{_string(key)}: {_string(words)}' for key, words in labels.items())}}}"


def _following(given: Given, code: str) -> str:
    if given.follows_anything(code):
        return f"frozenset({given.name}Status)"
    return f"frozenset({_tuple(_member(given, one) for one in given.allowed[code])})"


def _transitions(given: Given) -> Iterator[str]:
    name = given.name
    yield f"{_constant(given)}_TRANSITIONS: Final[tuple[{name}Transition, ...]] = ("
    for one in given.facts.transitions:
        yield f"    {name}Transition("
        yield from (f"        {line}," for line in _transition(given, one))
        yield "    ),"
    yield ")"


def _transition(given: Given, one: Transition) -> Iterator[str]:
    yield f"event={_string(one.event or '')}"
    yield f"sources={_tuple(_member(given, code) for code in one.sources)}"
    yield f"target={_member(given, one.target)}"
    yield f"actors={_tuple(map(_string, one.actors))}"
    yield f"reasons={_tuple(map(_string, one.reasons))}"


def _retired(given: Given) -> Iterator[str]:
    yield f"{_constant(given)}_RETIRED: Final[Mapping[str, str | None]] = {{"
    for code, successor in given.facts.retired.items():
        yield f"    {_string(code)}: {_string(successor) if successor else None},"
    yield "}"
    yield '"""Codes that are no longer given but stand in old data, and what took their place."""'


def _helpers(given: Given) -> Iterator[str]:
    name, prefix = given.name, _constant(given).lower()
    yield f"def {prefix}_may_become(before: {name}Status, after: {name}Status) -> bool:"
    yield '    """Whether `after` may follow `before`."""'
    yield f"    return after in {_constant(given)}[before].following"
    yield ""
    yield ""
    yield f"def unhandled_{prefix.lstrip('_')}_status(status: NoReturn) -> NoReturn:"
    yield '    """The last `case _` of a match over a status: it type-checks only while every status has its case."""'
    yield f'    raise ValueError(f"not a status of {given.facts.entry}: {{status!r}}")'


def _members(given: Given) -> Mapping[str, str]:
    return identifiers(given.facts.codes, upper)


def _member(given: Given, code: str) -> str:
    return f"{given.name}Status.{upper(code)}"


def _constant(given: Given) -> str:
    return upper(given.facts.entry.key)


def _either(names: Iterable[str]) -> str:
    listed = ", ".join(map(_string, names))
    return f"Literal[{listed}]" if listed else "NoReturn"


def _tuple(items: Iterable[str]) -> str:
    listed = list(items)
    return f"({', '.join(listed)}{',' if len(listed) == 1 else ''})"


def _string(text: str) -> str:
    return python_string(text)
