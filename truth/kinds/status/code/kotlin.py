"""Kotlin: an enum class with its facts and moves, and one for the events; from Kotlin 1.3 on, without libraries.

What grows with the vocabulary stands in one function per status or locale, never in one initializer: a method of the
JVM has at most 65,535 bytes (JVMS §4.7.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truth.kinds.status.code.facts import StatusFacts, Transition
from truth.kinds.status.code.given import Given
from truth.kinds.status.code.naming import identifiers, pascal, upper
from truth.kinds.status.code.quoting import comment, kotlin_string

_WORDS = """
as break class continue do else false for fun if in interface is null object package return super this throw true try
typealias typeof val var when while
"""
_KEYWORDS = frozenset(_WORDS.split())
"""Words a package can be called only in backticks (Kotlin language specification, hard keywords)."""


def write(given: Given) -> str:
    """The source text."""
    sections = (_head, _small_enums, _statuses, _move, _labels, _moves, _retired)
    return "\n".join("\n".join(section(given)) + "\n" for section in sections if any(section(given)))


def _head(given: Given) -> Iterator[str]:
    yield f"// Order statuses of {given.source}."
    yield "// Written by `truth status code`. Change the vocabulary, then write this file again."
    yield '@file:Suppress("unused", "RedundantVisibilityModifier")'
    if given.package:
        yield ""
        yield f"package {_package(given.package)}"


def _package(name: str) -> str:
    return ".".join(f"`{part}`" if part in _KEYWORDS else part for part in name.split("."))


def _small_enums(given: Given) -> Iterator[str]:
    name = given.name
    yield "/** open: something still happens. success, failure: the end. exception: it went wrong and can be mended. */"
    yield f"enum class {name}Phase {{ OPEN, SUCCESS, FAILURE, EXCEPTION }}"
    yield ""
    yield f"/** What makes a status of {given.facts.entry} follow another. */"
    yield f"enum class {name}Event(val code: String) {{"
    yield from _constants(given.facts.named("event"))
    yield "}"
    if given.locales:
        yield ""
        yield "/** The locales the labels are written in. */"
        yield f"enum class {name}Locale(val tag: String) {{"
        yield from _constants(given.locales)
        yield "}"


def _constants(codes: tuple[str, ...]) -> Iterator[str]:
    for code, name in identifiers(codes, upper).items():
        yield f"    {name}({kotlin_string(code)}),"
    yield "    ;"


def _statuses(given: Given) -> Iterator[str]:
    name = given.name
    yield f"/** A status of {given.facts.entry}; the order is that in which a history meets them. */"
    yield f"enum class {name}Status("
    yield "    val code: String,"
    yield f"    val phase: {name}Phase,"
    yield "    /** Whether nothing follows. */"
    yield "    val terminal: Boolean,"
    yield "    /** Whether customers are shown [shownAs] in its place. */"
    yield "    val staff: Boolean,"
    yield "    /** ISO 8601. */"
    yield "    val expectWithin: String?,"
    yield ") {"
    for status in given.facts.statuses:
        yield f"    /** {comment(status.meaning or '')} */"
        yield f"    {upper(status.code)}({', '.join(_entry(given, status))}),"
    yield "    ;"
    yield ""
    yield from _members(given)
    yield "}"


def _entry(given: Given, status: StatusFacts) -> Iterator[str]:
    yield kotlin_string(status.code)
    yield f"{given.name}Phase.{upper(status.phase or '')}"
    yield "true" if status.terminal else "false"
    yield "true" if status.staff else "false"
    yield kotlin_string(status.expect_within) if status.expect_within else "null"


def _members(given: Given) -> Iterator[str]:
    name, statuses = given.name, given.facts.statuses
    yield "    /** What a page may offer here. */"
    yield "    val allows: List<String>"
    yield from _when("listOf()", ((one.code, _strings(one.allows)) for one in statuses if one.allows))
    yield ""
    yield "    /** The status customers are shown in place of this one. */"
    yield f"    val shownAs: {name}Status?"
    yield from _when("null", ((one.code, upper(one.shown_as)) for one in statuses if one.shown_as))
    yield ""
    yield "    /** The statuses that may follow. */"
    yield f"    val following: Set<{name}Status>"
    yield from _when("setOf()", ((code, _following(given, code)) for code in given.facts.codes if given.allowed[code]))
    yield ""
    yield "    /** The transitions listed from here. */"
    yield f"    val moves: List<{name}Move>"
    yield from _when("listOf()", ((code, f"movesOf{name}{names}()") for code, names in _moving(given).items()))
    yield ""
    yield f"    fun mayBecome(next: {name}Status): Boolean = next in following"
    yield ""
    yield "    companion object {"
    yield f"        const val DIGEST: String = {kotlin_string(given.digest)}"
    yield ""
    yield f"        private val byCode: Map<String, {name}Status> = values().associateBy {{ it.code }}"
    yield ""
    yield "        /** The statuses a history may begin with. */"
    yield f"        val initial: Set<{name}Status> = setOf({', '.join(map(upper, given.facts.initial))})"
    yield ""
    yield "        /** The status of a code from outside; null where there is none. */"
    yield f"        fun of(code: String): {name}Status? = byCode[code]"
    yield "    }"


def _when(otherwise: str, branches: Iterable[tuple[str, str]]) -> Iterator[str]:
    listed = list(branches)
    if not listed:
        yield f"        get() = {otherwise}"
        return
    yield "        get() = when (this) {"
    for code, answer in listed:
        yield f"            {upper(code)} -> {answer}"
    yield f"            else -> {otherwise}"
    yield "        }"


def _following(given: Given, code: str) -> str:
    if given.follows_anything(code):
        return "values().toSet()"
    return f"setOf({', '.join(map(upper, given.allowed[code]))})"


def _move(given: Given) -> Iterator[str]:
    name = given.name
    yield "/** One event that leads to another status; where there are reasons, one must be given. */"
    yield f"data class {name}Move("
    yield f"    val event: {name}Event,"
    yield f"    val to: {name}Status,"
    yield "    val actors: Set<String>,"
    yield "    val reasons: Set<String>,"
    yield ")"


def _labels(given: Given) -> Iterator[str]:
    if not given.locales:
        return
    name = given.name
    yield "/** The short name customers see. */"
    yield f"fun {name}Status.label(locale: {name}Locale): String = when (locale) {{"
    for locale, constant in identifiers(given.locales, upper).items():
        yield f"    {name}Locale.{constant} -> {_label_function(given, locale)}(this)"
    yield "}"
    for locale in given.locales:
        yield ""
        yield f"private fun {_label_function(given, locale)}(status: {name}Status): String = when (status) {{"
        for code in given.facts.codes:
            yield f"    {name}Status.{upper(code)} -> {kotlin_string(given.labels[code][locale])}"
        yield "}"


def _label_function(given: Given, locale: str) -> str:
    return f"labelOf{given.name}In{pascal(locale)}"


def _moves(given: Given) -> Iterator[str]:
    name = given.name
    for code, function in _moving(given).items():
        yield f"private fun movesOf{name}{function}(): List<{name}Move> = listOf("
        for one in given.facts.leaving[code]:
            yield f"    {name}Move({', '.join(_move_to(given, one))}),"
        yield ")"
        yield ""


def _move_to(given: Given, one: Transition) -> Iterator[str]:
    yield f"{given.name}Event.{upper(one.event or '')}"
    yield f"{given.name}Status.{upper(one.target)}"
    yield f"setOf({', '.join(map(kotlin_string, one.actors))})"
    yield f"setOf({', '.join(map(kotlin_string, one.reasons))})"


def _moving(given: Given) -> dict[str, str]:
    """The statuses some transition leaves, and the end of the name of the function that lists those."""
    names = identifiers(given.facts.codes, pascal)
    return {code: name for code, name in names.items() if given.facts.leaving[code]}


def _retired(given: Given) -> Iterator[str]:
    yield "/** Codes that are no longer given but stand in old data, and what took their place. */"
    yield f"val retired{given.name}Codes: Map<String, String?> = mapOf("
    for code, successor in given.facts.retired.items():
        yield f"    {kotlin_string(code)} to {kotlin_string(successor) if successor else 'null'},"
    yield ")"


def _strings(texts: Iterable[str]) -> str:
    return f"listOf({', '.join(map(kotlin_string, texts))})"
