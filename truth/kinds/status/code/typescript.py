"""TypeScript: a union, the facts of each status as a constant, transitions as types, exhaustive helpers.

The text compiles under `tsc --strict` from TypeScript 5.0 on (`satisfies`, and `const` type inference).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from truth.kinds.status.code.facts import StatusFacts, Transition
from truth.kinds.status.code.given import Given
from truth.kinds.status.code.naming import camel
from truth.kinds.status.code.quoting import comment, typescript_string

_PROPERTY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def write(given: Given) -> str:
    """The source text."""
    sections = (_head, _unions, _facts, _constants, _moves, _transitions, _retired, _helpers)
    return "\n".join("\n".join(section(given)) + "\n" for section in sections)


def _head(given: Given) -> Iterator[str]:
    yield f"// Order statuses of {given.source}."
    yield "// Written by `truth status code`. Change the vocabulary, then write this file again."
    yield "/* eslint-disable */"


def _unions(given: Given) -> Iterator[str]:
    facts, name = given.facts, given.name
    yield f"/** A status of {facts.entry}. */"
    yield from _documented_union(f"{name}Status", facts.statuses)
    yield ""
    yield "/** open: something still happens. success, failure: the end. exception: it went wrong and can be mended. */"
    yield from _union(f"{name}Phase", ("open", "success", "failure", "exception"))
    for what, names in _vocabulary(given).items():
        yield ""
        yield from _union(f"{name}{what}", names)


def _vocabulary(given: Given) -> Mapping[str, tuple[str, ...]]:
    facts = given.facts
    names = {"Event": facts.named("event"), "Actor": facts.named("actors"), "Reason": facts.named("reasons")}
    return {**names, "Offer": given.offers, **({"Locale": given.locales} if given.locales else {})}


def _documented_union(name: str, statuses: Iterable[StatusFacts]) -> Iterator[str]:
    yield f"export type {name} ="
    lines = [f"  /** {comment(status.meaning or '')} */\n  | {_string(status.code)}" for status in statuses]
    yield "\n".join(lines) + ";"


def _union(name: str, names: Iterable[str]) -> Iterator[str]:
    yield f"export type {name} = {_either(names)};"


def _either(names: Iterable[str]) -> str:
    return " | ".join(map(_string, names)) or "never"


def _facts(given: Given) -> Iterator[str]:
    name = given.name
    yield "/** What is known of a status; `allows` is what a page may offer there. */"
    yield f"export interface {name}Facts {{"
    yield f"  readonly phase: {name}Phase;"
    yield "  /** Whether nothing follows. */"
    yield "  readonly terminal: boolean;"
    yield "  /** staff: customers are shown `shownAs` in its place. */"
    yield '  readonly audience: "customer" | "staff";'
    yield f"  readonly shownAs: {name}Status | null;"
    yield f"  readonly allows: readonly {name}Offer[];"
    yield "  /** ISO 8601. */"
    yield "  readonly expectWithin: string | null;"
    if given.locales:
        yield f"  readonly label: Readonly<Record<{name}Locale, string>>;"
    yield "}"


def _constants(given: Given) -> Iterator[str]:
    prefix, name = camel(given.facts.entry.key), given.name
    yield "/** The digest of the vocabulary these types were made from. */"
    yield f"export const {prefix}Digest = {_string(given.digest)};"
    yield ""
    yield "/** Every status and what is known of it. */"
    yield f"export const {prefix}Statuses = {{"
    for status in given.facts.statuses:
        yield f"  {_property(status.code)}: {{ {', '.join(_entry(given, status))} }},"
    yield f"}} as const satisfies Record<{name}Status, {name}Facts>;"
    yield ""
    yield "/** Every status, in the order in which a history meets them. */"
    yield f"export const {prefix}Codes: readonly {name}Status[] = {_list(given.facts.codes)};"
    yield ""
    yield "/** The statuses a history may begin with. */"
    yield f"export const {prefix}Initial: readonly {name}Status[] = {_list(given.facts.initial)};"


def _entry(given: Given, status: StatusFacts) -> Iterator[str]:
    yield f"phase: {_string(status.phase or '')}"
    yield f"terminal: {_boolean(status.terminal)}"
    yield f"audience: {_string(status.audience or '')}"
    yield f"shownAs: {_optional(status.shown_as)}"
    yield f"allows: {_list(status.allows)}"
    yield f"expectWithin: {_optional(status.expect_within)}"
    if given.locales:
        labels = given.labels[status.code]
        yield f"label: {{ {', '.join(f'{_property(key)}: {_string(words)}' for key, words in labels.items())} }}"


def _moves(given: Given) -> Iterator[str]:
    prefix, name = camel(given.facts.entry.key), given.name
    mode = "Only these moves are allowed." if given.facts.mode == "strict" else "Other moves are allowed too."
    yield f"/** Which event leads from which status to which. {mode} */"
    yield f"export interface {name}Transitions {{"
    for code in given.facts.codes:
        yield f"  readonly {_property(code)}: {_events(given, code)};"
    yield "}"
    yield ""
    yield "/** The statuses that may follow each status. */"
    yield f"export interface {name}Following {{"
    for code, following in given.allowed.items():
        everything = given.follows_anything(code)
        yield f"  readonly {_property(code)}: {f'{name}Status' if everything else _either(following)};"
    yield "}"
    yield ""
    yield "/** The statuses that may follow `S`. */"
    yield f"export type {name}Next<S extends {name}Status> = {name}Following[S];"
    yield ""
    yield "/** The same, at run time. */"
    yield f"export const {prefix}Following: {{ readonly [S in {name}Status]: readonly {name}Following[S][] }} = {{"
    for code, following in given.allowed.items():
        shown = f"{prefix}Codes" if given.follows_anything(code) else _list(following)
        yield f"  {_property(code)}: {shown},"
    yield "};"


def _events(given: Given, code: str) -> str:
    targets: dict[str, list[str]] = {}
    for one in given.facts.leaving[code]:
        if one.event:
            targets.setdefault(one.event, []).append(one.target)
    members = [f"readonly {_property(event)}: {_either(dict.fromkeys(found))}" for event, found in targets.items()]
    return f"{{ {'; '.join(members)} }}" if members else "Record<never, never>"


def _transitions(given: Given) -> Iterator[str]:
    prefix, name = camel(given.facts.entry.key), given.name
    yield "/** One event that leads from some statuses to another; where there are reasons, one must be given. */"
    yield f"export interface {name}Transition {{"
    yield f"  readonly event: {name}Event;"
    yield f"  readonly from: readonly {name}Status[];"
    yield f"  readonly to: {name}Status;"
    yield f"  readonly actors: readonly {name}Actor[];"
    yield f"  readonly reasons: readonly {name}Reason[];"
    yield "}"
    yield ""
    yield f"export const {prefix}Transitions: readonly {name}Transition[] = ["
    for one in given.facts.transitions:
        yield f"  {{ {', '.join(_transition(one))} }},"
    yield "];"


def _transition(one: Transition) -> Iterator[str]:
    yield f"event: {_string(one.event or '')}"
    yield f"from: {_list(one.sources)}"
    yield f"to: {_string(one.target)}"
    yield f"actors: {_list(one.actors)}"
    yield f"reasons: {_list(one.reasons)}"


def _retired(given: Given) -> Iterator[str]:
    prefix = camel(given.facts.entry.key)
    yield "/** Codes that are no longer given but stand in old data, and what took their place. */"
    yield f"export const {prefix}Retired: Readonly<Record<string, string | null>> = {{"
    for code, successor in given.facts.retired.items():
        yield f"  {_property(code)}: {_optional(successor)},"
    yield "};"


def _helpers(given: Given) -> Iterator[str]:
    prefix, name = camel(given.facts.entry.key), given.name
    yield f"const known: ReadonlySet<unknown> = new Set({prefix}Codes);"
    yield ""
    yield "/** Whether something from outside is a status of this vocabulary. */"
    yield f"export function is{name}Status(value: unknown): value is {name}Status {{"
    yield "  return known.has(value);"
    yield "}"
    yield ""
    yield "/** Whether `to` may follow `from`. */"
    yield f"export function {prefix}MayBecome(from: {name}Status, to: {name}Status): boolean {{"
    yield f"  const following: readonly {name}Status[] = {prefix}Following[from];"
    yield "  return following.includes(to);"
    yield "}"
    yield ""
    yield "/** The `default` of a switch over a status: it compiles only while every status has its `case`. */"
    yield f"export function unhandled{name}Status(status: never): never {{"
    yield f"  throw new TypeError(`not a status of {given.facts.entry}: ${{String(status)}}`);"
    yield "}"
    yield ""
    yield "/** One answer for every status; leaving one out does not compile. */"
    yield f"export function match{name}Status<R>("
    yield f"  status: {name}Status,"
    yield f"  cases: {{ readonly [S in {name}Status]: (status: S) => R }},"
    yield "): R {"
    yield f"  const answer = cases[status] as ((status: {name}Status) => R) | undefined;"
    yield f"  return answer === undefined ? unhandled{name}Status(status as never) : answer(status);"
    yield "}"


def _string(text: str) -> str:
    return typescript_string(text)


def _optional(text: str | None) -> str:
    return "null" if text is None else _string(text)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(map(_string, names))}]"


def _property(name: str) -> str:
    return name if _PROPERTY.fullmatch(name) else _string(name)
