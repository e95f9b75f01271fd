"""Swift: an enum of statuses with facts, labels and moves, and one of events; from Swift 5.5 on, without Foundation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from truth.kinds.status.code.facts import Transition
from truth.kinds.status.code.given import Given
from truth.kinds.status.code.naming import camel, identifiers
from truth.kinds.status.code.quoting import comment, swift_string

_KEYWORDS = """
as break case catch class continue default defer deinit do else enum extension fallthrough false fileprivate for func
guard if import in inout internal is let nil operator private protocol public repeat rethrows return static struct
subscript super switch throw throws true try typealias var where while any async await
"""
_MEMBERS = """
self Self Type Protocol init none some allCases rawValue hashValue hash phase terminal audience shownAs allows
expectWithin label following transitions mayBecome digest initial retired
"""
_BACKTICKED = frozenset(_KEYWORDS.split())
"""Words that may name a case when they stand in backticks (The Swift Programming Language, Lexical Structure)."""

_TAKEN = frozenset(_MEMBERS.split())
"""Words no case can be called: they mean something after a dot, or name a member of the enum."""


def write(given: Given) -> str:
    """The source text."""
    sections = (_head, _phase, _events, _locales, _statuses, _extension, _labels, _transition_type, _retired)
    return "\n".join("\n".join(section(given)) + "\n" for section in sections if any(section(given)))


def _head(given: Given) -> Iterator[str]:
    yield f"// Order statuses of {given.source}."
    yield "// Written by `truth status code`. Change the vocabulary, then write this file again."
    yield "// swiftlint:disable all"
    yield "// swift-format-ignore-file"


def _phase(given: Given) -> Iterator[str]:
    yield "/// open: something still happens. success, failure: the end. exception: it went wrong and can be mended."
    yield f"public enum {given.name}Phase: String, CaseIterable, Codable, Sendable {{"
    yield "    case open, success, failure, exception"
    yield "}"


def _events(given: Given) -> Iterator[str]:
    events = given.facts.named("event")
    if not events:
        return
    yield f"/// What makes a status of {given.facts.entry} follow another."
    yield f"public enum {given.name}Event: String, CaseIterable, Codable, Sendable {{"
    yield from _cases(identifiers(events, camel, _TAKEN))
    yield "}"


def _locales(given: Given) -> Iterator[str]:
    if not given.locales:
        return
    yield "/// The locales the labels are written in."
    yield f"public enum {given.name}Locale: String, CaseIterable, Codable, Sendable {{"
    yield from _cases(identifiers(given.locales, camel, _TAKEN))
    yield "}"


def _cases(names: Mapping[str, str]) -> Iterator[str]:
    for code, name in names.items():
        yield f"    case {_declared(name)} = {swift_string(code)}"


def _statuses(given: Given) -> Iterator[str]:
    names = _names(given)
    yield f"/// A status of {given.facts.entry}; the order is that in which a history meets them."
    yield f"public enum {given.name}Status: String, CaseIterable, Codable, Sendable {{"
    for status in given.facts.statuses:
        yield f"    /// {comment(status.meaning or '')}"
        yield f"    case {_declared(names[status.code])} = {swift_string(status.code)}"
    yield "}"


def _extension(given: Given) -> Iterator[str]:
    name, statuses, names = given.name, given.facts.statuses, _names(given)
    yield f"extension {name}Status {{"
    yield "    /// The digest of the vocabulary these types were made from."
    yield f"    public static let digest = {swift_string(given.digest)}"
    yield ""
    yield "    /// The statuses a history may begin with."
    yield f"    public static let initial: Set<{name}Status> = {_set(given, given.facts.initial)}"
    yield ""
    yield f"    public var phase: {name}Phase {{"
    yield from _switch("", [(names[one.code], f".{one.phase}") for one in statuses])
    yield "    }"
    yield ""
    yield "    /// Whether nothing follows."
    yield "    public var terminal: Bool {"
    yield from _switch("false", [(names[one.code], "true") for one in statuses if one.terminal])
    yield "    }"
    yield ""
    yield "    /// The status customers are shown in place of this one, which is for staff; nil for the others."
    yield f"    public var shownAs: {name}Status? {{"
    yield from _switch("nil", [(names[one.code], f".{names[one.shown_as]}") for one in statuses if one.shown_as])
    yield "    }"
    yield ""
    yield "    /// What a page may offer here."
    yield "    public var allows: [String] {"
    yield from _switch("[]", [(names[one.code], _strings(one.allows)) for one in statuses if one.allows])
    yield "    }"
    yield ""
    yield "    /// ISO 8601."
    yield "    public var expectWithin: String? {"
    expected = [(names[one.code], swift_string(one.expect_within)) for one in statuses if one.expect_within]
    yield from _switch("nil", expected)
    yield "    }"
    yield ""
    yield "    /// The statuses that may follow."
    yield f"    public var following: Set<{name}Status> {{"
    moving = [code for code in given.facts.codes if given.allowed[code]]
    yield from _switch("[]", [(names[code], _set(given, given.allowed[code])) for code in moving])
    yield "    }"
    yield ""
    yield f"    public func mayBecome(_ next: {name}Status) -> Bool {{"
    yield "        following.contains(next)"
    yield "    }"
    yield "}"


def _switch(otherwise: str, branches: Iterable[tuple[str, str]]) -> Iterator[str]:
    """`otherwise` is for the cases without a branch; empty where each has one."""
    listed = list(branches)
    if not listed:
        yield f"        {otherwise}"
        return
    yield "        switch self {"
    for name, answer in listed:
        yield f"        case .{name}: return {answer}"
    if otherwise:
        yield f"        default: return {otherwise}"
    yield "        }"


def _labels(given: Given) -> Iterator[str]:
    if not given.locales:
        return
    name, names, locales = given.name, _names(given), identifiers(given.locales, camel, _TAKEN)
    yield f"extension {name}Status {{"
    yield "    /// The short name customers see."
    yield f"    public func label(_ locale: {name}Locale) -> String {{"
    yield "        switch locale {"
    for constant in locales.values():
        yield f"        case .{constant}: return labelIn{constant[:1].upper()}{constant[1:]}"
    yield "        }"
    yield "    }"
    for locale, constant in locales.items():
        yield ""
        yield f"    private var labelIn{constant[:1].upper()}{constant[1:]}: String {{"
        yield from _switch("", [(names[code], swift_string(given.labels[code][locale])) for code in given.facts.codes])
        yield "    }"
    yield "}"


def _transition_type(given: Given) -> Iterator[str]:
    if not given.facts.transitions:
        return
    name = given.name
    yield "/// One event that leads from some statuses to another; where there are reasons, one must be given."
    yield f"public struct {name}Transition: Hashable, Sendable {{"
    yield f"    public let event: {name}Event"
    yield f"    public let from: Set<{name}Status>"
    yield f"    public let to: {name}Status"
    yield "    public let actors: Set<String>"
    yield "    public let reasons: Set<String>"
    yield ""
    yield f"    public static let all: [{name}Transition] = ["
    events = identifiers(given.facts.named("event"), camel, _TAKEN)
    for one in given.facts.transitions:
        yield f"        {name}Transition({', '.join(_transition(given, one, events))}),"
    yield "    ]"
    yield "}"


def _transition(given: Given, one: Transition, events: Mapping[str, str]) -> Iterator[str]:
    yield f"event: .{events[one.event or '']}"
    yield f"from: {_set(given, one.sources)}"
    yield f"to: .{_names(given)[one.target]}"
    yield f"actors: {_strings(one.actors)}"
    yield f"reasons: {_strings(one.reasons)}"


def _retired(given: Given) -> Iterator[str]:
    yield f"extension {given.name}Status {{"
    yield "    /// Codes that are no longer given but stand in old data, and what took their place."
    yield "    public static let retired: [String: String?] = ["
    for code, successor in given.facts.retired.items():
        yield f"        {swift_string(code)}: {swift_string(successor) if successor else 'nil'},"
    yield f"    {']' if given.facts.retired else ':]'}"
    yield "}"


def _names(given: Given) -> Mapping[str, str]:
    return identifiers(given.facts.codes, camel, _TAKEN)


def _declared(name: str) -> str:
    return f"`{name}`" if name in _BACKTICKED else name


def _set(given: Given, codes: Iterable[str]) -> str:
    names = _names(given)
    return f"[{', '.join(f'.{names[code]}' for code in codes)}]"


def _strings(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(swift_string, texts))}]"
